"""Sending a unit, and the steps of its assignment."""

import secrets
from datetime import datetime

from cad.dispatching.commands import DispatchUnit, SetAssignmentStatus
from cad.dispatching.errors import UnitBusy, UnknownAssignment
from cad.dispatching.events import AssignmentStatusChanged, UnitDispatched
from cad.dispatching.model import Assignment, step, true_time
from cad.ids import new_id
from cad.incidents.handlers import open_incident_of
from cad.incidents.model import Incident
from cad.messages.events import PageQueued
from cad.messages.model import Page
from cad.messages.text import page_text
from cad.ports import UnitOfWork
from cad.units.handlers import change_status, known_unit
from cad.units.model import Unit


async def dispatch_unit(command: DispatchUnit, work: UnitOfWork) -> Assignment:
    incident = await open_incident_of(command.incident_id, work)
    unit = await known_unit(command.unit_id, work)
    current = await work.assignments.active_of_unit(unit.id)
    if current and current.incident_id == incident.id:
        return current
    reason = command.override_reason.strip()
    if (current or unit.status != "available") and not reason:
        raise UnitBusy(unit.call_sign, unit.status)
    if current:
        await _advance(current, "cancelled", command.user_id, work)
    assignment = Assignment(
        id=new_id(),
        incident_id=incident.id,
        unit_id=unit.id,
        order=await work.assignments.count_of_incident(incident.id) + 1,
        token=secrets.token_urlsafe(12),
        dispatched_at=work.now,
        dispatched_by=command.user_id,
        override_reason=reason,
    )
    await work.assignments.put(assignment)
    work.record(
        UnitDispatched(
            occurred_at=work.now,
            actor=command.user_id,
            assignment_id=assignment.id,
            incident_id=incident.id,
            unit_id=unit.id,
            order=assignment.order,
            override_reason=reason,
        )
    )
    await change_status(unit, "dispatched", work, actor=command.user_id)
    await queue_page(incident, unit, assignment, command.user_id, work)
    return assignment


async def queue_page(incident: Incident, unit: Unit, assignment: Assignment, actor: str, work: UnitOfWork) -> Page:
    """The page as an outbox row: sent after this transaction's commit, though we die in between."""
    kind = await work.types.by_id(incident.type_code)
    kelurahan = await work.kelurahan.by_id(incident.place.kelurahan_code)
    page = Page(
        id=new_id(),
        center_id=incident.center_id,
        exercise=incident.exercise,
        incident_id=incident.id,
        assignment_id=assignment.id,
        unit_id=unit.id,
        to=unit.phone,
        body=page_text(incident, kind, kelurahan, unit, assignment, work.center),
        created_at=work.now,
        due_at=work.now,
    )
    await work.pages.put(page)
    work.record(
        PageQueued(
            occurred_at=work.now,
            actor=actor,
            page_id=page.id,
            incident_id=incident.id,
            assignment_id=assignment.id,
            unit_id=unit.id,
        )
    )
    return page


async def set_assignment_status(command: SetAssignmentStatus, work: UnitOfWork) -> Assignment:
    assignment = await work.assignments.by_id(command.assignment_id)
    if assignment is None:
        raise UnknownAssignment
    at = true_time(assignment, command.occurred_at, work.now)
    changed = await _advance(assignment, command.status, command.by, work, at)
    if changed is not assignment:
        unit = await known_unit(assignment.unit_id, work)
        status = changed.status if changed.active else "available"
        await change_status(unit, status, work, actor=_user(command.by))
    return changed


async def _advance(
    assignment: Assignment, status: str, by: str, work: UnitOfWork, at: datetime | None = None
) -> Assignment:
    at = at or work.now
    changed = step(assignment, status, at)
    if changed is assignment:
        return assignment
    await work.assignments.put(changed)
    work.record(
        AssignmentStatusChanged(
            occurred_at=at,
            actor=_user(by),
            assignment_id=assignment.id,
            incident_id=assignment.incident_id,
            unit_id=assignment.unit_id,
            status=changed.status,
            previous=assignment.status,
            by_responder=by == "responder",
        )
    )
    return changed


def _user(by: str) -> str | None:
    return None if by == "responder" else by


HANDLERS = {DispatchUnit: dispatch_unit, SetAssignmentStatus: set_assignment_status}
