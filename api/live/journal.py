"""The journal in PostgreSQL, as the hub follows it: LISTEN on a connection of its own, reads through the pool."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from api.live.message import Message, Views, messages_of
from cad.errors import Unavailable
from cad.store import views
from cad.store.database import Database
from cad.store.journal import CHANNEL

log = structlog.get_logger(__name__)

DATABASE_ERRORS = (SQLAlchemyError, psycopg.Error, OSError, TimeoutError, Unavailable)


class _Notifications:
    def __init__(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        self._connection = connection

    async def wait(self, timeout_s: float) -> None:
        """Until the journal has grown, or the time is over."""
        async for _ in self._connection.notifies(timeout=timeout_s, stop_after=1):
            return


class PostgresJournal:
    """`url` is SQLAlchemy's; listening needs a session of its own, so no transaction pooler stands in between."""

    def __init__(self, database: Database, url: str) -> None:
        self._database = database
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[_Notifications]:
        """Keepalives, because a listener sends nothing by itself: a silent end is found within about 10 s."""
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=5,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            yield _Notifications(connection)

    async def head(self) -> int:
        async with self._database.session() as session:
            return await views.journal_head(session)

    async def after(self, position: int, limit: int) -> list[Message]:
        """The entries above `position` with the views they changed, as these are now."""
        async with self._database.session() as session:
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
