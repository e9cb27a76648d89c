"""Putting a message into the outbox: its row and its journal entry, in the transaction of what it tells."""

from cad.ids import new_id
from cad.incidents.model import Incident
from cad.messages.events import PageQueued
from cad.messages.model import Page
from cad.ports import UnitOfWork


async def queue_message(
    kind: str,
    incident: Incident,
    to: str,
    body: str,
    work: UnitOfWork,
    *,
    assignment_id: str | None = None,
    unit_id: str | None = None,
    agency_id: str | None = None,
    actor: str | None = None,
) -> Page | None:
    """None when there is no number to send it to."""
    if not to:
        return None
    page = Page(
        id=new_id(),
        center_id=incident.center_id,
        exercise=incident.exercise,
        kind=kind,
        incident_id=incident.id,
        assignment_id=assignment_id,
        unit_id=unit_id,
        agency_id=agency_id,
        to=to,
        body=body,
        created_at=work.now,
        due_at=work.now,
    )
    await work.pages.put(page)
    work.record(
        PageQueued(
            occurred_at=work.now,
            source="user" if actor else "system",
            actor=actor,
            page_id=page.id,
            incident_id=incident.id,
            assignment_id=assignment_id,
            unit_id=unit_id,
            about=kind,
        )
    )
    return page
