"""Life cycles as tables; late steps between their neighbours; a slip of the finger taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.dispatching.errors import AssignmentIsOver, IllegalStep, NothingToCorrect, NotYourStep, TooLateToCorrect
from cad.dispatching.model import Assignment, corrected, filled, step
from cad.dispatching.steps import ASSIGNMENT, INCIDENT, RESPONDER, STEPS, UNIT, WHO_STEPS, possible
from cad.units.model import STATUSES

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def assignment(**more: object) -> Assignment:
    told = {"id": "a", "incident_id": "i", "unit_id": "u", "order": 1, "token": "t", "dispatched_by": "dina"} | more
    return Assignment(dispatched_at=START, **told)  # type: ignore[arg-type]


def test_the_tables_name_every_state_and_only_those() -> None:
    assert set(UNIT) == set(STATUSES)
    assert set(ASSIGNMENT) == {*STEPS, "cancelled"} == set(WHO_STEPS)
    for table in (ASSIGNMENT, UNIT, INCIDENT):
        assert {one for steps in table.values() for one in steps} <= set(table)


def test_a_refused_step_says_what_is_possible() -> None:
    there = step(assignment(), "on_scene", at(1))

    with pytest.raises(IllegalStep) as refused:
        step(there, "en_route", at(2))

    assert refused.value.fields["possible"] == ["transporting", "at_hospital", "returning", "available", "cancelled"]
    assert "di lokasi" in str(refused.value)
    assert "membawa pasien" in str(refused.value)


def test_a_crew_does_not_cancel_its_own_order() -> None:
    assert "cancelled" not in possible("dispatched", RESPONDER)
    with pytest.raises(NotYourStep):
        step(assignment(), "cancelled", at(1), RESPONDER)


@pytest.mark.parametrize(("told", "kept"), [(2, 2), (-5, 0), (99, 6)])
def test_a_late_step_keeps_its_true_time_between_its_neighbours(told: float, kept: float) -> None:
    there = step(assignment(), "on_scene", at(6))

    late = filled(there, "en_route", at(told))

    assert late is not None
    assert (late.status, late.en_route_at) == ("on_scene", at(kept))


def test_a_step_that_was_taken_or_is_not_yet_due_is_no_gap() -> None:
    going = step(assignment(), "en_route", at(3))

    assert filled(going, "en_route", at(1)) is None
    assert filled(going, "on_scene", at(4)) is None
    assert filled(step(going, "cancelled", at(5)), "acknowledged", at(1)) is None


def test_given_a_wrong_press_when_corrected_within_a_minute_then_the_step_before_holds() -> None:
    pressed = step(step(assignment(), "en_route", at(2)), "on_scene", at(3))
    pressed = Assignment(**{**pressed.__dict__, "stepped_at": at(3)})

    back = corrected(pressed, at(3.9))

    assert (back.status, back.on_scene_at, back.en_route_at) == ("en_route", None, at(2))
    with pytest.raises(NothingToCorrect):
        corrected(back, at(3.9))
    with pytest.raises(TooLateToCorrect):
        corrected(pressed, at(4.1))


def test_what_was_cancelled_is_not_taken_back() -> None:
    gone = step(assignment(stepped_at=START), "cancelled", at(1))

    with pytest.raises(NothingToCorrect):
        corrected(gone, at(1))


PRESSES = st.lists(st.tuples(st.sampled_from([*STEPS, "cancelled"]), st.floats(-10, 60), st.booleans()), max_size=12)


@given(PRESSES)
def test_whatever_comes_in_whatever_order_the_times_follow_the_steps(presses: list[tuple[str, float, bool]]) -> None:
    going = assignment()
    for status, minutes, late in presses:
        try:
            if late:
                going = filled(going, status, at(minutes)) or going
            else:
                taken = [moment for name in STEPS if (moment := going.at(name))]
                going = step(going, status, max([at(minutes), *taken]))
        except (IllegalStep, AssignmentIsOver):
            continue

    known = [moment for name in STEPS if (moment := going.at(name))]
    assert known == sorted(known)
