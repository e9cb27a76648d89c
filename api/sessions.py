"""Sessions live in the database: any process of ours knows them, and ending one counts at once.

The cookie holds 32 random bytes; the database only their sha256. A session ends at a fixed time after sign-in, and
sooner when nothing was heard of it: neither a request nor an open live channel. A console left open through a quiet
night thus stays signed in; a closed one does not.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection

from cad.access.scope import Scope
from cad.bus import Bus
from cad.clock import utc_now
from cad.store.database import READER, Database
from cad.store.views import accounts
from cad.store.views.accounts import Account
from cad.users.commands import EndSession, ExtendSession, StartSession

if TYPE_CHECKING:
    from api.runtime import Runtime

COOKIE = "tanggap_session"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=14)  # a twelve-hour shift with its hand-over
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32
LONGEST_COOKIE = 128


@dataclass(frozen=True)
class SignedIn:
    """Who is asking."""

    user_id: str
    username: str
    name: str
    role: str
    token_hash: str
    expires_at: datetime
    scope: Scope
    must_change: bool

    def view(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "username": self.username,
            "name": self.name,
            "role": self.role,
            "agency_id": self.scope.agency_id,
            "areas": sorted(self.scope.areas),
            "unit_id": self.scope.unit_id,
            "must_change_password": self.must_change,
        }


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:200]


def _ends(signed_in_at: datetime, now: datetime) -> datetime:
    """When the session ends if nothing more is heard of it."""
    return min(now + IDLE, signed_in_at + LONGEST)


async def find_account(runtime: "Runtime", username: str) -> Account | None:
    async with runtime.database.session() as session:
        return await accounts.account_by_name(session, username)


async def own_account(runtime: "Runtime", user: SignedIn) -> Account | None:
    """With the password's hash, which no scope shows: for a check of who is already known by their session."""
    told = READER.set(None)
    try:
        return await find_account(runtime, user.username)
    finally:
        READER.reset(told)


async def start_session(runtime: "Runtime", account: Account, connection: HTTPConnection) -> tuple[SignedIn, str]:
    """The session and the cookie's value, which nobody knows afterwards."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), utc_now()
    await runtime.bus.handle(
        StartSession(
            user_id=account.user_id,
            token_hash=hash_token(token),
            expires_at=_ends(now, now),
            address=address_of(connection),
            agent=_printable(connection.headers.get("user-agent", "")),
        )
    )
    return _signed_in(account, hash_token(token), now), token


async def end_session(runtime: "Runtime", user: SignedIn) -> None:
    await runtime.bus.handle(EndSession(token_hash=user.token_hash))


async def find_session(runtime: "Runtime", token: str) -> SignedIn | None:
    """Whose cookie this is, if the session lives; notes the sign of life once a minute."""
    if not token or len(token) > LONGEST_COOKIE:
        return None
    async with runtime.database.session() as session:
        found = await accounts.living_sessions(session, [hash_token(token)], utc_now())
    if not found:
        return None
    (known,) = found
    await _note_life(runtime.bus, known.token_hash, known.created_at, known.expires_at)
    return _signed_in(known.account, known.token_hash, known.created_at)


async def whose(connection: HTTPConnection, runtime: "Runtime") -> SignedIn | None:
    """Who asks, looked up once a request. From here on everything that this task reads keeps to their scope."""
    if not hasattr(connection.state, "user"):
        READER.set(None)  # a session is looked up by nobody yet
        cookie = connection.cookies.get(COOKIE)
        connection.state.user = await find_session(runtime, cookie) if cookie else None
    user: SignedIn | None = connection.state.user
    READER.set(user.scope if user else None)
    return user


async def living_sessions(database: Database, bus: Bus, token_hashes: Collection[str]) -> set[str]:
    """Which of these still live; asked for the open live channels, it is their sign of life too."""
    async with database.session() as session:
        found = await accounts.living_sessions(session, token_hashes, utc_now())
    for known in found:
        await _note_life(bus, known.token_hash, known.created_at, known.expires_at)
    return {known.token_hash for known in found}


async def _note_life(bus: Bus, token_hash: str, created_at: datetime, expires_at: datetime) -> None:
    ends = _ends(created_at, utc_now())
    if ends - expires_at > TOUCH_EVERY:
        await bus.handle(ExtendSession(token_hash=token_hash, expires_at=ends))


def _signed_in(account: Account, token_hash: str, created_at: datetime) -> SignedIn:
    return SignedIn(
        user_id=account.user_id,
        username=account.username,
        name=account.name,
        role=account.role,
        token_hash=token_hash,
        expires_at=created_at + LONGEST,
        scope=Scope(account.role, account.agency_id, account.areas, account.unit_id),
        must_change=account.must_change,
    )
