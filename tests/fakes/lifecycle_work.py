"""A unit of work of plain dictionaries for the life cycles: what a refused command did is not kept."""

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cad.agencies.model import Agency
from cad.center import Center
from cad.dispatching.model import Assignment, Whereabouts
from cad.events import Event
from cad.incidents.types import INCIDENT_TYPES
from cad.registry import dispatch
from cad.units.model import Unit

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Kept:
    rows: dict[str, Any] = field(default_factory=dict)

    async def by_id(self, key: str) -> Any:
        return self.rows.get(key)

    async def put(self, entity: Any) -> None:
        self.rows[entity.id] = entity


class Incidents(Kept):
    async def next_number(self) -> int:
        return len(self.rows) + 1


class Assignments(Kept):
    async def active_of_unit(self, unit_id: str) -> Assignment | None:
        return next((row for row in self.rows.values() if row.unit_id == unit_id and row.active), None)

    async def active_of_incident(self, incident_id: str) -> list[Assignment]:
        return [row for row in self.rows.values() if row.incident_id == incident_id and row.active]

    async def count_of_incident(self, incident_id: str) -> int:
        return sum(row.incident_id == incident_id for row in self.rows.values())

    async def was_on_scene(self, incident_id: str) -> bool:
        return any(row.incident_id == incident_id and row.on_scene_at for row in self.rows.values())

    async def whereabouts(self, assignment_id: str) -> Whereabouts | None:
        row = self.rows.get(assignment_id)
        return Whereabouts(incident_id=row.incident_id, unit_id=row.unit_id) if row else None


class HandOvers(Kept):
    async def pending_of(self, incident_id: str) -> Any:
        return next(
            (row for row in self.rows.values() if row.incident_id == incident_id and row.state == "pending"), None
        )


class Notes(Kept):
    async def kept(self) -> list[Any]:
        return list(self.rows.values())


class Reports(Kept):
    async def of_incident(self, incident_id: str) -> list[Any]:
        return [row for row in self.rows.values() if row.incident_id == incident_id]


def _types() -> Kept:
    return Kept({kind.code: kind for kind in INCIDENT_TYPES})


def _agencies() -> Kept:
    return Kept({key: Agency(id=key, center_id="test", name=key, kind=key, phone="0752") for key in ("fire", "bpbd")})


@dataclass
class LifecycleWork:
    now: datetime = NOW
    center: Center = field(default_factory=lambda: Center(id="test", name="Uji"))
    incidents: Incidents = field(default_factory=Incidents)
    narratives: Kept = field(default_factory=Kept)
    types: Kept = field(default_factory=_types)
    agencies: Kept = field(default_factory=_agencies)
    kelurahan: Kept = field(default_factory=Kept)
    units: Kept = field(default_factory=Kept)
    assignments: Assignments = field(default_factory=Assignments)
    pages: Kept = field(default_factory=Kept)
    hand_overs: HandOvers = field(default_factory=HandOvers)
    timer_rules: Kept = field(default_factory=Kept)
    address_notes: Notes = field(default_factory=Notes)
    reports: Reports = field(default_factory=Reports)
    events: list[Event] = field(default_factory=list)

    def record(self, *events: Event) -> None:
        self.events.extend(events)

    def unit(self, key: str) -> None:
        self.units.rows[key] = Unit(
            id=key, center_id="test", agency_id="fire", call_sign=key, kind="pump", status_since=NOW, phone="0811"
        )

    async def do(self, command: object) -> Any:
        """All of it or nothing."""
        before = {name: copy.copy(kept.rows) for name, kept in vars(self).items() if isinstance(kept, Kept)}
        told = len(self.events)
        try:
            return await dispatch(command, self)  # type: ignore[arg-type]
        except Exception:
            for name, rows in before.items():
                getattr(self, name).rows = rows
            del self.events[told:]
            raise
