"""Sending a unit, and the steps of its assignment."""

import secrets
from dataclasses import replace
from datetime import datetime

from cad.address_notes.matching import matching
from cad.address_notes.text import page_lines
from cad.dispatching.commands import CheckCrew, CorrectAssignmentStatus, DispatchUnit, SetAssignmentStatus
from cad.dispatching.errors import (
    AssignmentIsOver,
    CancelReasonMissing,
    NotYourStep,
    UnitBusy,
    UnitSentElsewhere,
    UnknownAssignment,
)
from cad.dispatching.events import (
    AssignmentCorrected,
    AssignmentStatusChanged,
    AssignmentStepFilled,
    CrewChecked,
    UnitDispatched,
)
from cad.dispatching.model import Assignment, corrected, filled, step, true_time
from cad.dispatching.steps import DISPATCHER, RESPONDER
from cad.ids import new_id
from cad.incidents.handlers import known_incident, open_incident_of
from cad.incidents.model import Incident
from cad.messages.events import PageQueued
from cad.messages.model import Page
from cad.messages.outgoing import queue_message
from cad.messages.text import cancel_text, page_text
from cad.places.model import distance_m
from cad.ports import UnitOfWork
from cad.units.errors import ReasonMissing
from cad.units.handlers import change_status, known_unit
from cad.units.model import Unit

# Straight-line speed: about 40 km/h on the road with lights on in a city, over a detour of about 1.3.
STRAIGHT_M_PER_S = 30_000 / 3600


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
        await _cancel(current, unit, reason, command.user_id, work)
    assignment = Assignment(
        id=new_id(),
        incident_id=incident.id,
        unit_id=unit.id,
        order=await work.assignments.count_of_incident(incident.id) + 1,
        token=secrets.token_urlsafe(12),
        dispatched_at=work.now,
        dispatched_by=command.user_id,
        override_reason=reason,
        eta_s=command.eta_s if command.eta_s is not None else straight_eta_s(incident, unit),
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
            eta_s=assignment.eta_s,
        )
    )
    await change_status(unit, "dispatched", work, actor=command.user_id)
    await queue_page(incident, unit, assignment, command.user_id, work)
    return assignment


