"""The PBX's clock is set back or forward in mid-call: the call is still one call, and no time in it runs backwards."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cad.calls.commands import HoldCall, ResumeCall
from tests.cad.calls.test_facts import WHOLE_CALL, tell_all

# A hold is told apart by time alone, so one across the jump may be seen late; it ends with the call.
STORY = [fact for fact in WHOLE_CALL if not isinstance(fact, HoldCall | ResumeCall)]


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(STORY)), hours=st.floats(-30, 30), order=st.permutations(range(len(STORY))))
def test_whenever_it_jumps_and_in_whatever_order_it_is_told_it_is_the_same_call(
    cut: int, hours: float, order: list[int]
) -> None:
    jumped = [
        replace(fact, occurred_at=fact.occurred_at + timedelta(hours=hours * (place >= cut)))
        for place, fact in enumerate(STORY)
    ]
    in_order, _ = tell_all(*jumped)
    shuffled, _ = tell_all(*(jumped[place] for place in (*order, *order)))

    assert shuffled == in_order
    assert in_order.state == "ended" and in_order.outcome == "answered"
    assert in_order.received_at and in_order.answered_at and in_order.ended_at
    assert in_order.received_at <= in_order.answered_at <= in_order.ended_at
    for leg in in_order.legs:
        times = [time for time in (leg.offered_at, leg.answered_at, leg.released_at) if time]
        assert times == sorted(times) and times[-1] <= in_order.ended_at


def test_a_wait_across_the_jump_is_not_negative() -> None:
    jumped = [
        replace(fact, occurred_at=fact.occurred_at - timedelta(hours=3 * (n > 2))) for n, fact in enumerate(STORY)
    ]
    _, events = tell_all(*jumped)
    waits = [wait for event in events if (wait := getattr(event, "wait_s", None)) is not None]
    assert waits and min(waits) >= 0
