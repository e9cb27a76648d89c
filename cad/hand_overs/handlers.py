"""Asking an agency to lead, and its answer."""

from dataclasses import replace

from cad.agencies.model import Agency
from cad.dispatching.steps import HAND_OVER
from cad.hand_overs.commands import AnswerHandOver, ExpireHandOver, HandOverIncident
from cad.hand_overs.errors import AlreadyLeads, HandOverAnswered, HandOverPending, UnknownAgency, UnknownHandOver
from cad.hand_overs.events import HandOverAccepted, HandOverAsked, HandOverExpired, HandOverRefused
from cad.hand_overs.model import HandOver
from cad.ids import new_id
from cad.incidents.handlers import known_incident, open_incident_of
from cad.incidents.model import Incident
from cad.messages.outgoing import queue_message
from cad.messages.text import hand_over_text
from cad.ports import UnitOfWork
from cad.timers.model import duty_phone
from cad.units.errors import ReasonMissing


async def hand_over_incident(command: HandOverIncident, work: UnitOfWork) -> HandOver:
    incident = await open_incident_of(command.incident_id, work)
    agency = await work.agencies.by_id(command.agency_id)
    if agency is None:
        raise UnknownAgency
    if incident.lead_agency_id == agency.id:
        raise AlreadyLeads(agency.name)
    if pending := await work.hand_overs.pending_of(incident.id):
        return await _same(pending, agency, work)
    if not command.reason.strip():
        raise ReasonMissing
    return await _ask(incident, agency, command, work)


async def _same(pending: HandOver, agency: Agency, work: UnitOfWork) -> HandOver:
    """Asked twice is asked once; a second agency waits for the first one's answer."""
    if pending.to_agency_id == agency.id:
        return pending
    asked = await work.agencies.by_id(pending.to_agency_id)
    raise HandOverPending(asked.name if asked else "")


async def _ask(incident: Incident, agency: Agency, command: HandOverIncident, work: UnitOfWork) -> HandOver:
    hand_over = HandOver(
        id=new_id(),
        incident_id=incident.id,
        from_agency_id=incident.lead_agency_id,
        to_agency_id=agency.id,
        reason=command.reason.strip(),
        asked_at=work.now,
        asked_by=command.user_id,
    )
    await work.hand_overs.put(hand_over)
    work.record(
        HandOverAsked(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            **_about(hand_over),
            reason=hand_over.reason,
        )
    )
    kind = await work.types.by_id(incident.type_code)
    phone = duty_phone(await work.timer_rules.by_id(work.center.id), agency)
    text = hand_over_text(incident, kind, hand_over.reason, work.center)
    await queue_message("hand_over", incident, phone, text, work, agency_id=agency.id, actor=command.user_id)
    return hand_over


async def answer_hand_over(command: AnswerHandOver, work: UnitOfWork) -> HandOver:
    found = await _known(command.hand_over_id, work)
    incident = await known_incident(found.incident_id, work)
    state = "accepted" if command.accept else "refused"
    if found.state == state:
        return found
    if state not in HAND_OVER[found.state]:
        raise HandOverAnswered(found.state)
    if not command.accept and not command.note.strip():
        raise ReasonMissing
    note = command.note.strip()
    told = replace(found, state=state, answered_at=work.now, answered_by=command.user_id, note=note)
    await work.hand_overs.put(told)
    if command.accept:
        await work.incidents.put(replace(incident, lead_agency_id=told.to_agency_id))
    event = HandOverAccepted if command.accept else HandOverRefused
    who = {"actor": command.user_id, "person_id": incident.person_id}
    work.record(event(occurred_at=work.now, **who, **_about(told), note=note))  # type: ignore[arg-type]
    return told


async def expire_hand_over(command: ExpireHandOver, work: UnitOfWork) -> HandOver:
    found = await _known(command.hand_over_id, work)
    if found.state != "pending":
        return found
    told = replace(found, state="expired", answered_at=work.now)
    await work.hand_overs.put(told)
    work.record(HandOverExpired(occurred_at=work.now, source="system", **_about(told)))
    return told


async def _known(hand_over_id: str, work: UnitOfWork) -> HandOver:
    found = await work.hand_overs.by_id(hand_over_id)
    if found is None:
        raise UnknownHandOver
    return found


def _about(one: HandOver) -> dict[str, str]:
    return {
        "incident_id": one.incident_id,
        "hand_over_id": one.id,
        "from_agency_id": one.from_agency_id or "",
        "to_agency_id": one.to_agency_id,
    }


HANDLERS = {
    HandOverIncident: hand_over_incident,
    AnswerHandOver: answer_hand_over,
    ExpireHandOver: expire_hand_over,
}
