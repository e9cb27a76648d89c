"""Reads CEL's SQLite file without ever standing in Asterisk's way.

An open cursor would keep Asterisk from writing (tried: at 20 calls/s nearly half the INVITEs stayed
unanswered without WAL). So: read-only, one short SELECT that is fetched whole, and the connection closed.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from telephony.cel.rows import COLUMNS, Row
from telephony.times import from_epoch

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM cel WHERE id >= ? ORDER BY id LIMIT ?"
_BUSY_S = 0.5


class CelMissing(OSError):
    """There is no CEL file (yet): Asterisk never ran here, or its disk is away."""


@dataclass(frozen=True)
class Place:
    """Where a reader stopped: the row's id, and what stood there, to know the file again."""

    id: int = 0
    stamp: str = ""

    @classmethod
    def of(cls, row: Row) -> "Place":
        return cls(row.id, f"{row.eventtime}/{row.uniqueid}")

    @classmethod
    def parse(cls, text: str | None) -> "Place":
        number, _, stamp = (text or "").partition(" ")
        return cls(int(number), stamp) if number.isdecimal() else cls()

    def __str__(self) -> str:
        return f"{self.id} {self.stamp}"


@dataclass(frozen=True)
class Batch:
    rows: list[Row]
    full: bool  # more rows may follow
    renewed: bool  # this is not the file we stopped in: it was read from its first row


class Reader:
    """Blocking: call it in a thread of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self, after: Place, limit: int = 2000) -> Batch:
        """The rows after `after`, in order of writing; all of them when the file was rotated or restored
        since. Raises CelMissing, or sqlite3.Error while the file cannot be read."""
        with self._open() as connection:
            rows = self._rows(connection, after.id, limit + 1)
            renewed = after.id > 0 and not self._is_same_file(connection, after, rows)
            if renewed:
                rows = self._rows(connection, 0, limit + 1)
        return Batch(_beyond(rows, 0 if renewed else after.id, limit), len(rows) > limit, renewed)

    def hung_up(self, uniqueids: Sequence[str]) -> set[str]:
        """Those of these channels that have a HANGUP row. Searches the whole file, so ask rarely."""
        marks = ",".join("?" * len(uniqueids))
        query = f"SELECT DISTINCT uniqueid FROM cel WHERE eventtype = 'HANGUP' AND uniqueid IN ({marks})"
        with self._open() as connection:
            return {row[0] for row in connection.execute(query, list(uniqueids)).fetchall()}

    def first_sign(self, uniqueid: str) -> datetime | None:
        """When CEL first wrote something of this call: to the millisecond when it began."""
        return self._sign(uniqueid, "ASC")

    def of_call(self, uniqueid: str) -> list[Row]:
        """All that stands there of this call, in order of writing. Searches the whole file, so ask rarely."""
        query = f"SELECT {', '.join(COLUMNS)} FROM cel WHERE linkedid = ? OR uniqueid = ? ORDER BY id"
        with self._open() as connection:
            return _rows_of(connection.execute(query, (uniqueid, uniqueid)).fetchall())

    def last_sign(self, uniqueid: str) -> datetime | None:
        """When CEL last wrote something of this call."""
        return self._sign(uniqueid, "DESC")

    def _sign(self, uniqueid: str, order: str) -> datetime | None:
        with self._open() as connection:
            query = f"SELECT eventtime FROM cel WHERE linkedid = ? ORDER BY id {order} LIMIT 1"
            found = connection.execute(query, (uniqueid,)).fetchall()
        return from_epoch(found[0][0]) if found else None

    def _rows(self, connection: sqlite3.Connection, first: int, limit: int) -> list[Row]:
        return _rows_of(connection.execute(_SELECT, (first, limit)).fetchall())

    def _is_same_file(self, connection: sqlite3.Connection, after: Place, rows: list[Row]) -> bool:
        if rows and rows[0].id == after.id:
            return Place.of(rows[0]) == after
        return bool(rows)  # the row was pruned but later ones are there; without any, the file is a younger one

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._file.exists():
            raise CelMissing(f"no CEL file at {self._file}")
        address = f"{self._file.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=_BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = 1")
            yield connection
        finally:
            connection.close()


def _rows_of(found: list[tuple[object, ...]]) -> list[Row]:
    """Those that have a time; the others nobody can place."""
    rows = (Row(int(str(number)), *("" if value is None else str(value) for value in rest)) for number, *rest in found)
    return [row for row in rows if row.has_time]


def _beyond(rows: list[Row], after: int, limit: int) -> list[Row]:
    return [row for row in rows if row.id > after][:limit]
