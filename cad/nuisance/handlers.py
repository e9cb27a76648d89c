"""Dispositions, and lowering a number: by a person, for some days, taken back by a person or by time."""

from dataclasses import replace
from datetime import timedelta

from cad.abandoned.errors import ReasonNeeded
from cad.calls.errors import UnknownCall
from cad.calls.model import Call
from cad.ids import new_id
from cad.nuisance.commands import DisposeCall, ExpireLowered, LiftNumber, LowerNumber
from cad.nuisance.errors import NotSoLong, NumberNotKnown, UnknownDisposition
from cad.nuisance.events import CallDisposed, NumberLifted, NumberLowered
from cad.nuisance.model import DAYS, DISPOSITIONS, Lowered
from cad.ports import UnitOfWork


async def dispose(command: DisposeCall, work: UnitOfWork) -> Call:
    if command.code and command.code not in DISPOSITIONS:
        raise UnknownDisposition(command.code)
    call = await _known(command.call_id, work)
    if call.disposition == command.code:
        return call
    disposed = replace(call, disposition=command.code)
    await work.calls.put(disposed)
    work.record(
        CallDisposed(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=call.person_id,
            call_id=call.id,
            disposition=command.code,
            previous=call.disposition,
        )
    )
    return disposed


async def _known(call_id: str, work: UnitOfWork) -> Call:
    call = await work.calls.by_id(call_id)
    if call is None:
        raise UnknownCall
    return call


async def lower(command: LowerNumber, work: UnitOfWork) -> Lowered:
    if command.days not in DAYS:
        raise NotSoLong
    reason = command.reason.strip()
    if not reason:
        raise ReasonNeeded
    call = await _known(command.call_id, work)
    if not call.person_id or not call.number_e164:
        raise NumberNotKnown
    if before := await work.lowered.of_person(call.person_id):
        await end(before, "replaced", work, by=command.user_id)
    lowered = Lowered(
        id=new_id(),
        center_id=call.center_id,
        person_id=call.person_id,
        call_id=call.id,
        reason=reason,
        user_id=command.user_id,
        since=work.now,
        expires_at=work.now + timedelta(days=command.days),
    )
    await work.lowered.put(lowered)
    work.record(
        NumberLowered(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=lowered.person_id,
            lowered_id=lowered.id,
            call_id=call.id,
            prio=lowered.prio,
            expires_at=lowered.expires_at,
            reason=reason,
        )
    )
    return lowered


async def lift(command: LiftNumber, work: UnitOfWork) -> Lowered | None:
    call = await _known(command.call_id, work)
    lowered = await work.lowered.of_person(call.person_id) if call.person_id else None
    return await end(lowered, "lifted", work, by=command.user_id) if lowered else None


async def expire(command: ExpireLowered, work: UnitOfWork) -> int:
    over = await work.lowered.expired(work.now, command.limit)
    for lowered in over:
        await end(lowered, "expired", work)
    return len(over)


async def end(lowered: Lowered, how: str, work: UnitOfWork, *, by: str | None = None) -> Lowered:
    """`how`: lifted, expired, replaced, erased. What was said about an erased person goes too."""
    reason = "" if how == "erased" else lowered.reason
    ended = replace(lowered, ended_at=work.now, ended_by=by, ended_as=how, reason=reason)
    await work.lowered.put(ended)
    work.record(
        NumberLifted(
            occurred_at=work.now,
            source="user" if by else "system",
            actor=by,
            person_id=lowered.person_id,
            lowered_id=lowered.id,
            call_id=lowered.call_id,
            ended_as=how,
        )
    )
    return ended


async def forget(person_id: str, work: UnitOfWork) -> None:
    """The person is erased: the number waits behind nobody, and what was written about it goes."""
    for lowered in await work.lowered.history_of(person_id):
        if lowered.ended_at is None:
            await end(lowered, "erased", work)
        else:
            await work.lowered.put(replace(lowered, reason=""))


HANDLERS = {DisposeCall: dispose, LowerNumber: lower, LiftNumber: lift, ExpireLowered: expire}
