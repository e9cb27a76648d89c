"""Accounts and sessions, as the edge needs them to know who is asking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.rows import table_of
from cad.store.tables import SessionRow, UserRow

USERS, SESSIONS = table_of(UserRow), table_of(SessionRow)
ACCOUNT = [
    USERS.c[name]
    for name in (
        *("id", "username", "name", "role", "password_hash"),
        *("agency_id", "areas", "unit_id", "must_change"),
    )
]

BY_NAME = select(*ACCOUNT).where(USERS.c.username == bindparam("username"), USERS.c.active)
# Lives: neither ended nor expired, and its user is still active.
LIVING = (
    select(SESSIONS.c.token_hash, SESSIONS.c.created_at, SESSIONS.c.expires_at, *ACCOUNT)
    .join_from(SESSIONS, USERS, USERS.c.id == SESSIONS.c.user_id)
    .where(SESSIONS.c.token_hash.in_(bindparam("hashes", expanding=True)))
    .where(SESSIONS.c.ended_at.is_(None), SESSIONS.c.expires_at > bindparam("now"), USERS.c.active)
)


@dataclass(frozen=True)
class Account:
    """A user who may sign in. `password_hash` is for the check alone."""

    user_id: str
    username: str
    name: str
    role: str
    password_hash: str
    agency_id: str | None
    areas: frozenset[str]
    unit_id: str | None
    must_change: bool


@dataclass(frozen=True)
class LivingSession:
    token_hash: str
    created_at: datetime
    expires_at: datetime
    account: Account


async def account_by_name(session: AsyncSession, username: str) -> Account | None:
    """An active user's account."""
    row = (await session.execute(BY_NAME, {"username": username})).one_or_none()
    return _account(row) if row else None


async def living_sessions(session: AsyncSession, token_hashes: Collection[str], now: datetime) -> list[LivingSession]:
    """Those of these tokens whose session lives."""
    rows = await session.execute(LIVING, {"hashes": list(token_hashes), "now": now})
    return [LivingSession(row.token_hash, row.created_at, row.expires_at, _account(row)) for row in rows]


def _account(row: Row[Any]) -> Account:
    own = (row.agency_id, frozenset(row.areas), row.unit_id, row.must_change)
    return Account(row.id, row.username, row.name, row.role, row.password_hash, *own)
