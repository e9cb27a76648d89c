"""Desks and who sits there; users and their sessions."""

from datetime import datetime

from sqlalchemy import bindparam, select

from cad.desks.model import Desk, DeskSession
from cad.store.rows import Rows, table_of
from cad.store.tables import DeskRow, DeskSessionRow, SessionRow, UserRow
from cad.users.model import Session, User

SESSIONS = table_of(DeskSessionRow)
SAT_THERE = (
    select(SESSIONS.c.user_id)
    .where(SESSIONS.c.desk_id == bindparam("desk"), SESSIONS.c.started_at <= bindparam("at"))
    .where(SESSIONS.c.ended_at.is_(None) | (SESSIONS.c.ended_at > bindparam("at")))
    .order_by(SESSIONS.c.started_at.desc())
    .limit(1)
)


class StoredDesks(Rows[Desk]):
    table = table_of(DeskRow)
    entity = Desk

    async def of_user(self, user_id: str) -> Desk | None:
        return await self.one(self.table.c.user_id == bindparam("user"), user=user_id)

    async def first_free(self) -> Desk | None:
        await self.writes.flush()
        free = (
            select(self.table)
            .where(self.table.c.user_id.is_(None))
            .order_by(self.table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = (await self.connection.execute(free)).mappings().one_or_none()
        return await self._remember(dict(row)) if row else None

    async def ids(self) -> list[str]:
        return list((await self.connection.execute(select(self.table.c.id).order_by(self.table.c.id))).scalars())

    async def user_at(self, desk_id: str, time: datetime) -> str | None:
        await self.writes.flush()
        found = await self.connection.execute(SAT_THERE, {"desk": desk_id, "at": time})
        user_id: str | None = found.scalar_one_or_none()
        return user_id


class StoredDeskSessions(Rows[DeskSession]):
    table = SESSIONS
    entity = DeskSession


class StoredUsers(Rows[User]):
    table = table_of(UserRow)
    entity = User

    async def by_username(self, username: str) -> User | None:
        return await self.one(self.table.c.username == bindparam("name"), name=username)

    async def administrators(self) -> list[User]:
        return await self.many((self.table.c.role == "administrator") & self.table.c.active)


class StoredSessions(Rows[Session]):
    table = table_of(SessionRow)
    entity = Session

    async def by_token_hash(self, token_hash: str) -> Session | None:
        return await self.one(self.table.c.token_hash == bindparam("token"), token=token_hash)

    async def living_of(self, user_id: str) -> list[Session]:
        return await self.many(
            (self.table.c.user_id == bindparam("user")) & self.table.c.ended_at.is_(None), user=user_id
        )
