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


@dataclass(frozen=True, kw_only=True)
class AssignmentStatusChanged(Event):
    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    unit_id: str
    status: str
    previous: str
    by_responder: bool = False
