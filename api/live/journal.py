"""The journal in PostgreSQL, as the hub follows it: LISTEN on one connection, reads on another that stays open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import structlog
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.live.message import Message, Views, messages_of
from cad.errors import Unavailable
from cad.store import views
from cad.store.database import Database
from cad.store.journal import CHANNEL

log = structlog.get_logger(__name__)

DATABASE_ERRORS = (SQLAlchemyError, psycopg.Error, OSError, TimeoutError, Unavailable)


class PostgresFeed:
    def __init__(self, bell: psycopg.AsyncConnection[tuple[object, ...]], session: AsyncSession) -> None:
        self._bell = bell
        self._session = session

    async def wait(self, timeout_s: float) -> int | None:
        """The last position that was committed; None when the time is over."""
        last = None
        async for told in self._bell.notifies(timeout=timeout_s, stop_after=1):
            last = int(told.payload)  # goes on to the end of what came in one packet
        return last

    async def after(self, position: int, limit: int) -> list[Message]:
        return await _read(self._session, position, limit)


class PostgresJournal:
    """`url` is SQLAlchemy's; listening needs a session of its own, so no transaction pooler stands in between."""

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[PostgresFeed]:
        """Reads commit by themselves, which saves two round trips a batch: the views need not belong to the very
        position of the entries, since whatever changed them later comes with an entry of its own. All of them ask by
        key, so one plan serves for ever: making a new one each time is half of what reading a call's view costs.

        Keepalives, because a listener sends nothing by itself: a silent end is found within about 10 s.
        """
        bell = await psycopg.AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=5,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )
        async with bell, self._database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            async with AsyncSession(connection, autoflush=False) as session:
                await session.execute(text("SET plan_cache_mode = force_generic_plan"))
                await bell.execute(f"LISTEN {CHANNEL}")
                yield PostgresFeed(bell, session)

    async def head(self) -> int:
        async with self._database.session() as session:
            return await views.journal_head(session)

    async def after(self, position: int, limit: int) -> list[Message]:
        async with self._database.session() as session:
            return await _read(session, position, limit)


async def _read(session: AsyncSession, position: int, limit: int) -> list[Message]:
    """The entries above `position` with the views they changed, as these are now."""
    entries = await views.journal_after(session, position, limit)
    if not entries:
        return []
    try:
        changed: Views = await views.changed(session, entries)
    except DATABASE_ERRORS:
        raise
    except Exception:  # one entry that cannot be drawn must not silence the channel for all
        log.exception("live.changed_failed", first=entries[0].position, last=entries[-1].position)
        changed = {}
    return messages_of([views.entry_view(entry) for entry in entries], changed)
