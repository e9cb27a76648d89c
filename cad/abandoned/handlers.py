"""Calling back, dismissing, and what time does to an entry that nobody touched."""

from dataclasses import replace

from cad.abandoned.commands import CallBack, DismissAbandoned, SweepAbandoned
from cad.abandoned.errors import (
    CallbackClosed,
    CallbackImpossible,
    CallbacksLimited,
    CallbackTaken,
    CallerOnTheLine,
    ReasonNeeded,
    UnknownAbandoned,
)
from cad.abandoned.events import AbandonedDismissed, CallbackBegun
from cad.abandoned.follow import attempt_over, strike
from cad.abandoned.model import CALLING_AT_MOST, KEPT_OPEN, Abandoned
from cad.abandoned.rules import why_not_now
from cad.calls.commands import RequestOutboundCall
from cad.calls.model import Call
from cad.calls.outbound import request_outbound_call
from cad.ports import UnitOfWork


async def call_back(command: CallBack, work: UnitOfWork) -> Call:
    entry = await _known(command.abandoned_id, work)
    await _may_be_called(entry, work)
    lost = await work.calls.by_id(entry.last_call_id)
    number = (lost.number_e164 or lost.number_raw) if lost and not lost.withheld else ""
    if not number.lstrip("+").isdigit():
        raise CallbackImpossible
    if entry.person_id and await work.abandoned.is_on_the_line(entry.person_id):
        raise CallerOnTheLine
    if why := why_not_now(await work.abandoned.load(command.user_id), work.center.callback_keep_free):
        raise CallbacksLimited(why)
    call = await request_outbound_call(
        RequestOutboundCall(
            user_id=command.user_id,
            number=number,
            incident_id=lost.incident_id if lost else None,
            callback_of=entry.last_call_id,
        ),
        work,
    )
    claimed = replace(
        entry,
        state="calling",
        claimed_by=command.user_id,
        claimed_at=work.now,
        callback_call_id=call.id,
        attempts=entry.attempts + 1,
        last_attempt_at=work.now,
    )
    await work.abandoned.put(claimed)
    work.record(
        CallbackBegun(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=entry.person_id,
            abandoned_id=entry.id,
            call_id=call.id,
            attempt=claimed.attempts,
        )
    )
    return call


async def _known(abandoned_id: str, work: UnitOfWork) -> Abandoned:
    entry = await work.abandoned.by_id(abandoned_id)
    if entry is None:
        raise UnknownAbandoned
    return entry


async def _may_be_called(entry: Abandoned, work: UnitOfWork) -> None:
    if entry.state == "calling":
        colleague = await work.users.by_id(entry.claimed_by or "")
        raise CallbackTaken(colleague.name if colleague else "-")
    if entry.state != "open":
        raise CallbackClosed(entry.state)


async def dismiss(command: DismissAbandoned, work: UnitOfWork) -> Abandoned:
    entry = await _known(command.abandoned_id, work)
    if entry.state == "dismissed":
        return entry
    await _may_be_called(entry, work)
    note = command.reason.strip()
    if not note:
        raise ReasonNeeded
    dismissed = replace(entry, state="dismissed", note=note, closed_at=work.now)
    await work.abandoned.put(dismissed)
    work.record(
        AbandonedDismissed(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=entry.person_id,
            abandoned_id=entry.id,
            note=note,
        )
    )
    return dismissed


async def sweep(command: SweepAbandoned, work: UnitOfWork) -> int:
    aged = await work.abandoned.older_than(work.now - KEPT_OPEN, command.limit)
    for entry in aged:
        await strike(entry, "aged_out", work)
    silent = await work.abandoned.claims_without_a_call(work.now - CALLING_AT_MOST, command.limit)
    for entry in silent:
        await attempt_over(entry, work, reached=False, call_id=entry.callback_call_id or "")
    return len(aged) + len(silent)


HANDLERS = {CallBack: call_back, DismissAbandoned: dismiss, SweepAbandoned: sweep}
