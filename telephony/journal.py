"""Follows the journal: what dispatchers decided reaches the PBX within milliseconds of its commit.

PostgreSQL's NOTIFY says that there is more; what it is is read from the journal, so nothing depends on
having heard every notification. The place reached is saved, so a restart acts on nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import psycopg
import structlog

from cad.bus import Bus
from telephony.away import is_away
from telephony.backoff import delays
from telephony.ledger import Entry, Ledger

log = structlog.get_logger()

CHANNEL = "journal"
CURSOR = "telephony:journal"
LOOK_S = 2.0  # in case a notification was lost
AT_ONCE = 500

Handler = Callable[[Entry], Awaitable[None]]


class JournalFollower:
    """`failing` says why decisions do not reach the PBX; empty while they do."""

    def __init__(self, conninfo: str, ledger: Ledger, bus: Bus, handlers: Mapping[str, Handler]) -> None:
        """`conninfo` is libpq's (`postgresql://...`); `handlers` by kind of entry."""
        self._conninfo, self._ledger, self._bus, self._handlers = conninfo, ledger, bus, handlers
        self._position: int | None = None
        self.failing = "starting"

    async def run(self) -> None:
        waiting = delays()
        while True:
            try:
                async with await self._connect() as connection:
                    waiting = delays()
                    await self._follow(connection)
            except Exception as error:
                self.failing = "database away"
                known = None if is_away(error) or isinstance(error, psycopg.Error) else error
                log.warning("journal.lost", error=type(error).__name__, exc_info=known)
            await asyncio.sleep(next(waiting))

    async def _connect(self) -> psycopg.AsyncConnection:
        async with asyncio.timeout(5):
            connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
            await connection.execute(f"LISTEN {CHANNEL}")
        return connection

    async def _follow(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            await self._read_on()
            self.failing = ""
            async for _ in connection.notifies(timeout=LOOK_S, stop_after=1):
                pass

    async def _read_on(self) -> None:
        """A restored database may be behind where we were: then we go on from its end."""
        if self._position is None:
            self._position = await self._begin()
        end = await self._ledger.position()
        if end < self._position:
            self._position = end
        while self._position < end:
            entries = await self._ledger.entries_after(self._position, AT_ONCE, tuple(self._handlers))
            for entry in entries:
                await self._handle(entry)
                self._position = entry.position
            if len(entries) < AT_ONCE:
                self._position = max(end, self._position)
            if entries:
                await self._save()

    async def _begin(self) -> int:
        saved = await self._bus.load_cursor(CURSOR)
        return int(saved) if saved else await self._ledger.position()

    async def _save(self) -> None:
        async with self._bus.transaction() as transaction:
            await transaction.save_cursor(CURSOR, str(self._position))

    async def _handle(self, entry: Entry) -> None:
        try:
            await self._handlers[entry.kind](entry)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("journal.handler_failed", kind=entry.kind, position=entry.position)
