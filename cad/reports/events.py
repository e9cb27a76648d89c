"""Reports came in and moved. Calls tell of themselves by CallAttached. What was said may name a person: sealed."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from cad.events import SEALED, Event
from cad.incidents.events import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("report", "report_id")

    report_id: str
    incident_id: str


@dataclass(frozen=True, kw_only=True)
class ReportAdded(ReportEvent):
    report_kind: str
    type_code: str = ""
    told_by: str = ""
    text: str = field(default="", metadata=SEALED)
    place: dict[str, Any] | None = field(default=None, metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class ReportMoved(ReportEvent):
    previous_incident_id: str


@dataclass(frozen=True, kw_only=True)
class AssignmentMoved(Event):
    """The unit goes on, in another incident's name."""

    subject: ClassVar[tuple[str, str]] = ("assignment", "assignment_id")

    assignment_id: str
    incident_id: str
    previous_incident_id: str
    unit_id: str
    order: int


@dataclass(frozen=True, kw_only=True)
class IncidentMerged(IncidentEvent):
    """All of `previous_incident_id` is at `incident_id` now."""

    previous_incident_id: str
    number: int
    previous_number: int
    reports: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class IncidentSplit(IncidentEvent):
    """`reports` went from `previous_incident_id` to `incident_id`; `reopened`: a merge was taken back by it."""

    previous_incident_id: str
    number: int
    previous_number: int
    reports: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)
    reopened: bool = False
