"""A unit was sent; its assignment went on."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitDispatched(Event):
    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
    order: int
    override_reason: str = ""
    eta_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class AssignmentStatusChanged(Event):
    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
    status: str
    previous: str
    by_responder: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentStepFilled(Event):
    """A step that a later one had overtaken became known, with its true time (`occurred_at`)."""

    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
    step: str
    by_responder: bool = False


@dataclass(frozen=True, kw_only=True)
class AssignmentCorrected(Event):
    """A step was pressed by mistake and taken back: `status` is what holds again."""

    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
    status: str
    previous: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CrewChecked(Event):
    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
