"""Which pictures a batch of journal entries changed: gathered by the ids that the entries name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.journal import Entry
from cad.store.views.abandoned import abandoned_of_calls, abandoned_of_persons, abandoned_views
from cad.store.views.alarms import alarm_views
from cad.store.views.calls import call_views
from cad.store.views.desks import desk_views
from cad.store.views.incidents import incident_views
from cad.store.views.nuisance import calls_of_lowered
from cad.store.views.protocols import type_views
from cad.store.views.reading import View
from cad.store.views.recordings import recording_views
from cad.store.views.units import page_views, unit_views

# A desk that only rang shows nothing new.
DESK_UNTOUCHED = frozenset({"CallOffered", "CallActionRequested", "LegAsked"})
CALLS_OF_PERSONS = text("SELECT id FROM calls WHERE person_id = ANY(:persons)")


@dataclass
class Touched:
    alarms: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    desks: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    recordings: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    abandoned: set[str] = field(default_factory=set)
    lowered: set[str] = field(default_factory=set)
    calling_again: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        data = entry.data
        _put(self.calls, data, "call_id")
        _put(self.incidents, data, "incident_id", "previous_incident_id", "major_incident_id")
        _put(self.units, data, "unit_id")
        _put(self.pages, data, "page_id")
        _put(self.recordings, data, "recording_id")
        _put(self.abandoned, data, "abandoned_id")
        _put(self.lowered, data, "lowered_id")
        if entry.kind == "CallReceived":
            self.calling_again.add(entry.subject_id)
        if entry.desk_id and entry.kind not in DESK_UNTOUCHED and _changes_desk(entry):
            self.desks.add(entry.desk_id)
        if entry.subject_type == "alarm":
            self.alarms.add(entry.subject_id)
        if entry.kind == "ProtocolPublished":
            self.types.add(entry.subject_id)
        if entry.kind == "PersonErased":
            self.erased.add(entry.subject_id)


def _changes_desk(entry: Entry) -> bool:
    return entry.kind != "LegReleased" or bool(entry.data.get("talked"))


def _put(ids: set[str], data: dict[str, Any], *names: str) -> None:
    ids.update(data[name] for name in names if data.get(name))


def touched(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """The ids that these entries name, by the list they are in."""
    found = Touched()
    for entry in entries:
        found.add(entry)
    return dict(vars(found))


async def of_incidents(session: AsyncSession, ids: Collection[str]) -> dict[str, list[View]]:
    """The calls and units of these incidents, as the session's scope sees them: what a screen needs beside them."""
    incidents = await incident_views(session, ids)
    calls = {call_id for incident in incidents for call_id in incident["call_ids"]}
    units = {assignment["unit_id"] for incident in incidents for assignment in incident["assignments"]}
    return {"calls": await call_views(session, calls), "units": await unit_views(session, units)}


async def changed(session: AsyncSession, entries: Sequence[Entry]) -> dict[str, list[View]]:
    """alarms, abandoned, calls, incidents, units, desks, pages, recordings: as they are now, each once."""
    touched = Touched()
    for entry in entries:
        touched.add(entry)
    if touched.erased:
        touched.calls |= await _calls_of(session, touched.erased)
        touched.abandoned |= await abandoned_of_persons(session, touched.erased)
    if touched.lowered:
        touched.calls |= await calls_of_lowered(session, touched.lowered)
    if touched.calling_again:
        touched.abandoned |= await abandoned_of_calls(session, touched.calling_again)
    return {
        "alarms": await alarm_views(session, touched.alarms),
        "abandoned": await abandoned_views(session, touched.abandoned),
        "calls": await call_views(session, touched.calls),
        "incidents": await incident_views(session, touched.incidents),
        "units": await unit_views(session, touched.units),
        "desks": await desk_views(session, touched.desks),
        "pages": await page_views(session, touched.pages),
        "recordings": await recording_views(session, touched.recordings),
        "types": await type_views(session, touched.types),
    }


async def _calls_of(session: AsyncSession, persons: Collection[str]) -> set[str]:
    return set((await session.execute(CALLS_OF_PERSONS, {"persons": list(persons)})).scalars())
