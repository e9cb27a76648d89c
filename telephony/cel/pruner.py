"""Keeps cel.db from growing for ever: what is older than 30 days and was read goes, a few rows at a time.

SQLite has one writer, and Asterisk must never wait for us: a transaction here is a few milliseconds long, is given up
at once when Asterisk is writing, and waits for no disk (a deletion that a power cut undoes is done again). The space is
used again by new rows; the file does not shrink, as that would take it from Asterisk for a while.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import structlog

from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.cel.reader import CelMissing
from telephony.cel.reconciler import Reconciler

log = structlog.get_logger()

KEEP = timedelta(days=30)
PERIOD_S = 600.0
ROWS = 200  # 1 ms of writing
PAUSE_S = 0.05  # between two transactions: at 20 calls/s Asterisk writes a row each 2 ms
BUSY_S = 0.02
GIVE_UP_AFTER = 100  # the next round is in ten minutes
AHEAD = timedelta(hours=1)  # a row from further in the future was written while the clock was wrong


class Pruner:
    """`reconciler.reached` is the id of the last row whose telling is committed."""

    def __init__(self, file: Path, reconciler: Reconciler, clock: Clock = utc_now) -> None:
        self._file, self._reconciler, self._clock = file, reconciler, clock

    async def run(self) -> None:
        while True:
            try:
                if gone := await self.prune():
                    log.info("cel.pruned", rows=gone)
            except (sqlite3.Error, CelMissing) as error:
                log.warning("cel.not_pruned", error=str(error)[:200])
            await asyncio.sleep(PERIOD_S)

    async def prune(self) -> int:
        """All that is due; how many rows that was. Raises sqlite3.Error, CelMissing."""
        gone = busy = 0
        while busy < GIVE_UP_AFTER:
            try:
                more = await self._reconciler.ask(self._prune_some, self._reconciler.reached)
            except sqlite3.OperationalError:  # Asterisk is writing: it goes first
                busy, more = busy + 1, 0
            else:
                if not more:
                    break
            gone += more
            metrics.cel_pruned.inc(more)
            await asyncio.sleep(PAUSE_S)
        await self._reconciler.ask(self._checkpoint)
        return gone

    def _prune_some(self, reached: int) -> int:
        """The oldest rows, up to the first that is to stay. The row we stopped at stays always: it is how we know the
        file again."""
        now = self._clock()
        oldest, newest = (now - KEEP).timestamp(), (now + AHEAD).timestamp()
        with self._open() as database:
            query = "SELECT id, CAST(eventtime AS REAL) FROM cel WHERE id < ? ORDER BY id LIMIT ?"
            rows = database.execute(query, (reached, ROWS)).fetchall()
            young = (place for place, (_, at) in enumerate(rows) if oldest <= at <= newest)
            due = rows[: next(young, len(rows))]
            if due:
                database.execute("DELETE FROM cel WHERE id <= ?", (due[-1][0],))
        return len(due)

    def _checkpoint(self) -> None:
        """PASSIVE copies what it may without keeping anybody from reading or writing."""
        with self._open() as database:
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._file.exists():
            raise CelMissing(f"no CEL file at {self._file}")
        address = f"{self._file.resolve().as_uri()}?mode=rw"
        database = sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = NORMAL")
            yield database
        finally:
            database.close()
