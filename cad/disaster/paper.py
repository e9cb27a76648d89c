"""What was written on paper is entered afterwards: each step with its true time, the whole marked as entered late."""

import secrets
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from cad.disaster.commands import EnterPaperIncident, PaperUnit
from cad.disaster.errors import NumberNotReserved, NumberUsed, TimesOutOfOrder
from cad.disaster.events import PaperIncidentEntered
from cad.disaster.model import CENTER, NumberBlock
from cad.dispatching.events import AssignmentStatusChanged, UnitDispatched
from cad.dispatching.model import Assignment
from cad.ids import new_id
from cad.incidents.errors import UnknownDisposition, UnknownIncidentType, UnknownPriority
from cad.incidents.events import IncidentClosed, IncidentOpened, NarrativeAdded
from cad.incidents.model import DISPOSITIONS, PRIORITIES, Incident, Narrative
from cad.ports import UnitOfWork
from cad.units.handlers import known_unit


async def enter_paper_incident(command: EnterPaperIncident, work: UnitOfWork) -> Incident:
    check_times(command, work.now)
    block = await _block_of(command.number, work)
    incident = await _incident(command, work)
    await work.incidents.put(incident)
    work.record(
        IncidentOpened(
            occurred_at=incident.opened_at,
            actor=command.user_id,
            incident_id=incident.id,
            number=incident.number,
            type_code=incident.type_code,
            priority=incident.priority,
            exercise=incident.exercise,
            what=incident.what,
            place=asdict(incident.place),
        ),
        PaperIncidentEntered(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=incident.id,
            number=incident.number,
            entered_at=work.now,
            held_by=block.holder,
        ),
    )
    for order, unit in enumerate(sorted(command.units, key=lambda one: one.dispatched_at), start=1):
        await _enter_unit(unit, order, incident, command.user_id, work)
    for line in sorted(command.lines, key=lambda one: one.at):
        await _enter_line(line.text, line.at, incident, command.user_id, work)
    return await _close(incident, command, work) if command.closed_at else incident


def check_times(command: EnterPaperIncident, now: datetime) -> None:
    """Raises TimesOutOfOrder. Everything lies between opening and closing, or now while it is open."""
    end = command.closed_at or now
    inside = [line.at for line in command.lines]
    for unit in command.units:
        steps = [unit.dispatched_at, unit.en_route_at, unit.on_scene_at, unit.cleared_at]
        taken = [at for at in steps if at is not None]
        if taken != sorted(taken):
            raise TimesOutOfOrder
        inside += taken
    if end > now or not all(command.opened_at <= at <= end for at in [*inside, end]):
        raise TimesOutOfOrder


async def _block_of(number: int, work: UnitOfWork) -> NumberBlock:
    block = await work.number_blocks.of_number(number)
    if block is None or block.holder == CENTER:
        raise NumberNotReserved(number)
    if await work.incidents.has_number(number):
        raise NumberUsed(number)
    return block


async def _incident(command: EnterPaperIncident, work: UnitOfWork) -> Incident:
    kind = await work.types.by_id(command.type_code)
    if kind is None:
        raise UnknownIncidentType(command.type_code)
    priority = kind.priority if command.priority is None else command.priority
    if priority not in PRIORITIES:
        raise UnknownPriority
    if command.closed_at and command.disposition not in DISPOSITIONS:
        raise UnknownDisposition(command.disposition)
    return Incident(
        id=new_id(),
        center_id=work.center.id,
        exercise=work.center.exercise,
        number=command.number,
        type_code=kind.code,
        priority=priority,
        what=command.what.strip(),
        place=command.place,
        opened_at=command.opened_at,
        opened_by=command.user_id,
        entered_at=work.now,
    )


async def _enter_unit(told: PaperUnit, order: int, incident: Incident, user_id: str, work: UnitOfWork) -> None:
    unit = await known_unit(told.unit_id, work)
    assignment = Assignment(
        id=new_id(),
        incident_id=incident.id,
        unit_id=unit.id,
        order=order,
        token=secrets.token_urlsafe(12),
        status="available",
        dispatched_at=told.dispatched_at,
        dispatched_by=user_id,
        en_route_at=told.en_route_at,
        on_scene_at=told.on_scene_at,
        cleared_at=told.cleared_at,
    )
    await work.assignments.put(assignment)
    about: dict[str, Any] = {
        "actor": user_id,
        "assignment_id": assignment.id,
        "incident_id": incident.id,
        "unit_id": unit.id,
    }
    work.record(UnitDispatched(occurred_at=told.dispatched_at, order=order, **about))
    previous = "dispatched"
    steps = (("en_route", told.en_route_at), ("on_scene", told.on_scene_at), ("available", told.cleared_at))
    for status, at in steps:
        if at is not None:
            work.record(AssignmentStatusChanged(occurred_at=at, status=status, previous=previous, **about))
            previous = status


async def _enter_line(text: str, at: datetime, incident: Incident, user_id: str, work: UnitOfWork) -> None:
    line = Narrative(id=new_id(), incident_id=incident.id, at=at, user_id=user_id, text=text.strip())
    await work.narratives.put(line)
    work.record(
        NarrativeAdded(occurred_at=at, actor=user_id, incident_id=incident.id, narrative_id=line.id, text=line.text)
    )


async def _close(incident: Incident, command: EnterPaperIncident, work: UnitOfWork) -> Incident:
    assert command.closed_at is not None
    closed = replace(
        incident,
        state="closed",
        closed_at=command.closed_at,
        disposition=command.disposition,
        note=command.note.strip(),
        version=incident.version + 1,
    )
    await work.incidents.put(closed)
    work.record(
        IncidentClosed(
            occurred_at=command.closed_at,
            actor=command.user_id,
            incident_id=incident.id,
            disposition=closed.disposition,
            note=closed.note,
        )
    )
    return closed
