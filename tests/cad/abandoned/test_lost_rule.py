"""Which calls are lost ones: whatever the telephone told, in whatever order, the same answer."""

import itertools
from dataclasses import replace

import pytest

from cad.abandoned.rules import Load, Lost, got_through, lost, why_not_now
from cad.calls.commands import AnswerCall, CallFact, EndCall, OfferCall, ReleaseLeg, ReturnCall
from tests.cad.calls.test_facts import CHANNEL, RECEIVED, WHOLE_CALL, at, desk, tell_all

OFFERED = OfferCall(**CHANNEL, **desk(1), occurred_at=at(1))
ANSWERED = AnswerCall(**CHANNEL, **desk(1), occurred_at=at(4))
RETURNED = ReturnCall(**CHANNEL, occurred_at=at(60.1), n=1)


def ended(seconds: float, **more: object) -> EndCall:
    return EndCall(**CHANNEL, occurred_at=at(seconds), cause=16, **more)  # type: ignore[arg-type]


def released(seconds: float, **more: object) -> ReleaseLeg:
    return ReleaseLeg(**CHANNEL, **desk(1), occurred_at=at(seconds), **more)  # type: ignore[arg-type]


def lost_after(*told: CallFact) -> Lost | None:
    return lost(tell_all(*told)[0])


@pytest.mark.parametrize(
    ("told", "kind", "waited_s"),
    [
        ([RECEIVED, ended(0.4)], "before_answer", 0.4),
        ([RECEIVED, OFFERED, released(30), ended(30)], "before_answer", 30.0),
        ([RECEIVED, OFFERED, ANSWERED, released(9), ended(9)], "cut_off", 4.0),
        ([RECEIVED, OFFERED, ANSWERED, released(60), RETURNED, ended(90)], "cut_off", 4.0),
        ([RECEIVED, ended(20, broken=True)], "before_answer", 20.0),
        ([RECEIVED, OFFERED, ANSWERED, ended(300, broken=True)], "cut_off", 4.0),
    ],
    ids=["at once", "while it rang", "5 s after the answer", "back in the queue", "died waiting", "died talking"],
)
def test_a_caller_nobody_helped_is_lost(told: list[CallFact], kind: str, waited_s: float) -> None:
    found = lost_after(*told)

    assert found is not None
    assert (found.kind, found.waited_s, found.at) == (kind, waited_s, told[-1].occurred_at)


@pytest.mark.parametrize(
    "told",
    [
        [RECEIVED],
        [RECEIVED, OFFERED, ANSWERED],
        [RECEIVED, OFFERED, ANSWERED, released(6, closed=True), ended(6)],
        [RECEIVED, OFFERED, ANSWERED, released(14.1), ended(14.1)],
        [RECEIVED, OFFERED, ANSWERED, released(5, closed=True), ended(5, broken=True)],
        WHOLE_CALL,
    ],
    ids=["waits", "talks", "Tutup after 2 s", "talked for 10 s", "closed, then the PBX died", "returned and taken"],
)
def test_a_caller_somebody_dealt_with_is_not(told: list[CallFact]) -> None:
    assert lost_after(*told) is None


def test_given_any_order_of_telling_then_the_answer_is_the_same() -> None:
    told = [RECEIVED, OFFERED, ANSWERED, released(9), ended(9)]

    found = {lost_after(*order) for order in itertools.permutations(told)}

    assert found == {Lost("cut_off", at(9), 4.0)}


def test_a_call_whose_beginning_nobody_told_yet_is_not_judged() -> None:
    assert lost_after(ended(5)) is None


def test_calls_of_ours_and_tests_of_the_line_are_nobody_lost() -> None:
    call, _ = tell_all(RECEIVED, ended(5))

    assert lost(replace(call, direction="out")) is None
    assert lost(replace(call, test=True)) is None


def test_who_hangs_up_while_parked_is_lost_unless_somebody_had_taken_over() -> None:
    call, _ = tell_all(RECEIVED, OFFERED, ANSWERED, released(60, closed=True), ended(90))
    legs = tuple(replace(leg, closed=False, gave=True) for leg in call.legs)
    parked = replace(call, legs=legs, park_told=at(60))

    assert lost(replace(parked, unpark_told=at(70))) is None
    assert lost(parked) == Lost("cut_off", at(90), 4.0)


def test_who_is_hung_up_on_at_a_dispatchers_wish_is_not_lost_unless_it_was_long_ago() -> None:
    call, _ = tell_all(RECEIVED, OFFERED, ANSWERED, released(9), ended(9))

    assert lost(replace(call, hang_up_asked_at=at(8))) is None
    assert lost(replace(call, hang_up_asked_at=at(-20))) is not None
    assert lost(replace(call, hang_up_asked_at=at(8), broken=True)) is not None


def test_got_through_is_who_was_answered_and_not_lost() -> None:
    talked, _ = tell_all(RECEIVED, OFFERED, ANSWERED, released(40), ended(40))
    cut_off, _ = tell_all(RECEIVED, OFFERED, ANSWERED, released(5), ended(5))

    assert got_through(talked)
    assert not got_through(cut_off)
    assert not got_through(replace(talked, direction="out"))


@pytest.mark.parametrize(
    ("load", "why"),
    [
        (Load(waiting=1, others=3, free_others=3), "calls_waiting"),
        (Load(waiting=0, others=3, free_others=0), "desks_needed"),
        (Load(waiting=0, others=3, free_others=1), ""),
        (Load(waiting=0, others=0, free_others=0), ""),
    ],
    ids=["a call waits", "every other desk talks", "another is ready", "alone on duty"],
)
def test_callbacks_leave_room_for_new_calls(load: Load, why: str) -> None:
    assert why_not_now(load, keep_free=1) == why


def test_a_city_may_keep_no_desk_or_two_free() -> None:
    busy = Load(waiting=0, others=2, free_others=1)

    assert why_not_now(busy, keep_free=0) == ""
    assert why_not_now(busy, keep_free=2) == "desks_needed"
