"""Follows every change of a call that has ended: lost callers are noted, those who got through are struck off.

Called inside the transaction that changed the call, whoever told the change (ARI, CEL, in any order): the entries end
as they would have if all had been told in order.
"""

from dataclasses import replace

from cad.abandoned.events import AbandonedStruck, CallbackEnded, CallerLost, CallerNotLost
from cad.abandoned.model import Abandoned, LostCall
from cad.abandoned.rules import Lost, got_through, lost, of_calls, with_call
from cad.calls.model import Call
from cad.ids import new_id
from cad.ports import UnitOfWork


async def follow(call: Call, work: UnitOfWork) -> None:
    if call.ended_at is None:
        return
    if call.direction == "out":
        await _outbound_ended(call, work)
        return
    entries = await work.abandoned.touched_by(call)
    noted = await work.abandoned.lost_call(call.id) if entries else None
    finding = lost(call)
    if noted and finding is None:
        await _withdraw(noted, work)
    elif noted and finding:
        await _correct(noted, finding, work)
    elif finding:
        await _note(call, finding, entries, work)
    if got_through(call):
        await _strike_those_before(call, entries, work)


async def _note(call: Call, finding: Lost, entries: list[Abandoned], work: UnitOfWork) -> None:
    one = LostCall(call_id=call.id, abandoned_id="", kind=finding.kind, at=finding.at, waited_s=finding.waited_s)
    later = await work.abandoned.got_through_after(call)
    if later:  # an open entry of theirs is about what came after that, so this call has one of its own
        entry = await _add(one, _struck(_new(call, one), "got_through", work), work)
        _record_struck(entry, work, later)
        return
    known = next((entry for entry in entries if entry.active), None)
    await _add(one, known or _new(call, one), work)


def _new(call: Call, one: LostCall) -> Abandoned:
    return Abandoned(
        id=new_id(),
        center_id=call.center_id,
        exercise=call.exercise,
        person_id=call.person_id,
        kind=one.kind,
        last_call_id=one.call_id,
        first_at=one.at,
        last_at=one.at,
    )


async def _add(one: LostCall, to: Abandoned, work: UnitOfWork) -> Abandoned:
    entry = with_call(to, one)
    await work.abandoned.put(entry)
    await work.abandoned.put_call(replace(one, abandoned_id=entry.id))
    work.record(
        CallerLost(
            occurred_at=one.at,
            source="system",
            person_id=entry.person_id,
            abandoned_id=entry.id,
            call_id=one.call_id,
            lost_as=one.kind,
            waited_s=one.waited_s,
            calls=entry.calls,
        )
    )
    return entry


async def _strike_those_before(call: Call, entries: list[Abandoned], work: UnitOfWork) -> None:
    """What the caller lost before this call is settled by it; what came after, though told earlier, is not."""
    assert call.ended_at is not None
    for one in entries:
        entry = await work.abandoned.by_id(one.id)
        if entry is None or not entry.active or entry.first_at > call.ended_at:
            continue
        if entry.last_at <= call.ended_at:
            await strike(entry, "got_through", work, call_id=call.id)
        elif entry.state == "open":
            await _split(entry, call, work)


async def _split(entry: Abandoned, call: Call, work: UnitOfWork) -> None:
    assert call.ended_at is not None
    calls = await work.abandoned.calls_of(entry.id)
    settled = of_calls(entry, [one for one in calls if one.at <= call.ended_at])
    await strike(settled, "got_through", work, call_id=call.id)
    rest: Abandoned | None = None
    for one in (one for one in calls if one.at > call.ended_at):
        rest = await _add(one, rest or _new(call, one), work)


async def _withdraw(noted: LostCall, work: UnitOfWork) -> None:
    """A later telling showed that somebody had dealt with the caller."""
    entry = await work.abandoned.by_id(noted.abandoned_id)
    assert entry is not None
    await work.abandoned.drop_call(noted)
    work.record(
        CallerNotLost(
            occurred_at=work.now,
            source="system",
            person_id=entry.person_id,
            abandoned_id=entry.id,
            call_id=noted.call_id,
        )
    )
    left = await work.abandoned.calls_of(entry.id)
    if left:
        await work.abandoned.put(of_calls(entry, left))
    elif entry.active:
        await strike(replace(entry, calls=0), "withdrawn", work)


async def _correct(noted: LostCall, finding: Lost, work: UnitOfWork) -> None:
    changed = replace(noted, kind=finding.kind, at=finding.at, waited_s=finding.waited_s)
    if changed == noted:
        return
    await work.abandoned.put_call(changed)
    entry = await work.abandoned.by_id(noted.abandoned_id)
    assert entry is not None
    await work.abandoned.put(of_calls(entry, await work.abandoned.calls_of(entry.id)))


async def strike(entry: Abandoned, reason: str, work: UnitOfWork, *, call_id: str = "") -> Abandoned:
    struck = _struck(entry, reason, work)
    await work.abandoned.put(struck)
    _record_struck(struck, work, call_id)
    return struck


def _struck(entry: Abandoned, reason: str, work: UnitOfWork) -> Abandoned:
    return replace(entry, state="struck", reason=reason, claimed_by=None, closed_at=work.now)


def _record_struck(entry: Abandoned, work: UnitOfWork, call_id: str) -> None:
    work.record(
        AbandonedStruck(
            occurred_at=work.now,
            source="system",
            person_id=entry.person_id,
            abandoned_id=entry.id,
            reason=entry.reason,
            call_id=call_id,
        )
    )


async def forget(person_id: str, work: UnitOfWork) -> None:
    """The person is erased: nobody can call them back, and what was written about them goes."""
    for entry in await work.abandoned.of_person(person_id):
        if entry.active:
            entry = await strike(entry, "erased", work)
        await work.abandoned.put(replace(entry, note=""))


async def _outbound_ended(call: Call, work: UnitOfWork) -> None:
    """A callback, or any other call of ours that reached somebody who waits for one."""
    reached = call.reached_at is not None
    entry = await work.abandoned.called_back_by(call.id)
    if entry and entry.state == "calling":
        await attempt_over(entry, work, reached=reached, call_id=call.id)
    elif reached:
        await _strike_those_before(call, await work.abandoned.touched_by(call), work)


async def attempt_over(entry: Abandoned, work: UnitOfWork, *, reached: bool, call_id: str) -> Abandoned:
    """Reached: done with. Not reached: open again, for the next try."""
    closed = {"state": "reached", "closed_at": work.now} if reached else {"state": "open", "claimed_by": None}
    over = replace(entry, **closed)
    await work.abandoned.put(over)
    work.record(
        CallbackEnded(
            occurred_at=work.now,
            source="system",
            actor=entry.claimed_by,
            person_id=entry.person_id,
            abandoned_id=entry.id,
            call_id=call_id,
            reached=reached,
            attempt=entry.attempts,
        )
    )
    return over
