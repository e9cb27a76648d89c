"""Opening, changing and closing incidents."""

from dataclasses import asdict, replace
from typing import Any

from cad.calls.errors import UnknownCall
from cad.calls.events import CallAttached
from cad.calls.model import Call
from cad.ids import new_id
from cad.incidents.commands import (
    AddNarrative,
    AttachCall,
    ChangeIncident,
    CloseIncident,
    OpenIncident,
    ReopenIncident,
    StrikeNarrative,
    UpgradeAlarm,
)
from cad.incidents.dispositions import check_disposition
from cad.incidents.errors import (
    AlarmLevelSkipped,
    IncidentAlreadyChanged,
    IncidentIsClosed,
    IncidentWasMerged,
    NoHigherAlarm,
    NothingToChange,
    ReopenReasonMissing,
    StrikeReasonMissing,
    TextMissing,
    UnitsStillAssigned,
    UnknownDisposition,
    UnknownIncident,
    UnknownIncidentType,
    UnknownNarrative,
    UnknownPriority,
)
from cad.incidents.events import (
    AlarmUpgraded,
    IncidentChanged,
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
    NarrativeAdded,
    NarrativeStruck,
)
from cad.incidents.model import DISPOSITIONS, PRIORITIES, Incident, IncidentType, Narrative, highest_alarm
from cad.places.model import Place
from cad.ports import UnitOfWork
from cad.protocols.keeping import keep_answers, version_taken
from cad.reports.keeping import keep_call_report, where_it_went

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
        type_version=await version_taken(kind.code, command.type_version, kind.version, work),
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
            type_version=incident.type_version,
            priority=incident.priority,
            call_id=call.id if call else None,
            exercise=incident.exercise,
            what=incident.what,
            place=asdict(incident.place),
        )
    )
    if call:
        await _attach(call, incident, command.user_id, work)
    await keep_answers(incident, command.answers, command.user_id, work)
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
    await keep_call_report(call, incident, user_id, work)
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
        kind = await _type(str(changes["type_code"]), work)
        wanted["type_code"] = kind.code
        if kind.code != incident.type_code:
            wanted["type_version"] = kind.version
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
    incident = await where_it_went(await known_incident(command.incident_id, work), work)
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
    kind = await work.types.by_id(incident.type_code)
    on_scene = await work.assignments.was_on_scene(incident.id)
    check_disposition(kind, command.disposition, command.note, on_scene=on_scene)
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


async def reopen_incident(command: ReopenIncident, work: UnitOfWork) -> Incident:
    incident = await known_incident(command.incident_id, work)
    if incident.state == "open":
        return incident
    if incident.merged_into:
        raise IncidentWasMerged(incident.number)
    if not command.reason.strip():
        raise ReopenReasonMissing
    reopened = replace(
        incident,
        state="open",
        reopened_at=work.now,
        closed_at=None,
        disposition="",
        note="",
        version=incident.version + 1,
    )
    await work.incidents.put(reopened)
    work.record(
        IncidentReopened(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            previous_disposition=incident.disposition,
            reason=command.reason.strip(),
        )
    )
    return reopened


async def upgrade_alarm(command: UpgradeAlarm, work: UnitOfWork) -> Incident:
    incident = await open_incident_of(command.incident_id, work)
    if command.level == incident.alarm_level:
        return incident
    highest = highest_alarm(await work.types.by_id(incident.type_code))
    if command.level > highest:
        raise NoHigherAlarm(highest)
    if command.level != incident.alarm_level + 1:
        raise AlarmLevelSkipped(incident.alarm_level)
    upgraded = replace(incident, alarm_level=command.level)
    await work.incidents.put(upgraded)
    work.record(
        AlarmUpgraded(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            level=command.level,
            previous=incident.alarm_level,
            reason=command.reason.strip(),
        )
    )
    return upgraded


async def strike_narrative(command: StrikeNarrative, work: UnitOfWork) -> Narrative:
    incident = await known_incident(command.incident_id, work)
    line = await work.narratives.by_id(command.narrative_id)
    if line is None or line.incident_id != incident.id:
        raise UnknownNarrative
    if line.struck:
        return line
    if not command.reason.strip():
        raise StrikeReasonMissing
    struck = replace(
        line, struck=True, struck_at=work.now, struck_by=command.user_id, struck_reason=command.reason.strip()
    )
    await work.narratives.put(struck)
    work.record(
        NarrativeStruck(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            narrative_id=line.id,
            reason=struck.struck_reason,
        )
    )
    return struck


HANDLERS = {
    OpenIncident: open_incident,
    ChangeIncident: change_incident,
    AddNarrative: add_narrative,
    AttachCall: attach_call,
    CloseIncident: close_incident,
    ReopenIncident: reopen_incident,
    UpgradeAlarm: upgrade_alarm,
    StrikeNarrative: strike_narrative,
}