async def queue_page(incident: Incident, unit: Unit, assignment: Assignment, actor: str, work: UnitOfWork) -> Page:
    """The page as an outbox row: sent after this transaction's commit, though we die in between."""
    kind = await work.types.by_id(incident.type_code)
    kelurahan = await work.kelurahan.by_id(incident.place.kelurahan_code)
    notes = matching(await work.address_notes.kept(), incident.place, work.now)
    page = Page(
        id=new_id(),
        center_id=incident.center_id,
        exercise=incident.exercise,
        incident_id=incident.id,
        assignment_id=assignment.id,
        unit_id=unit.id,
        to=unit.phone,
        body=page_text(incident, kind, kelurahan, unit, assignment, work.center, page_lines(notes)),
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
    """The unit is held before its assignment, as in sending it: two at once wait for one another, never in a ring."""
    whereabouts = await work.assignments.whereabouts(command.assignment_id)
    if whereabouts is None:
        raise UnknownAssignment
    if command.status == "cancelled":  # its page tells of the incident: held first, as in sending
        await known_incident(whereabouts.incident_id, work)
    unit = await known_unit(whereabouts.unit_id, work)
    assignment = await known_assignment(command.assignment_id, work)
    if command.status == "cancelled" and command.by == "responder":
        raise NotYourStep(command.status)
    if command.status == "cancelled" and assignment.active:
        reason = command.reason.strip()
        if not reason and assignment.status != "dispatched":
            raise CancelReasonMissing(unit.call_sign)
        changed = await _cancel(assignment, unit, reason, command.by, work)
    elif command.occurred_at and (late := filled(assignment, command.status, min(command.occurred_at, work.now))):
        return await _fill(late, command, work)
    else:
        at = true_time(assignment, command.occurred_at, work.now)
        changed = await _advance(assignment, command.status, command.by, work, at)
    if changed is not assignment:
        status = changed.status if changed.active else "available"
        await change_status(unit, status, work, actor=_user(command.by))
    return changed


async def known_assignment(assignment_id: str, work: UnitOfWork) -> Assignment:
    assignment = await work.assignments.by_id(assignment_id)
    if assignment is None:
        raise UnknownAssignment
    return assignment


async def _advance(
    assignment: Assignment, status: str, by: str, work: UnitOfWork, at: datetime | None = None, reason: str = ""
) -> Assignment:
    at = at or work.now
    changed = step(assignment, status, at, RESPONDER if by == "responder" else DISPATCHER)
    if changed is assignment:
        return assignment
    changed = replace(changed, stepped_at=work.now, cancel_reason=reason)
    await work.assignments.put(changed)
    work.record(
        AssignmentStatusChanged(
            occurred_at=at,
            actor=_user(by),
            **_about(assignment),
            status=changed.status,
            previous=assignment.status,
            by_responder=by == "responder",
            reason=reason,
        )
    )
    return changed


async def _cancel(assignment: Assignment, unit: Unit, reason: str, by: str, work: UnitOfWork) -> Assignment:
    """The crew is told: whoever does not know drives on."""
    changed = await _advance(assignment, "cancelled", by, work, reason=reason)
    if changed is assignment:
        return assignment
    incident = await known_incident(assignment.incident_id, work)
    text = cancel_text(incident, unit, assignment, reason, work.center)
    about = {"assignment_id": assignment.id, "unit_id": unit.id, "actor": _user(by)}
    await queue_message("cancel", incident, unit.phone, text, work, **about)
    return changed


async def _fill(late: Assignment, command: SetAssignmentStatus, work: UnitOfWork) -> Assignment:
    await work.assignments.put(late)
    work.record(
        AssignmentStepFilled(
            occurred_at=late.at(command.status) or work.now,
            actor=_user(command.by),
            **_about(late),
            step=command.status,
            by_responder=command.by == "responder",
        )
    )
    return late


async def correct_assignment_status(command: CorrectAssignmentStatus, work: UnitOfWork) -> Assignment:
    whereabouts = await work.assignments.whereabouts(command.assignment_id)
    if whereabouts is None:
        raise UnknownAssignment
    await open_incident_of(whereabouts.incident_id, work)
    unit = await known_unit(whereabouts.unit_id, work)
    assignment = await known_assignment(command.assignment_id, work)
    back = corrected(assignment, work.now)
    if not command.reason.strip():
        raise ReasonMissing
    if not assignment.active and (unit.status != "available" or await work.assignments.active_of_unit(unit.id)):
        raise UnitSentElsewhere(unit.call_sign)
    await work.assignments.put(back)
    work.record(
        AssignmentCorrected(
            occurred_at=work.now,
            actor=command.user_id,
            **_about(assignment),
            status=back.status,
            previous=assignment.status,
            reason=command.reason.strip(),
        )
    )
    await change_status(unit, back.status, work, actor=command.user_id)
    return back


async def check_crew(command: CheckCrew, work: UnitOfWork) -> Assignment:
    assignment = await known_assignment(command.assignment_id, work)
    if not assignment.active:
        raise AssignmentIsOver(assignment.status)
    checked = replace(assignment, crew_ok_at=work.now)
    await work.assignments.put(checked)
    work.record(CrewChecked(occurred_at=work.now, actor=command.user_id, **_about(assignment)))
    return checked


def straight_eta_s(incident: Incident, unit: Unit) -> float | None:
    """By the straight line, when nobody knows better; None when a position is missing."""
    if incident.place.point is None or unit.lat is None or unit.lon is None:
        return None
    return round(distance_m(incident.place.point, (unit.lat, unit.lon)) / STRAIGHT_M_PER_S, 1)


def _about(assignment: Assignment) -> dict[str, str]:
    return {"assignment_id": assignment.id, "incident_id": assignment.incident_id, "unit_id": assignment.unit_id}


def _user(by: str) -> str | None:
    return None if by == "responder" else by


HANDLERS = {
    DispatchUnit: dispatch_unit,
    SetAssignmentStatus: set_assignment_status,
    CorrectAssignmentStatus: correct_assignment_status,
    CheckCrew: check_crew,
}
