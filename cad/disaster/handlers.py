"""The switch, groups of incidents, changes of many at once, numbers for paper."""

from collections.abc import Sequence
from dataclasses import replace

from cad.disaster.commands import (
    BeginDisaster,
    EndDisaster,
    EnterPaperIncident,
    GroupIncidents,
    NoteMany,
    ReserveNumbers,
    SetPriorities,
)
from cad.disaster.errors import BlockSize, GroupOfGroups, HolderMissing, MajorIsGrouped, MajorUnderItself, ReasonMissing
from cad.disaster.events import DisasterBegan, DisasterEnded, IncidentGrouped, NumbersReserved
from cad.disaster.model import CENTER, LARGEST_BLOCK, SMALLEST_BLOCK, Disaster, NumberBlock
from cad.disaster.paper import enter_paper_incident
from cad.ids import new_id
from cad.incidents.commands import AddNarrative, ChangeIncident
from cad.incidents.handlers import add_narrative, change_incident, known_incident, open_incident_of
from cad.incidents.model import Incident
from cad.ports import UnitOfWork


async def begin_disaster(command: BeginDisaster, work: UnitOfWork) -> Disaster:
    if not command.reason.strip():
        raise ReasonMissing
    if running := await work.disasters.running():
        return running
    disaster = Disaster(
        id=new_id(),
        center_id=work.center.id,
        reason=command.reason.strip(),
        began_at=work.now,
        began_by=command.user_id,
    )
    await work.disasters.put(disaster)
    work.record(
        DisasterBegan(occurred_at=work.now, actor=command.user_id, disaster_id=disaster.id, reason=disaster.reason)
    )
    return disaster


async def end_disaster(command: EndDisaster, work: UnitOfWork) -> Disaster | None:
    running = await work.disasters.running()
    if running is None:
        return None
    ended = replace(running, ended_at=work.now, ended_by=command.user_id)
    await work.disasters.put(ended)
    work.record(DisasterEnded(occurred_at=work.now, actor=command.user_id, disaster_id=ended.id))
    return ended


async def _chosen(ids: Sequence[str], work: UnitOfWork) -> list[Incident]:
    """In one order, so that two who choose the same wait for each other."""
    return [await known_incident(key, work) for key in sorted(set(ids))]


async def group_incidents(command: GroupIncidents, work: UnitOfWork) -> int:
    major_id = command.major_incident_id
    if major_id in command.incident_ids:
        raise MajorUnderItself
    major = await open_incident_of(major_id, work) if major_id else None
    if major and major.major_incident_id:
        raise MajorIsGrouped(major.number)
    changed = 0
    for incident in await _chosen(command.incident_ids, work):
        if incident.major_incident_id == major_id:
            continue
        if major and await work.incidents.has_members(incident.id):
            raise GroupOfGroups(incident.number)
        await work.incidents.put(replace(incident, major_incident_id=major_id))
        work.record(
            IncidentGrouped(
                occurred_at=work.now,
                actor=command.user_id,
                incident_id=incident.id,
                major_incident_id=major_id,
                major_number=major.number if major else None,
                previous_incident_id=incident.major_incident_id,
            )
        )
        changed += 1
    return changed


async def set_priorities(command: SetPriorities, work: UnitOfWork) -> int:
    changed = 0
    for incident in await _chosen(command.incident_ids, work):
        if incident.state != "open" or incident.priority == command.priority:
            continue
        change = ChangeIncident(
            user_id=command.user_id,
            incident_id=incident.id,
            version=incident.version,
            changes={"priority": command.priority},
        )
        await change_incident(change, work)
        changed += 1
    return changed


async def note_many(command: NoteMany, work: UnitOfWork) -> int:
    chosen = await _chosen(command.incident_ids, work)
    for incident in chosen:
        await add_narrative(AddNarrative(user_id=command.user_id, incident_id=incident.id, text=command.text), work)
    return len(chosen)


async def reserve_numbers(command: ReserveNumbers, work: UnitOfWork) -> NumberBlock:
    holder = " ".join(command.holder.split())
    if not holder or holder == CENTER:
        raise HolderMissing
    if not SMALLEST_BLOCK <= command.count <= LARGEST_BLOCK:
        raise BlockSize(SMALLEST_BLOCK, LARGEST_BLOCK)
    block = await work.number_blocks.reserve(holder, command.count, command.user_id, work.now)
    work.record(
        NumbersReserved(
            occurred_at=work.now,
            actor=command.user_id,
            block_id=block.id,
            holder=holder,
            first=block.first,
            last=block.last,
        )
    )
    return block


HANDLERS = {
    BeginDisaster: begin_disaster,
    EndDisaster: end_disaster,
    GroupIncidents: group_incidents,
    SetPriorities: set_priorities,
    NoteMany: note_many,
    ReserveNumbers: reserve_numbers,
    EnterPaperIncident: enter_paper_incident,
}
