"""Accounts and sessions, as the edge needs them to know who is asking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from cad.store.tables.users import SessionRow, UserRow


@dataclass(frozen=True)
class Account:
    """A user who may sign in. `password_hash` is for the check alone."""

    user_id: str
    username: str
    name: str
    role: str
    password_hash: str


@dataclass(frozen=True)
class LivingSession:
    token_hash: str
    created_at: datetime
    expires_at: datetime
    account: Account


async def account_by_name(session: AsyncSession, username: str) -> Account | None:
    """An active user's account; the name as it was given when the user was made."""
    query = select(UserRow).where(col(UserRow.username) == username, col(UserRow.active))
    row = (await session.execute(query)).scalar_one_or_none()
    return _account(row) if row else None


async def session_by_token(session: AsyncSession, token_hash: str, now: datetime) -> LivingSession | None:
    """The session of this token, while it has neither ended nor expired and its user is active."""
    query = (
        select(SessionRow, UserRow)
        .join(UserRow, col(UserRow.id) == col(SessionRow.user_id))
        .where(col(SessionRow.token_hash) == token_hash, *_lives(now))
    )
    found = (await session.execute(query)).one_or_none()
    return _living(found[0], found[1]) if found else None


async def living_sessions(session: AsyncSession, token_hashes: Collection[str], now: datetime) -> list[LivingSession]:
    """Those of these tokens whose session lives."""
    query = (
        select(SessionRow, UserRow)
        .join(UserRow, col(UserRow.id) == col(SessionRow.user_id))
        .where(col(SessionRow.token_hash).in_(token_hashes), *_lives(now))
    )
    return [_living(known, user) for known, user in (await session.execute(query)).all()]


def _lives(now: datetime) -> list[ColumnElement[bool]]:
    return [col(SessionRow.ended_at).is_(None), col(SessionRow.expires_at) > now, col(UserRow.active)]


def _living(known: SessionRow, user: UserRow) -> LivingSession:
    return LivingSession(known.token_hash, known.created_at, known.expires_at, _account(user))


def _account(row: UserRow) -> Account:
    return Account(row.id, row.username, row.name, row.role, row.password_hash)
