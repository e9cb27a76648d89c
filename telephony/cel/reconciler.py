"""Tells the domain what Asterisk wrote down, from where we stopped; what was told already counts once.

The place reached is saved in the same transaction as what was told, so a crash repeats and never skips.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact
from cad.clock import Clock, utc_now
from cad.errors import TanggapError
from telephony import metrics
from telephony.away import is_away
from telephony.backoff import delays
from telephony.cel.reader import Batch, CelMissing, Place, Reader
from telephony.cel.rows import Row
from telephony.cel.translator import translate
from telephony.told import Told

log = structlog.get_logger()
Result = TypeVar("Result")

PERIOD_S = 0.5
LAG_S = 1.5  # ARI tells within milliseconds; CEL waits that long, so that it normally finds nothing to do
CATCH_UP_LAG_S = 0.2  # enough for a call's first rows to be complete
# While the observer's facts queue for the database, telling them twice would only make the queue longer.
BUSY_LAG_S = 15.0
ROWS = 200  # one transaction's worth
LOOK_AHEAD = 50  # rows at the end of a full batch that are only looked at


def ripe_rows(batch: Batch, now: datetime, lag_s: float) -> Sequence[Row]:
    """The first rows of the batch, up to the one that is too young (or, in a full batch, near the end).

    A row from the future is ripe too: the clock was set back since, and waiting for it would take hours.
    """
    rows = batch.rows[:-LOOK_AHEAD] if batch.full else batch.rows
    young = (place for place, row in enumerate(rows) if abs((now - row.at).total_seconds()) < lag_s)
    return rows[: next(young, len(rows))]


class Reconciler:
    """`failing` says why it cannot do its work now; empty when it does. `delivered` hears of each fact committed;
    `busy` says that the observer has more to tell than the database takes."""

    def __init__(
        self,
        reader: Reader,
        bus: Bus,
        pbx_id: str,
        *,
        exercise: bool = False,
        told: Told | None = None,
        delivered: Callable[[CallFact], None] = lambda _: None,
        busy: Callable[[], bool] = lambda: False,
        clock: Clock = utc_now,
    ) -> None:
        self._reader, self._bus, self._pbx_id, self._exercise = reader, bus, pbx_id, exercise
        self._told, self._delivered, self._busy, self._clock = told or Told(), delivered, busy, clock
        self._cursor = f"cel:{pbx_id}"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cel")
        self._lock = asyncio.Lock()
        self._place: Place | None = None
        self.failing = "starting"

    @property
    def reached(self) -> int:
        """The id of the last row whose telling is committed; 0 while that is not known."""
        return self._place.id if self._place else 0

    async def run(self) -> None:
        """Periodically, for ever. Databases and files that are away are waited for."""
        waiting = delays(first_s=PERIOD_S, longest_s=5.0)
        while True:
            try:
                await self.catch_up(BUSY_LAG_S if self._busy() else LAG_S)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round is the cure
                self._failed(error)
                await asyncio.sleep(next(waiting))
            else:
                waiting = delays(first_s=PERIOD_S, longest_s=5.0)
                await asyncio.sleep(PERIOD_S)

    async def catch_up(self, lag_s: float = CATCH_UP_LAG_S) -> int:
        """Reads to the end (but for rows younger than `lag_s`) and tells; how many facts that were."""
        async with self._lock:
            facts = 0
            while True:
                batch = await self._read()
                ripe = ripe_rows(batch, self._clock(), lag_s)
                facts += await self._tell(batch, ripe)
                self._report(batch.rows[len(ripe) :])
                if not batch.full or not ripe:  # young rows before others: the clock was set back
                    return facts

    async def ask(self, question: Callable[..., Result], *arguments: object) -> Result:
        """One of the reader's blocking questions, asked where it disturbs nobody."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *arguments)

    async def _read(self) -> Batch:
        if self._place is None:
            self._place = Place.parse(await self._bus.load_cursor(self._cursor))
        batch = await self.ask(self._reader.read, self._place, ROWS)
        if batch.renewed:
            log.warning("cel.new_file", hint="rotated or restored: read again from its first row")
        return batch

    async def _tell(self, batch: Batch, ripe: Sequence[Row]) -> int:
        if not ripe:
            return 0
        metrics.cel_rows.inc(len(ripe))
        everything = translate(batch.rows, ripe[-1].id, self._pbx_id, self._exercise)
        facts = [fact for fact in everything if not self._told.knows(fact)]
        place = Place.of(ripe[-1])
        try:
            await self._together(facts, place)
        except Exception as error:
            if is_away(error):
                raise
            log.warning("cel.one_by_one", error=type(error).__name__, facts=len(facts))
            await self._one_by_one(facts, place)
        self._place = place
        for fact in facts:
            metrics.commands.labels(type(fact).__name__, fact.source).inc()
            self._delivered(fact)
        return len(facts)

    async def _together(self, facts: Sequence[CallFact], place: Place) -> None:
        async with self._bus.transaction() as transaction:
            for fact in facts:
                await transaction.handle(fact)
            await transaction.save_cursor(self._cursor, str(place))

    async def _one_by_one(self, facts: Sequence[CallFact], place: Place) -> None:
        """One fact that the domain refuses must not hold up all that come after it."""
        for fact in facts:
            try:
                await self._bus.handle(fact)
            except Exception as error:
                if is_away(error):
                    raise
                metrics.commands_refused.labels(getattr(error, "error_id", "internal")).inc()
                known = None if isinstance(error, TanggapError) else error
                log.error("cel.refused", command=type(fact).__name__, uniqueid=fact.uniqueid, exc_info=known)
        await self._together([], place)

    def _report(self, left: Sequence[Row]) -> None:
        self.failing = ""
        metrics.cel_behind.set(max(0.0, (self._clock() - left[0].at).total_seconds()) if left else 0.0)

    def _failed(self, error: Exception) -> None:
        """Afterwards nothing is taken for granted: the database may be another one than before."""
        metrics.cel_failures.inc()
        known = isinstance(error, CelMissing | sqlite3.Error) or is_away(error)
        log.warning("cel.failed", error=type(error).__name__, exc_info=None if known else error)
        self.failing = "CEL cannot be read" if isinstance(error, CelMissing | sqlite3.Error) else "database away"
        self._place = None
        self._told.forget()
