"""Users and their sessions."""

from dataclasses import replace

from cad.desks.commands import SignOffDesk
from cad.desks.handlers import sign_off_desk
from cad.ids import new_id
from cad.ports import UnitOfWork
from cad.users.commands import AddUser, EndSession, ExtendSession, RefuseSignIn, SetPassword, StartSession
from cad.users.errors import UnknownRole, UnknownUser, UsernameTaken
from cad.users.events import PasswordChanged, SignInRefused, UserAdded, UserSignedIn, UserSignedOut
from cad.users.model import ROLES, Session, User


async def add_user(command: AddUser, work: UnitOfWork) -> User:
    if command.role not in ROLES:
        raise UnknownRole(command.role)
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
    )
    await work.users.put(user)
    source = "user" if command.by else "system"
    work.record(UserAdded(occurred_at=work.now, source=source, actor=command.by, user_id=user.id, role=user.role))
    return user


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
    user = await work.users.by_id(command.user_id)
    if user is None:
        raise UnknownUser
    user = replace(user, password_hash=command.password_hash)
    await work.users.put(user)
    work.record(PasswordChanged(occurred_at=work.now, actor=command.by, user_id=user.id))
    return user


HANDLERS = {
    AddUser: add_user,
    StartSession: start_session,
    EndSession: end_session,
    ExtendSession: extend_session,
    RefuseSignIn: refuse_sign_in,
    SetPassword: set_password,
}
