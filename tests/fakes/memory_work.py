"""A unit of work of plain dictionaries, for the handlers that move reports, calls and units between incidents."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cad.calls.model import Call
from cad.center import Center
from cad.dispatching.model import Assignment
from cad.events import Event
from cad.incidents.model import Incident
from cad.incidents.types import INCIDENT_TYPES
from cad.reports.model import Merge, Report

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Kept:
    rows: dict[str, Any] = field(default_factory=dict)

    async def by_id(self, key: str) -> Any:
        return self.rows.get(key)

    async def put(self, entity: Any) -> None:
        self.rows[entity.id] = entity

    async def of_incident(self, incident_id: str) -> list[Any]:
        return [row for row in self.rows.values() if row.incident_id == incident_id]


class Incidents(Kept):
    async def next_number(self) -> int:
        return len(self.rows) + 1

    async def has_members(self, incident_id: str) -> bool:
        return any(row.major_incident_id == incident_id for row in self.rows.values())


class Assignments(Kept):
    async def active_of_incident(self, incident_id: str) -> list[Assignment]:
        return [row for row in self.rows.values() if row.incident_id == incident_id and row.active]

    async def count_of_incident(self, incident_id: str) -> int:
        return max((row.order for row in self.rows.values() if row.incident_id == incident_id), default=0)


class Merges(Kept):
    async def last_of(self, source_id: str) -> Merge | None:
        held = [row for row in self.rows.values() if row.source_id == source_id and row.undone_at is None]
        return held[-1] if held else None


@dataclass
class MemoryWork:
    now: datetime = NOW
    center: Center = field(default_factory=lambda: Center(id="test"))
    incidents: Incidents = field(default_factory=Incidents)
    calls: Kept = field(default_factory=Kept)
    reports: Kept = field(default_factory=Kept)
    merges: Merges = field(default_factory=Merges)
    assignments: Assignments = field(default_factory=Assignments)
    types: Kept = field(default_factory=lambda: Kept({kind.code: kind for kind in INCIDENT_TYPES}))
    events: list[Event] = field(default_factory=list)

    def record(self, *events: Event) -> None:
        self.events.extend(events)

    def call(self, key: str) -> Call:
        made = Call(
            id=key, center_id="test", exercise=False, pbx_id="pbx-1", uniqueid=key, first_seen_at=NOW, dialled="112"
        )
        self.calls.rows[key] = made
        return made

    def unit(self, key: str, incident: Incident) -> Assignment:
        order = max((row.order for row in self.assignments.rows.values() if row.incident_id == incident.id), default=0)
        made = Assignment(
            id=key,
            incident_id=incident.id,
            unit_id=key,
            order=order + 1,
            token=key,
            dispatched_at=NOW,
            dispatched_by="dina",
        )
        self.assignments.rows[key] = made
        return made

    def report(self, key: str) -> Report:
        found: Report = self.reports.rows[key]
        return found
