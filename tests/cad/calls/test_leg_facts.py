"""What call control tells of a call, in whatever order, ends in the same call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.calls import facts, leg_facts
from cad.calls.commands import (
    AnswerCall,
    AskLeg,
    CallFact,
    EndCall,
    HoldCall,
    JoinLeg,
    MissTarget,
    ParkCall,
    ReachCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
    UnparkCall,
)
from cad.calls.control import keeper
from cad.calls.model import Call
from cad.events import Event

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHANNEL = {"pbx_id": "pbx-1", "uniqueid": "1.1", "source": "ari"}


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def new_call(direction: str = "in") -> Call:
    about = {"id": "call", "center_id": "c", "exercise": False, "pbx_id": "pbx-1", "uniqueid": "1.1"}
    return Call(**about, first_seen_at=START, received_at=START, direction=direction)  # type: ignore[arg-type]


TELLERS = {
    ReleaseLeg: facts.released,
    ReturnCall: facts.returned,
    HoldCall: facts.held,
    ResumeCall: facts.resumed,
    EndCall: facts.ended,
    AskLeg: leg_facts.asked,
    ParkCall: leg_facts.parked,
    UnparkCall: leg_facts.unparked,
    ReachCall: leg_facts.reached,
    MissTarget: leg_facts.missed,
}


def tell_all(told: list[CallFact], call: Call | None = None) -> tuple[Call, list[Event]]:
    call, events = call or new_call(), list[Event]()
    for fact in told:
        match fact:
            case AnswerCall():
                call, more = facts.answered(call, fact, f"who sits at {fact.desk_id}")
            case JoinLeg():
                call, more = leg_facts.joined(call, fact, f"who sits at {fact.desk_id}" if fact.desk_id else None)
            case _:
                call, more = TELLERS[type(fact)](call, fact)  # type: ignore[operator]
        events += more
    return call, events


FIRST = {"leg_uniqueid": "1.2", "desk_id": "desk-01"}
AGENCY = {"leg_uniqueid": "2.1", "kind": "party", "name": "Pemadam"}
TAKER = {"leg_uniqueid": "3.1", "desk_id": "desk-02", "how": "take"}
SUPERVISOR = {"leg_uniqueid": "4.1", "desk_id": "desk-03", "kind": "supervisor", "how": "listen", "role": "listen"}


def fact(told: type[CallFact], seconds: float, **more: object) -> CallFact:
    return told(**CHANNEL, occurred_at=at(seconds), **more)  # type: ignore[arg-type]


# A desk asks an agency, the caller held, and parks; another takes the call, is listened to, gives it away.
STORY: list[CallFact] = [
    fact(AnswerCall, 4, **FIRST),
    fact(HoldCall, 10),
    fact(AskLeg, 11, **AGENCY, how="consult", role="consult"),
    fact(JoinLeg, 14, **AGENCY, how="consult", role="consult"),
    fact(ReleaseLeg, 20, leg_uniqueid="2.1", cause=16),
    fact(ResumeCall, 21),
    fact(ParkCall, 22, label="1"),
    fact(ReleaseLeg, 22.1, **FIRST, cause=16, gave=True),
    fact(AskLeg, 30, **TAKER),
    fact(JoinLeg, 31, **TAKER),
    fact(UnparkCall, 31.1),
    fact(JoinLeg, 33, **SUPERVISOR),
    fact(ReleaseLeg, 36, leg_uniqueid="4.1", cause=16, gave=True),
    fact(JoinLeg, 41, **AGENCY | {"leg_uniqueid": "1.7"}, how="transfer"),
    fact(ReleaseLeg, 40, leg_uniqueid="3.1", cause=16, gave=True),
    fact(EndCall, 60, cause=16),
]


@settings(max_examples=300, deadline=None)
@given(st.permutations(STORY), st.lists(st.sampled_from(STORY), max_size=6))
def test_facts_in_every_order_and_again_give_the_same_call(order: list[CallFact], again: list[CallFact]) -> None:
    expected, _ = tell_all(STORY)

    call, events = tell_all([*order, *again])

    assert call == expected
    kinds = [event.kind for event in events]
    assert (kinds.count("CallEnded"), kinds.count("CallListened")) == (1, kinds.count("CallListened"))
    assert kinds.count("LegJoined") == 4


@pytest.mark.parametrize(
    ("known", "state", "desk", "parked"),
    [
        (1, "talking", "desk-01", False),
        (4, "held", "desk-01", False),
        (6, "talking", "desk-01", False),
        (8, "held", None, True),
        (11, "talking", "desk-02", False),
        (13, "talking", "desk-02", False),
        (15, "talking", None, False),
        (16, "ended", "desk-02", False),
    ],
)
def test_who_has_the_call_follows_from_what_is_known(known: int, state: str, desk: str | None, parked: bool) -> None:
    call, _ = tell_all(STORY[:known])

    assert (call.state, call.desk_id, call.parked_at is not None) == (state, desk, parked)
    assert call.returned == 0


def test_the_supervisors_time_is_on_the_record() -> None:
    _, events = tell_all(STORY)

    (listened,) = [event for event in events if event.kind == "CallListened"]
    assert (listened.actor, listened.data["role"]) == ("who sits at desk-03", "listen")
    assert (listened.data["since"], listened.data["until"]) == ("2026-11-21T12:00:33.000Z", "2026-11-21T12:00:36.000Z")


def test_given_somebody_was_asked_when_they_keep_the_call_then_their_role_is_the_latest() -> None:
    asked = fact(JoinLeg, 14, **AGENCY, how="consult", role="consult")
    keeps = fact(JoinLeg, 20, **AGENCY, how="consult", role="talk")

    for order in ([asked, keeps], [keeps, asked]):
        call, _ = tell_all(order)
        (leg,) = call.legs
        assert (leg.role, leg.answered_at, leg.role_at) == ("talk", at(14), at(20))


def test_a_target_that_was_not_reached_is_told_once_though_both_roads_tell_it() -> None:
    missed = fact(MissTarget, 10, action="transfer", why="busy")
    later = replace(missed, occurred_at=at(10.02), source="cel")

    _, events = tell_all([missed, later])

    (failed,) = events
    assert failed.kind == "CallActionFailed"
    assert (failed.data["action"], failed.data["reason"]) == ("transfer", "target_busy")


def test_a_call_out_is_answered_when_whom_we_called_is_reached() -> None:
    desk = fact(JoinLeg, 1, leg_uniqueid="1.2", desk_id="desk-01", how="outbound")
    gone = fact(EndCall, 30, cause=16)

    reached, _ = tell_all([desk, fact(ReachCall, 9), gone], new_call("out"))
    missed, _ = tell_all([desk, gone], new_call("out"))

    assert (reached.outcome, reached.answered_at) == ("answered", at(9))
    assert (missed.outcome, missed.answered_at) == ("unanswered", None)


def test_who_has_the_call_is_the_last_who_took_it_and_a_third_only_when_alone() -> None:
    third = fact(JoinLeg, 6, leg_uniqueid="5.1", desk_id="desk-02", how="conference")
    taker = fact(JoinLeg, 9, leg_uniqueid="6.1", desk_id="desk-03", how="take")
    gone = fact(ReleaseLeg, 12, **FIRST, cause=16, gave=True)

    together, _ = tell_all([STORY[0], third])
    taken, _ = tell_all([STORY[0], third, taker])
    alone, _ = tell_all([STORY[0], third, gone])

    assert [keeper(one).uniqueid for one in (together, taken, alone)] == ["1.2", "6.1", "5.1"]  # type: ignore[union-attr]
