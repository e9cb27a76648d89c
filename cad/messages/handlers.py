"""The life of a page after it was queued."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from cad.dispatching.handlers import queue_page
from cad.events import iso
from cad.ids import new_id
from cad.incidents.handlers import known_incident
from cad.messages.commands import ClaimPages, MarkPageFailed, MarkPageSent, RecordPageStatus, ResendPage
from cad.messages.errors import PageNotFailed, UnknownPage
from cad.messages.events import PageDelivered, PageEvent, PageFailed, PageQueued, PageSent
from cad.messages.model import STATE_OF_PROVIDER, Page, advanced
from cad.ports import UnitOfWork
from cad.units.handlers import known_unit

ERROR_LIMIT = 300


async def claim_pages(command: ClaimPages, work: UnitOfWork) -> list[Page]:
    until = work.now + timedelta(seconds=command.lease_s)
    return await work.pages.claim(work.now, until, command.limit, command.worker)


async def mark_page_sent(command: MarkPageSent, work: UnitOfWork) -> Page:
    page = await _page(command.page_id, work)
    free = replace(page, claimed_until=None, claimed_by="", doubtful=False, provider_sid=command.provider_sid)
    changed = advanced(free, "sent", work.now)
    await work.pages.put(changed)
    if changed.state != page.state:
        work.record(PageSent(occurred_at=work.now, source="system", **_about(page), provider_sid=command.provider_sid))
    return changed


async def mark_page_failed(command: MarkPageFailed, work: UnitOfWork) -> Page:
    page = await _page(command.page_id, work)
    if page.state != "queued":
        return page
    error = command.error[:ERROR_LIMIT]
    changed = replace(page, claimed_until=None, claimed_by="", doubtful=False, error=error)
    retry_at = None
    if command.retry_in_s is None:
        changed = replace(changed, state="failed")
    else:
        retry_at = work.now + timedelta(seconds=command.retry_in_s)
        changed = replace(changed, due_at=retry_at)
    await work.pages.put(changed)
    told_at = iso(retry_at) if retry_at else None
    work.record(PageFailed(occurred_at=work.now, source="system", **_about(page), error=error, retry_at=told_at))
    return changed


async def record_page_status(command: RecordPageStatus, work: UnitOfWork) -> Page:
    page = await work.pages.by_sid(command.provider_sid)
    if page is None:
        raise UnknownPage
    state = STATE_OF_PROVIDER.get(command.status)
    if state is None:
        return page
    changed = advanced(page, state, work.now, command.error_code if state == "failed" else "")
    if changed is page:
        return page
    await work.pages.put(replace(changed, claimed_until=None, claimed_by="", doubtful=False))
    work.record(_told(changed, work))
    return changed


def _told(page: Page, work: UnitOfWork) -> PageEvent:
    if page.state == "delivered":
        return PageDelivered(occurred_at=work.now, source="twilio", **_about(page))
    if page.state == "failed":
        return PageFailed(occurred_at=work.now, source="twilio", **_about(page), error=page.error)
    return PageSent(occurred_at=work.now, source="twilio", **_about(page), provider_sid=page.provider_sid or "")


async def resend_page(command: ResendPage, work: UnitOfWork) -> Page:
    page = await _page(command.page_id, work)
    if page.state != "failed":
        raise PageNotFailed(page.state)
    incident = await known_incident(page.incident_id, work)
    assignment = await work.assignments.by_id(page.assignment_id) if page.assignment_id else None
    if page.kind != "dispatch" or assignment is None or page.unit_id is None:
        return await _same_again(page, command.user_id, work)
    return await queue_page(incident, await known_unit(page.unit_id, work), assignment, command.user_id, work)


async def _same_again(page: Page, user_id: str, work: UnitOfWork) -> Page:
    """What is no order has no link of its own: the same words go out again."""
    again = replace(
        page,
        id=new_id(),
        created_at=work.now,
        due_at=work.now,
        state="queued",
        attempts=0,
        error="",
        provider_sid=None,
        sent_at=None,
        delivered_at=None,
    )
    await work.pages.put(again)
    work.record(PageQueued(occurred_at=work.now, actor=user_id, **_about(again), about=page.kind))
    return again


async def _page(page_id: str, work: UnitOfWork) -> Page:
    page = await work.pages.by_id(page_id)
    if page is None:
        raise UnknownPage
    return page


def _about(page: Page) -> dict[str, Any]:
    return {
        "page_id": page.id,
        "incident_id": page.incident_id,
        "assignment_id": page.assignment_id,
        "unit_id": page.unit_id,
    }


HANDLERS = {
    ClaimPages: claim_pages,
    MarkPageSent: mark_page_sent,
    MarkPageFailed: mark_page_failed,
    RecordPageStatus: record_page_status,
    ResendPage: resend_page,
}
