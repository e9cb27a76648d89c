"""Who sits where, and whether they take calls."""

from dataclasses import replace

from cad.desks.commands import SeeDesk, SetDeskState, SignOffDesk, SignOnDesk
from cad.desks.errors import DeskTaken, NoDeskFree, NotAtADesk, UnknownDesk, UnknownDeskState
from cad.desks.events import DeskSeen, DeskSignedOff, DeskSignedOn, DeskStateChanged
from cad.desks.model import Desk, DeskSession
from cad.ids import new_id
from cad.ports import UnitOfWork
from cad.users.errors import UnknownUser

SEATED_STATES = ("ready", "paused", "wrap_up")


async def sign_on_desk(command: SignOnDesk, work: UnitOfWork) -> Desk:
    if await work.users.by_id(command.user_id) is None:
        raise UnknownUser
    seat = await work.desks.of_user(command.user_id)
    if seat and command.desk_id in (None, seat.id):
        return seat
    desk = await _wanted(command, work)
    if seat:
        await _leave(seat, work)
    session = DeskSession(id=new_id(), desk_id=desk.id, user_id=command.user_id, started_at=work.now)
    await work.desk_sessions.put(session)
    desk = replace(
        desk,
        user_id=command.user_id,
        session_id=session.id,
        state="paused",
        reason="",
        since=work.now,
        skipped=0,
        wrap_up_until=None,
    )
    await work.desks.put(desk)
    work.record(DeskSignedOn(occurred_at=work.now, actor=command.user_id, desk_id=desk.id, session_id=session.id))
    return desk


async def _wanted(command: SignOnDesk, work: UnitOfWork) -> Desk:
    if command.desk_id is None:
        free = await work.desks.first_free()
        if free is None:
            raise NoDeskFree
        return free
    desk = await work.desks.by_id(command.desk_id)
    if desk is None:
        raise UnknownDesk
    if desk.user_id not in (None, command.user_id):
        raise DeskTaken(desk.label)
    return desk


async def set_desk_state(command: SetDeskState, work: UnitOfWork) -> Desk:
    if command.state not in SEATED_STATES:
        raise UnknownDeskState(command.state)
    desk = await work.desks.of_user(command.user_id)
    if desk is None:
        raise NotAtADesk
    reason = command.reason.strip() if command.state == "paused" else ""
    if (desk.state, desk.reason) == (command.state, reason):
        return desk
    changed = replace(desk, state=command.state, reason=reason, since=work.now, wrap_up_until=None)
    if command.state == "ready":
        changed = replace(changed, skipped=0)
    await work.desks.put(changed)
    work.record(
        DeskStateChanged(
            occurred_at=work.now,
            actor=command.user_id,
            desk_id=desk.id,
            state=changed.state,
            previous=desk.state,
            reason=reason,
        )
    )
    return changed


async def sign_off_desk(command: SignOffDesk, work: UnitOfWork) -> Desk | None:
    desk = await work.desks.of_user(command.user_id)
    return await _leave(desk, work) if desk else None


async def _leave(desk: Desk, work: UnitOfWork) -> Desk:
    session = await work.desk_sessions.by_id(desk.session_id) if desk.session_id else None
    if session:
        await work.desk_sessions.put(replace(session, ended_at=work.now))
    empty = replace(
        desk, user_id=None, session_id=None, state="off", reason="", since=work.now, skipped=0, wrap_up_until=None
    )
    await work.desks.put(empty)
    work.record(
        DeskSignedOff(occurred_at=work.now, actor=desk.user_id, desk_id=desk.id, session_id=desk.session_id or "")
    )
    return empty


async def see_desk(command: SeeDesk, work: UnitOfWork) -> Desk:
    desk = await work.desks.by_id(command.desk_id)
    if desk is None:
        raise UnknownDesk
    if desk.registered == command.registered:
        return desk
    desk = replace(desk, registered=command.registered)
    await work.desks.put(desk)
    work.record(DeskSeen(occurred_at=work.now, source=command.source, desk_id=desk.id, registered=command.registered))
    return desk


HANDLERS = {
    SignOnDesk: sign_on_desk,
    SetDeskState: set_desk_state,
    SignOffDesk: sign_off_desk,
    SeeDesk: see_desk,
}
