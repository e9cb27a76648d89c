"""An assignment: one unit sent to one incident, and the steps it goes through."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cad.dispatching.errors import (
    AssignmentIsOver,
    IllegalStep,
    NothingToCorrect,
    NotYourStep,
    TooLateToCorrect,
    UnknownStep,
)
from cad.dispatching.steps import ASSIGNMENT, DISPATCHER, OVER, STEPS, WHO_STEPS, possible

CORRECT_WITHIN = timedelta(minutes=1)  # a slip of the finger is seen at once; later it is history

__all__ = ["CORRECT_WITHIN", "OVER", "STEPS", "Assignment", "Whereabouts", "corrected", "filled", "step", "true_time"]


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """`token` opens the responder's own page. `order` counts the units sent to this incident, from 1.

    `stepped_at` is when the last step was recorded (None after a correction); `crew_ok_at` when the crew last said
    that all is well; `eta_s` how long the way was thought to take when it was sent.
    """

    id: str
    incident_id: str
    unit_id: str
    order: int
    token: str
    status: str = "dispatched"
    dispatched_at: datetime
    dispatched_by: str | None
    override_reason: str = ""
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    transporting_at: datetime | None = None
    at_hospital_at: datetime | None = None
    returning_at: datetime | None = None
    cleared_at: datetime | None = None
    cancel_reason: str = ""
    stepped_at: datetime | None = None
    crew_ok_at: datetime | None = None
    eta_s: float | None = None

    @property
    def active(self) -> bool:
        return self.status not in OVER

    def at(self, status: str) -> datetime | None:
        """When this step was taken."""
        moment: datetime | None = getattr(self, _stamp(status))
        return moment


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Whose an assignment is."""

    incident_id: str
    unit_id: str


def _stamp(status: str) -> str:
    return "cleared_at" if status in OVER else f"{status}_at"


def step(assignment: Assignment, status: str, at: datetime, by: str = DISPATCHER) -> Assignment:
    """The assignment after this step; itself when it stood there already."""
    if status == assignment.status:
        return assignment
    if status not in ASSIGNMENT:
        raise UnknownStep(status)
    if not assignment.active:
        raise AssignmentIsOver(assignment.status)
    if status not in ASSIGNMENT[assignment.status]:
        raise IllegalStep(assignment.status, status, possible(assignment.status, by))
    if by not in WHO_STEPS[status]:
        raise NotYourStep(status)
    return replace(assignment, status=status, **{_stamp(status): at})  # type: ignore[arg-type]


def true_time(assignment: Assignment, told: datetime | None, now: datetime) -> datetime:
    """When a step was taken, as the phone that took it says; never before the step before it, nor in the future."""
    if told is None:
        return now
    taken: list[datetime | None] = [getattr(assignment, f"{status}_at") for status in STEPS[:-1]]
    return min(now, max([told, *(at for at in taken if at is not None)]))


def filled(assignment: Assignment, status: str, told: datetime) -> Assignment | None:
    """A step that was overtaken, with its true time between its neighbours'; None when there is no gap to fill."""
    if assignment.status == "cancelled" or status not in STEPS[1:-1]:
        return None
    place = STEPS.index(status)
    if place >= STEPS.index(assignment.status) or assignment.at(status) is not None:
        return None
    before = [at for name in STEPS[:place] if (at := assignment.at(name))]
    after = [at for name in STEPS[place + 1 :] if (at := assignment.at(name))]
    at = min([max([told, *before]), *after])
    return replace(assignment, **{_stamp(status): at})  # type: ignore[arg-type]


def corrected(assignment: Assignment, now: datetime) -> Assignment:
    """One step back, while the slip is fresh. What was cancelled stays so: the crew has been told."""
    if assignment.status in ("dispatched", "cancelled") or assignment.stepped_at is None:
        raise NothingToCorrect(assignment.status)
    if now - assignment.stepped_at > CORRECT_WITHIN:
        raise TooLateToCorrect(int(CORRECT_WITHIN.total_seconds()))
    earlier = STEPS[: STEPS.index(assignment.status)]
    back = next(name for name in reversed(earlier) if assignment.at(name) is not None)
    return replace(assignment, status=back, stepped_at=None, **{_stamp(assignment.status): None})  # type: ignore[arg-type]
