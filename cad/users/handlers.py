"""Users and their sessions."""

from dataclasses import replace
from typing import Any

from cad.access.scope import ROLES
from cad.desks.commands import SignOffDesk
from cad.desks.handlers import sign_off_desk
from cad.ids import new_id
from cad.ports import UnitOfWork
from cad.users.commands import (
    AddUser,
    ChangeUser,
    DisableUser,
    EndSession,
    EndSessions,
    ExtendSession,
    RefuseSignIn,
    ResetPassword,
    SetPassword,
    StartSession,
)
from cad.users.errors import AgencyMissing, LastAdministrator, UnitMissing, UnknownRole, UnknownUser, UsernameTaken
from cad.users.events import (
    PasswordChanged,
    PasswordReset,
    SignInRefused,
    UserAdded,
    UserChanged,
    UserDisabled,
    UserEnabled,
    UserSignedIn,
    UserSignedOut,
)
from cad.users.model import Session, User

# What decides what a person may see.
SCOPED_BY = ("role", "agency_id", "areas", "unit_id")


async def add_user(command: AddUser, work: UnitOfWork) -> User:
    belongs = await _belongs(command, work)
    if await work.users.by_username(command.username):
        raise UsernameTaken
    user = User(
        id=new_id(),
        center_id=work.center.id,
        username=command.username,
        name=command.name,
        role=command.role,
        password_hash=command.password_hash,
        created_at=work.now,
        must_change=command.temporary,
        **belongs,
    )
    await work.users.put(user)
    source = "user" if command.by else "system"
    work.record(
        UserAdded(occurred_at=work.now, source=source, actor=command.by, user_id=user.id, role=user.role, **belongs)
    )
    return user


async def _belongs(command: AddUser | ChangeUser, work: UnitOfWork) -> dict[str, Any]:
    """agency_id, areas, unit_id as they fit the role; what does not belong to it is left out."""
    if command.role not in ROLES:
        raise UnknownRole(command.role)
    agency_id = command.agency_id if command.role == "agency_dispatcher" else None
    unit_id = command.unit_id if command.role == "responder" else None
    if command.role == "agency_dispatcher" and not (agency_id and await work.agencies.by_id(agency_id)):
        raise AgencyMissing
    if command.role == "responder" and not (unit_id and await work.units.by_id(unit_id)):
        raise UnitMissing
    areas = [] if command.role == "responder" else sorted(set(command.areas))
    return {"agency_id": agency_id, "areas": areas, "unit_id": unit_id}


async def change_user(command: ChangeUser, work: UnitOfWork) -> User:
    before = await _user(command.user_id, work)
    if before.role == "administrator" and command.role != "administrator":
        await _not_the_last(before, work)
    told = {"name": command.name, "role": command.role, **await _belongs(command, work)}
    changed = sorted(name for name, value in told.items() if getattr(before, name) != value)
    if not changed:
        return before
    after = replace(before, **told)
    await work.users.put(after)
    work.record(
        UserChanged(
            occurred_at=work.now,
            actor=command.by,
            user_id=after.id,
            changed=changed,
            before={name: getattr(before, name) for name in SCOPED_BY},
            after={name: getattr(after, name) for name in SCOPED_BY},
        )
    )
    if set(changed) & set(SCOPED_BY):
        await _end_all(after.id, work)
    return after


async def disable_user(command: DisableUser, work: UnitOfWork) -> User:
    user = await _user(command.user_id, work)
    if user.active != command.disabled:
        return user
    if command.disabled and user.role == "administrator":
        await _not_the_last(user, work)
    user = replace(user, active=not command.disabled)
    await work.users.put(user)
    told = UserDisabled if command.disabled else UserEnabled
    work.record(told(occurred_at=work.now, actor=command.by, user_id=user.id))
    if command.disabled:
        await _end_all(user.id, work)
    return user


async def end_sessions(command: EndSessions, work: UnitOfWork) -> int:
    await _user(command.user_id, work)
    return await _end_all(command.user_id, work)


async def reset_password(command: ResetPassword, work: UnitOfWork) -> User:
    user = replace(await _user(command.user_id, work), password_hash=command.password_hash, must_change=True)
    await work.users.put(user)
    work.record(PasswordReset(occurred_at=work.now, actor=command.by, user_id=user.id))
    await _end_all(user.id, work)
    return user


async def _user(user_id: str, work: UnitOfWork) -> User:
    user = await work.users.by_id(user_id)
    if user is None:
        raise UnknownUser
    return user


async def _not_the_last(user: User, work: UnitOfWork) -> None:
    """All administrators are held until we commit, so that two cannot remove each other."""
    if not any(other.id != user.id for other in await work.users.administrators()):
        raise LastAdministrator


async def _end_all(user_id: str, work: UnitOfWork, keep: str = "") -> int:
    ended = [session for session in await work.sessions.living_of(user_id) if session.token_hash != keep]
    for session in ended:
        await end_session(EndSession(token_hash=session.token_hash), work)
    return len(ended)


async def start_session(command: StartSession, work: UnitOfWork) -> Session:
    user = await work.users.by_id(command.user_id)
    if user is None or not user.active:
        raise UnknownUser
    session = Session(
        id=new_id(),
        user_id=user.id,
        token_hash=command.token_hash,
        created_at=work.now,
        expires_at=command.expires_at,
        address=command.address,
        agent=command.agent[:200],
    )
    await work.sessions.put(session)
    work.record(
        UserSignedIn(
            occurred_at=work.now, actor=user.id, user_id=user.id, session_id=session.id, address=session.address
        )
    )
    return session


async def extend_session(command: ExtendSession, work: UnitOfWork) -> Session | None:
    session = await work.sessions.by_token_hash(command.token_hash)
    if session is None or session.ended_at:
        return session
    extended = replace(session, expires_at=command.expires_at)
    await work.sessions.put(extended)
    return extended


async def end_session(command: EndSession, work: UnitOfWork) -> Session | None:
    session = await work.sessions.by_token_hash(command.token_hash)
    if session is None or session.ended_at:
        return session
    ended = replace(session, ended_at=work.now)
    await work.sessions.put(ended)
    await sign_off_desk(SignOffDesk(user_id=session.user_id), work)
    work.record(
        UserSignedOut(occurred_at=work.now, actor=session.user_id, user_id=session.user_id, session_id=session.id)
    )
    return ended


async def refuse_sign_in(command: RefuseSignIn, work: UnitOfWork) -> None:
    user = await work.users.by_username(command.username)
    known = user.id if user else ""
    work.record(SignInRefused(occurred_at=work.now, source="system", user_id=known, address=command.address))


async def set_password(command: SetPassword, work: UnitOfWork) -> User:
    user = replace(await _user(command.user_id, work), password_hash=command.password_hash, must_change=False)
    await work.users.put(user)
    work.record(PasswordChanged(occurred_at=work.now, actor=command.by, user_id=user.id))
    await _end_all(user.id, work, keep=command.keep)
    return user


HANDLERS = {
    AddUser: add_user,
    ChangeUser: change_user,
    DisableUser: disable_user,
    EndSessions: end_sessions,
    ResetPassword: reset_password,
    StartSession: start_session,
    EndSession: end_session,
    ExtendSession: extend_session,
    RefuseSignIn: refuse_sign_in,
    SetPassword: set_password,
}
