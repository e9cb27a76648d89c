"""What the telephone tells, in whatever order, ends in the same call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.calls import facts
from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    HoldCall,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
)
from cad.calls.model import Call
from cad.events import Event
from cad.numbers import read_number

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHANNEL = {"pbx_id": "pbx-1", "uniqueid": "1.1", "source": "ari"}


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def new_call() -> Call:
    return Call(id="call", center_id="c", exercise=False, pbx_id="pbx-1", uniqueid="1.1", first_seen_at=START)


def tell(call: Call, fact: CallFact) -> tuple[Call, list[Event]]:
    """What the handler does, without a store."""
    match fact:
        case ReceiveCall():
            outcome = facts.received(call, fact, read_number(fact.number_raw), "person")
        case OfferCall():
            outcome = facts.offered(call, fact)
        case AnswerCall():
            outcome = facts.answered(call, fact, f"who sits at {fact.desk_id}")
        case ReleaseLeg():
            outcome = facts.released(call, fact)
        case ReturnCall():
            outcome = facts.returned(call, fact)
        case HoldCall():
            outcome = facts.held(call, fact)
        case ResumeCall():
            outcome = facts.resumed(call, fact)
        case EndCall():
            outcome = facts.ended(call, fact)
        case _:
            raise AssertionError(fact)
    return outcome[0], list(outcome[1])


def tell_all(*told: CallFact) -> tuple[Call, list[Event]]:
    call, events = new_call(), []
    for fact in told:
        call, more = tell(call, fact)
        events += more
    return call, events


def desk(number: int) -> dict[str, str]:
    return {"leg_uniqueid": f"1.{number + 1}", "desk_id": f"desk-{number:02d}"}


RECEIVED = ReceiveCall(**CHANNEL, occurred_at=at(0), number_raw="08123456789")
ENDED = EndCall(**CHANNEL, occurred_at=at(90), cause=16)
# Two desks ring; the first answers, holds and resumes, its browser dies; the second takes the caller and closes.
WHOLE_CALL: list[CallFact] = [
    RECEIVED,
    OfferCall(**CHANNEL, **desk(1), occurred_at=at(1)),
    OfferCall(**CHANNEL, **desk(2), occurred_at=at(1.1)),
    AnswerCall(**CHANNEL, **desk(1), occurred_at=at(4)),
    ReleaseLeg(**CHANNEL, **desk(2), occurred_at=at(4.1), cause=26),
    HoldCall(**CHANNEL, occurred_at=at(10)),
    ResumeCall(**CHANNEL, occurred_at=at(20)),
    ReleaseLeg(**CHANNEL, **desk(1), occurred_at=at(30), cause=44),
    ReturnCall(**CHANNEL, occurred_at=at(30.1), n=1),
    OfferCall(**CHANNEL, leg_uniqueid="1.9", desk_id="desk-02", occurred_at=at(31)),
    AnswerCall(**CHANNEL, leg_uniqueid="1.9", desk_id="desk-02", occurred_at=at(33)),
    ReleaseLeg(**CHANNEL, leg_uniqueid="1.9", desk_id="desk-02", occurred_at=at(89.9), cause=31, closed=True),
    ENDED,
]


@settings(max_examples=300, deadline=None)
@given(st.permutations(WHOLE_CALL), st.lists(st.sampled_from(WHOLE_CALL), max_size=6))
def test_facts_in_every_order_and_again_give_the_same_call(order: list[CallFact], again: list[CallFact]) -> None:
    expected, _ = tell_all(*WHOLE_CALL)

    call, events = tell_all(*order, *again)

    assert replace(call, first_seen_at=expected.first_seen_at) == expected
    assert [event.kind for event in events].count("CallEnded") == 1
    assert [event.kind for event in events].count("CallAnswered") == 2


@settings(max_examples=100, deadline=None)
@given(st.permutations(WHOLE_CALL))
def test_each_fact_is_told_once_though_ari_and_cel_both_tell_it(order: list[CallFact]) -> None:
    late = [replace(fact, source="cel", occurred_at=fact.occurred_at + timedelta(microseconds=400)) for fact in order]

    _, once = tell_all(*order)
    _, twice = tell_all(*order, *late)

    told = {"CallHeld", "CallResumed"}  # where the time itself is the fact, a slightly later one may move it
    assert [e.kind for e in twice if e.kind not in told] == [e.kind for e in once if e.kind not in told]


def test_in_its_own_order_a_call_tells_its_story() -> None:
    call, events = tell_all(*WHOLE_CALL)

    assert [event.kind for event in events] == [
        "CallReceived", "CallOffered", "CallOffered", "CallAnswered", "LegReleased", "CallHeld", "CallResumed",
        "LegReleased", "CallReturned", "CallOffered", "CallAnswered", "LegReleased", "CallEnded",
    ]  # fmt: skip
    assert (call.state, call.outcome, call.returned) == ("ended", "answered", 1)
    assert (call.desk_id, call.user_id) == ("desk-02", "who sits at desk-02")
    assert call.answered_at == at(4)


@pytest.mark.parametrize(
    ("told", "state", "outcome"),
    [
        (WHOLE_CALL[:1], "waiting", None),
        (WHOLE_CALL[:3], "waiting", None),
        (WHOLE_CALL[:5], "talking", None),
        (WHOLE_CALL[:6], "held", None),
        (WHOLE_CALL[:7], "talking", None),
        (WHOLE_CALL[:8], "waiting", None),
        (WHOLE_CALL[:11], "talking", None),
        (WHOLE_CALL[:12], "talking", None),
        (WHOLE_CALL, "ended", "answered"),
        ([RECEIVED, WHOLE_CALL[1], ENDED], "ended", "abandoned"),
        ([RECEIVED, replace(ENDED, broken=True)], "ended", "broken"),
    ],
)
def test_the_state_follows_from_what_is_known(told: list[CallFact], state: str, outcome: str | None) -> None:
    call, _ = tell_all(*told)

    assert (call.state, call.outcome) == (state, outcome)


def test_given_the_caller_hangs_up_when_the_desks_leg_ends_with_them_then_nobody_was_put_back() -> None:
    together = ReleaseLeg(**CHANNEL, **desk(1), occurred_at=at(89.98), cause=16)

    call, _ = tell_all(RECEIVED, WHOLE_CALL[1], WHOLE_CALL[3], together, ENDED)

    assert (call.returned, call.outcome) == (0, "answered")


def test_given_answer_came_before_receive_when_the_number_is_told_then_it_is_kept() -> None:
    call, events = tell_all(WHOLE_CALL[3], RECEIVED)

    assert (call.state, call.number_e164) == ("talking", "+628123456789")
    assert [event.kind for event in events] == ["CallAnswered", "CallReceived"]


def test_given_a_held_caller_whose_desk_dies_when_another_desk_answers_then_they_talk() -> None:
    told = [*WHOLE_CALL[:6], *WHOLE_CALL[7:11]]

    call, _ = tell_all(*told)

    assert call.state == "talking"


def test_personal_data_stands_beside_the_journal() -> None:
    _, (event,) = tell_all(RECEIVED)

    assert event.personal == {"number_raw": "08123456789", "number_e164": "+628123456789"}
    assert "08123456789" not in str(event.data)
