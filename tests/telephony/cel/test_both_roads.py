"""Seven calls of a real Asterisk (abandoned, ended by the caller, by Tutup, given back to the queue, two at once, a
withheld number), as ARI told them and as CEL kept them: both roads end in the same calls, however delivered."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

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
    OfferCall,
    ParkCall,
    ReachCall,
    ReceiveCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
    UnparkCall,
)
from cad.calls.model import Call
from cad.numbers import read_number
from telephony.cel.rows import Row
from telephony.cel.translator import translate
from telephony.observer.translator import Translator

TRACES = Path(__file__).parent / "traces"
SAME = timedelta(milliseconds=100)
Calls = dict[str, Call]

TELLS: dict[type, Any] = {
    ReceiveCall: lambda call, fact: facts.received(call, fact, read_number(fact.number_raw), "person"),
    OfferCall: facts.offered,
    AnswerCall: lambda call, fact: facts.answered(call, fact, f"who sits at {fact.desk_id}"),
    ReleaseLeg: facts.released,
    ReturnCall: facts.returned,
    HoldCall: facts.held,
    ResumeCall: facts.resumed,
    EndCall: facts.ended,
    AskLeg: leg_facts.asked,
    JoinLeg: lambda call, fact: leg_facts.joined(call, fact, f"who sits at {fact.desk_id}"),
    ParkCall: leg_facts.parked,
    UnparkCall: leg_facts.unparked,
    ReachCall: leg_facts.reached,
}


@cache
def trace(name: str = "seven_calls") -> tuple[list[Any], list[Row]]:
    """`controlled`: five calls: transfers blind (to a desk, to a number) and attended, parked, a conference."""
    told = json.loads((TRACES / f"{name}.json").read_text())
    return told["ari"], [Row(number, *(value or "" for value in rest)) for number, *rest in told["cel"]]


def by_ari(events: Sequence[Any]) -> list[CallFact]:
    translator = Translator("pbx-1")
    return [fact for event in events for fact in translator.translate(event)]


def by_cel(rows: Sequence[Row]) -> list[CallFact]:
    return translate(rows, rows[-1].id, "pbx-1") if rows else []


def calls_of(told: Sequence[CallFact]) -> Calls:
    """What the domain makes of it."""
    calls: Calls = {}
    for fact in told:
        tell = TELLS.get(type(fact))
        if tell is None:  # about the recording, not about the call
            continue
        known = calls.get(fact.uniqueid) or Call(
            id=fact.uniqueid,
            center_id="c",
            exercise=False,
            pbx_id="pbx-1",
            uniqueid=fact.uniqueid,
            first_seen_at=fact.occurred_at,
        )
        calls[fact.uniqueid], _ = tell(known, fact)
    return calls


def shape(call: Call) -> dict[str, Any]:
    """All that counts about a call but its times."""
    names = (
        "state",
        "outcome",
        "number_e164",
        "withheld",
        "queue_priority",
        "returned",
        "desk_id",
        "user_id",
        "broken",
    )
    legs = {leg.uniqueid: (leg.desk_id, bool(leg.answered_at), bool(leg.released_at), leg.closed) for leg in call.legs}
    return {name: getattr(call, name) for name in names} | {"legs": legs}


def times(call: Call) -> list[datetime | None]:
    legs = [time for leg in call.legs for time in (leg.offered_at, leg.answered_at, leg.released_at)]
    return [call.received_at, call.answered_at, call.ended_at, *legs]


def assert_same(one: Calls, other: Calls, within: timedelta = SAME) -> None:
    assert {key: shape(call) for key, call in one.items()} == {key: shape(call) for key, call in other.items()}
    for key, call in one.items():
        for time, again in zip(times(call), times(other[key]), strict=True):
            assert (time is None) == (again is None)
            assert time is None or again is None or abs(time - again) <= within, key


def test_each_road_alone_ends_in_the_same_seven_calls() -> None:
    events, rows = trace()
    alone = calls_of(by_cel(rows))
    assert_same(alone, calls_of(by_ari(events)))
    outcomes = [call.outcome for call in sorted(alone.values(), key=lambda call: call.first_seen_at)]
    assert outcomes == ["abandoned", *["answered"] * 6]
    assert sorted(call.returned for call in alone.values()) == [0, 0, 0, 0, 0, 0, 1]
    assert sum(call.withheld for call in alone.values()) == 1
    assert not any(leg.ringing or leg.talking for call in alone.values() for leg in call.legs)


@settings(max_examples=40, deadline=None)
@given(first=st.integers(0, 500), lost=st.integers(0, 500), again=st.integers(0, 500), seed=st.integers(0, 2**32))
def test_cut_doubled_and_shuffled_deliveries_end_in_the_same_calls(
    first: int, lost: int, again: int, seed: int
) -> None:
    """ARI dies and comes back (a stretch of events is lost), CEL is read again from an earlier row, and the two arrive
    in any order between each other and among themselves."""
    events, rows = trace()
    told = by_ari(events[:first]) + by_ari(events[first + lost :]) + by_cel(rows) + by_cel(rows[again % len(rows) :])
    Random(seed).shuffle(told)
    # When the stretch that ARI lost had a leg's first moment, the later one may be told before the log's own.
    assert_same(calls_of(told), calls_of(by_cel(rows)), within=timedelta(seconds=0.5))


@settings(max_examples=20, deadline=None)
@given(first=st.integers(0, 150), lost=st.integers(0, 150), again=st.integers(0, 250))
def test_transfers_parking_and_conferences_end_in_the_same_calls_on_both_roads(
    first: int, lost: int, again: int
) -> None:
    """A stretch of ARI's events is lost; the log tells all of it afterwards, and a part of it twice."""
    events, rows = trace("controlled")
    by_log = calls_of(by_cel(rows))
    assert len(by_log) == 5 and {call.state for call in by_log.values()} == {"ended"}
    assert_same(by_log, calls_of(by_ari(events)))
    seen = by_ari(events[:first]) + by_ari(events[first + lost :])
    # Whether the bridge or the mark is told first decides when an outside party counts as answered: up to 2.5 s apart.
    told = calls_of(seen + by_cel(rows) + by_cel(rows[again % len(rows) :]))
    assert_same(by_log, told, within=timedelta(seconds=2.5))


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 10_000), hours=st.floats(-48, 48))
def test_given_the_clock_jumps_between_two_rows_then_no_call_is_doubled_left_open_or_backwards(
    cut: int, hours: float
) -> None:
    _, rows = trace()
    cut %= len(rows)
    moved = [*rows[:cut], *(_moved(row, hours * 3600) for row in rows[cut:])]
    calls, before = calls_of(by_cel(moved)), calls_of(by_cel(rows))
    assert calls.keys() == before.keys()
    for key, call in calls.items():
        assert call.state == "ended" and call.outcome == before[key].outcome
        assert call.received_at and call.ended_at and call.received_at <= (call.answered_at or call.ended_at)
        assert (call.answered_at or call.received_at) <= call.ended_at


def _moved(row: Row, seconds: float) -> Row:
    return replace(row, eventtime=f"{float(row.eventtime) + seconds:.6f}")
