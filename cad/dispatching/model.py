"""An assignment: one unit sent to one incident, and the steps it goes through."""

from dataclasses import dataclass, replace
from datetime import datetime

from cad.dispatching.errors import AssignmentIsOver, IllegalStep, UnknownStep

# The way forward; a step may be skipped (a crew that forgets to press), never taken back.
STEPS = ("dispatched", "acknowledged", "en_route", "on_scene", "transporting", "at_hospital", "returning", "available")
OVER = frozenset({"available", "cancelled"})


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """`token` opens the responder's own page. `order` counts the units sent to this incident, from 1."""

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

    @property
    def active(self) -> bool:
        return self.status not in OVER


def step(assignment: Assignment, status: str, at: datetime) -> Assignment:
    """The assignment after this step; itself when it stood there already."""
    if status == assignment.status:
        return assignment
    if status != "cancelled" and status not in STEPS:
        raise UnknownStep(status)
    if not assignment.active:
        raise AssignmentIsOver(assignment.status)
    if status != "cancelled" and STEPS.index(status) <= STEPS.index(assignment.status):
        raise IllegalStep(assignment.status, status)
    stamp = "cleared_at" if status in OVER else f"{status}_at"
    return replace(assignment, status=status, **{stamp: at})  # type: ignore[arg-type]


def true_time(assignment: Assignment, told: datetime | None, now: datetime) -> datetime:
    """When a step was taken, as the phone that took it says; never before the step before it, nor in the future."""
    if told is None:
        return now
    taken: list[datetime | None] = [getattr(assignment, f"{status}_at") for status in STEPS[:-1]]
    return min(now, max([told, *(at for at in taken if at is not None)]))
