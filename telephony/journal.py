"""Follows the journal: what dispatchers decided reaches the PBX within a tenth of a second of its commit.

The store says that there is more; what it is is read from the journal, so nothing depends on having heard
every word. The place reached is saved, so a restart acts on nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from cad.bus import Bus
from cad.store.listen import Positions
from telephony.away import is_away
from telephony.backoff import delays
from telephony.ledger import Entry, Ledger

log = structlog.get_logger()

CURSOR = "telephony:journal"
GATHER_S = 0.1  # a busy center writes 50 entries a second: ten looks at them are enough for a button
AT_ONCE = 500

Handler = Callable[[Entry], Awaitable[None]]


class JournalFollower:
    """`failing` says why decisions do not reach the PBX; empty while they do."""

    def __init__(self, url: str, ledger: Ledger, bus: Bus, handlers: Mapping[str, Handler]) -> None:
        """`url` is the database's; `handlers` by kind of entry."""
        self._url, self._ledger, self._bus, self._handlers = url, ledger, bus, handlers
        self._position: int | None = None
        self._end = 0
        self._more = asyncio.Event()
        self.failing = "starting"

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._act())

    async def _listen(self) -> None:
        async for end in Positions(self._url):
            if end < self._end:  # an older database was restored under us: we go on from its end
                self._position = end
            self._end = end
            self._more.set()

    async def _act(self) -> None:
        waiting = delays()
        while True:
            await self._more.wait()
            self._more.clear()
            try:
                await self._read_on()
                self.failing, waiting = "", delays()
                await asyncio.sleep(GATHER_S)
            except Exception as error:
                self.failing = "database away"
                log.warning("journal.lost", error=type(error).__name__, exc_info=None if is_away(error) else error)
                self._more.set()
                await asyncio.sleep(next(waiting))

    async def _read_on(self) -> None:
        if self._position is None:
            self._position = await self._begin()
        while self._position < (end := self._end):
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
        return int(saved) if saved else self._end

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
