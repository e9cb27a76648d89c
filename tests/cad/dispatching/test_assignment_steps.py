"""The way of an assignment: forward, skipping allowed, never back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.dispatching.errors import AssignmentIsOver, IllegalStep, UnknownStep
from cad.dispatching.model import STEPS, Assignment, step

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def assignment() -> Assignment:
    return Assignment(
        id="a", incident_id="i", unit_id="u", order=1, token="t", dispatched_at=START, dispatched_by="dina"
    )


def test_each_step_is_stamped() -> None:
    going = assignment()
    for minute, status in enumerate(STEPS[1:], 1):
        going = step(going, status, START + timedelta(minutes=minute))

    assert (going.status, going.active) == ("available", False)
    assert going.acknowledged_at == START + timedelta(minutes=1)
    assert going.cleared_at == START + timedelta(minutes=7)


def test_a_crew_may_forget_to_press() -> None:
    there = step(assignment(), "on_scene", START)

    assert (there.acknowledged_at, there.on_scene_at) == (None, START)


@pytest.mark.parametrize("status", ["dispatched", "acknowledged", "en_route"])
def test_given_on_scene_when_told_an_earlier_step_then_it_is_refused(status: str) -> None:
    with pytest.raises(IllegalStep) as refused:
        step(step(assignment(), "on_scene", START), status, START)

    assert refused.value.error_id == "illegal_step"
    assert refused.value.sentence_en


@pytest.mark.parametrize("over", ["available", "cancelled"])
def test_given_it_is_over_when_told_a_step_then_it_is_refused(over: str) -> None:
    ended = step(assignment(), over, START)

    with pytest.raises(AssignmentIsOver):
        step(ended, "returning", START)
    assert step(ended, over, START) is ended


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(UnknownStep):
        step(assignment(), "flying", START)


@given(st.lists(st.sampled_from([*STEPS, "cancelled"])))
def test_whatever_is_pressed_the_way_only_goes_forward(pressed: list[str]) -> None:
    going, seen = assignment(), ["dispatched"]
    for status in pressed:
        try:
            going = step(going, status, START)
        except (IllegalStep, AssignmentIsOver):
            continue
        seen.append(going.status)

    ranks = [len(STEPS) if status == "cancelled" else STEPS.index(status) for status in seen]
    assert ranks == sorted(ranks)
