"""Opening, changing and closing incidents."""

from dataclasses import asdict, replace
from typing import Any

from cad.calls.errors import UnknownCall
from cad.calls.events import CallAttached
from cad.calls.model import Call
from cad.ids import new_id
from cad.incidents.commands import AddNarrative, AttachCall, ChangeIncident, CloseIncident, OpenIncident
from cad.incidents.errors import (
    IncidentAlreadyChanged,
    IncidentIsClosed,
    NothingToChange,
    TextMissing,
    UnitsStillAssigned,
    UnknownDisposition,
    UnknownIncident,
    UnknownIncidentType,
    UnknownPriority,
)
from cad.incidents.events import IncidentChanged, IncidentClosed, IncidentOpened, NarrativeAdded
from cad.incidents.model import DISPOSITIONS, PRIORITIES, Incident, IncidentType, Narrative
from cad.places.model import Place
from cad.ports import UnitOfWork

CHANGEABLE = frozenset({"type_code", "priority", "what", "place"})


async def known_incident(incident_id: str, work: UnitOfWork) -> Incident:
    incident = await work.incidents.by_id(incident_id)
    if incident is None:
        raise UnknownIncident
    return incident


async def open_incident_of(incident_id: str, work: UnitOfWork) -> Incident:
    """The incident, when it may still be worked on."""
    incident = await known_incident(incident_id, work)
    if incident.state != "open":
        raise IncidentIsClosed(incident.number)
    return incident


async def _type(code: str, work: UnitOfWork) -> IncidentType:
    found = await work.types.by_id(code)
    if found is None:
        raise UnknownIncidentType(code)
    return found


def _priority(asked: int | None, default: int) -> int:
    if asked is None:
        return default
    if asked not in PRIORITIES:
        raise UnknownPriority
    return asked


async def open_incident(command: OpenIncident, work: UnitOfWork) -> Incident:
    if command.incident_id and (known := await work.incidents.by_id(command.incident_id)):
        return known  # the same request sent twice
    kind = await _type(command.type_code, work)
    priority = _priority(command.priority, kind.priority)
    call = await _call(command.call_id, work) if command.call_id else None
    incident = Incident(
        id=command.incident_id or new_id(),
        center_id=work.center.id,
        exercise=command.exercise or work.center.exercise or bool(call and call.exercise),
        number=await work.incidents.next_number(),
        type_code=kind.code,
        priority=priority,
        what=command.what.strip(),
        place=command.place,
        opened_at=work.now,
        opened_by=command.user_id,
        person_id=call.person_id if call else None,
    )
    await work.incidents.put(incident)
    work.record(
        IncidentOpened(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            number=incident.number,
            type_code=incident.type_code,
            priority=incident.priority,
            call_id=call.id if call else None,
            exercise=incident.exercise,
            what=incident.what,
            place=asdict(incident.place),
        )
    )
    if call:
        await _attach(call, incident, command.user_id, work)
    return incident


async def _call(call_id: str, work: UnitOfWork) -> Call:
    call = await work.calls.by_id(call_id)
    if call is None:
        raise UnknownCall
    return call


async def _attach(call: Call, incident: Incident, user_id: str | None, work: UnitOfWork) -> None:
    if call.incident_id == incident.id:
        return
    await work.calls.put(replace(call, incident_id=incident.id))
    work.record(
        CallAttached(
            occurred_at=work.now,
            actor=user_id,
            call_id=call.id,
            pbx_id=call.pbx_id,
            uniqueid=call.uniqueid,
            incident_id=incident.id,
            previous_incident_id=call.incident_id,
        )
    )


async def change_incident(command: ChangeIncident, work: UnitOfWork) -> Incident:
    if not command.changes or command.changes.keys() - CHANGEABLE:
        raise NothingToChange(sorted(command.changes.keys() - CHANGEABLE))
    incident = await open_incident_of(command.incident_id, work)
    if incident.version != command.version:
        raise IncidentAlreadyChanged(incident.version)
    wanted = await _checked(command.changes, incident, work)
    changed = {name: value for name, value in wanted.items() if getattr(incident, name) != value}
    if not changed:
        return incident
    incident = replace(incident, **changed, version=incident.version + 1)
    await work.incidents.put(incident)
    work.record(
        IncidentChanged(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            version=incident.version,
            changed=sorted(changed),
            type_code=incident.type_code,
            priority=incident.priority,
            what=incident.what if "what" in changed else "",
            place=asdict(incident.place) if "place" in changed else None,
        )
    )
    return incident


async def _checked(changes: Any, incident: Incident, work: UnitOfWork) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if "type_code" in changes:
        wanted["type_code"] = (await _type(str(changes["type_code"]), work)).code
    if "priority" in changes:
        wanted["priority"] = _priority(changes["priority"], incident.priority)
    if "what" in changes:
        wanted["what"] = str(changes["what"] or "").strip()
    if "place" in changes:
        place = changes["place"]
        wanted["place"] = place if isinstance(place, Place) else Place(**(place or {}))
    return wanted


async def add_narrative(command: AddNarrative, work: UnitOfWork) -> Narrative:
    """Allowed on a closed incident too: what is learnt later belongs to it."""
    text = command.text.strip()
    if not text:
        raise TextMissing
    incident = await known_incident(command.incident_id, work)
    line = Narrative(id=new_id(), incident_id=incident.id, at=work.now, user_id=command.user_id, text=text)
    await work.narratives.put(line)
    work.record(
        NarrativeAdded(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            narrative_id=line.id,
            text=text,
        )
    )
    return line


async def attach_call(command: AttachCall, work: UnitOfWork) -> Incident:
    incident = await known_incident(command.incident_id, work)
    await _attach(await _call(command.call_id, work), incident, command.user_id, work)
    return incident


async def close_incident(command: CloseIncident, work: UnitOfWork) -> Incident:
    if command.disposition not in DISPOSITIONS:
        raise UnknownDisposition(command.disposition)
    incident = await known_incident(command.incident_id, work)
    if incident.state == "closed":
        return incident
    if active := await work.assignments.active_of_incident(incident.id):
        raise UnitsStillAssigned(incident.number, len(active))
    incident = replace(
        incident,
        state="closed",
        closed_at=work.now,
        disposition=command.disposition,
        note=command.note.strip(),
        version=incident.version + 1,
    )
    await work.incidents.put(incident)
    work.record(
        IncidentClosed(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            disposition=incident.disposition,
            note=incident.note,
        )
    )
    return incident


HANDLERS = {
    OpenIncident: open_incident,
    ChangeIncident: change_incident,
    AddNarrative: add_narrative,
    AttachCall: attach_call,
    CloseIncident: close_incident,
}
