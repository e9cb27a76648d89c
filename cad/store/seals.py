"""Reading the chain as it stands, and keeping seals of it. Plain blocking connections: for the check and the bundle,
which go over much in a process or thread of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import make_url

from cad.evidence.chain import Chain, Link, Problem
from cad.evidence.seals import Seal, merkle_root

Connection = psycopg.Connection[Any]

COLUMNS = "position, occurred_at, recorded_at, source, kind, actor, desk_id, subject_type, subject_id, data::text, hash"
AFTER = f"SELECT {COLUMNS} FROM journal WHERE position > %s AND position <= %s ORDER BY position".encode()
BATCH = 5000
LOCK = 5_112_014  # only one seals at a time
MOST_IN_A_SEAL = 10_000  # hashes held while its tree is made, and a proof's longest path is 14 steps
PARTS = b"""
SELECT j.position, j.data->>'sealed_sha256' AS told, encode(sha256(s.ciphertext), 'hex') AS found
FROM journal j FULL JOIN journal_sealed s ON s.position = j.position
WHERE coalesce(j.position, s.position) > %s AND coalesce(j.position, s.position) <= %s
    AND (s.position IS NOT NULL OR j.data ? 'sealed_sha256')
    AND j.data->>'sealed_sha256' IS DISTINCT FROM encode(sha256(s.ciphertext), 'hex')
ORDER BY 1 LIMIT 1000
"""


class ChainBroken(Exception):
    """What was to be sealed does not follow from the last seal; `problem` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One snapshot for a long look, without our usual limits on a statement's time."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    options = "-c timezone=UTC -c statement_timeout=0"
    with psycopg.connect(plain, connect_timeout=5, options=options, application_name="tanggap verify") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def links(connection: Connection, after: int, until: int) -> list[Link]:
    """The entries `after` < position <= `until`, in order."""
    return [Link(*row) for row in connection.execute(AFTER, (after, until))]


def hash_at(connection: Connection, position: int) -> bytes | None:
    """The hash that stands at this position; of position 0 it is empty."""
    if position == 0:
        return b""
    row = connection.execute("SELECT hash FROM journal WHERE position = %s", (position,)).fetchone()
    return row[0] if row else None


def head_of(connection: Connection) -> int:
    row = connection.execute("SELECT position FROM journal_head").fetchone()
    return int(row[0]) if row else 0


def last_position(connection: Connection) -> int:
    row = connection.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()
    return int(row[0]) if row else 0


def seals_of(connection: Connection) -> list[Seal]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [Seal(**row) for row in cursor.execute("SELECT * FROM journal_seals ORDER BY number")]


def last_seal(connection: Connection) -> Seal | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("SELECT * FROM journal_seals ORDER BY number DESC LIMIT 1").fetchone()
        return Seal(**row) if row else None


def seal_over(connection: Connection, position: int) -> Seal | None:
    """The first seal that covers this entry."""
    with connection.cursor(row_factory=dict_row) as cursor:
        query = "SELECT * FROM journal_seals WHERE position >= %s ORDER BY position LIMIT 1"
        row = cursor.execute(query, (position,)).fetchone()
        return Seal(**row) if row else None


def hashes(connection: Connection, first: int, last: int) -> list[bytes]:
    query = "SELECT hash FROM journal WHERE position BETWEEN %s AND %s ORDER BY position"
    return [row[0] for row in connection.execute(query, (first, last))]


def wrong_parts(connection: Connection, after: int, until: int) -> list[tuple[int | None, str | None, str | None]]:
    """Sealed personal parts that do not match their entry: (position, hash told by the entry, hash found)."""
    return list(connection.execute(PARTS, (after, until)).fetchall())


def next_seal(connection: Connection, center_id: str, at: datetime) -> Seal | None:
    """The seal that is due, unsigned, in a transaction that holds the lock. Raises ChainBroken rather than vouch for
    entries that do not follow from the last seal. None: nothing new."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    before = last_seal(connection)
    first = before.position + 1 if before else 1
    chain = Chain(first - 1, before.hash if before else b"")
    batch = links(connection, first - 1, min(head_of(connection), first - 1 + MOST_IN_A_SEAL))
    if not batch:
        return None
    chain.feed(batch)
    if found := chain.problems():
        raise ChainBroken(found[0])
    number = before.number + 1 if before else 1
    root = merkle_root([link.hash for link in batch])
    return Seal(
        center_id=center_id,
        number=number,
        first=first,
        position=chain.position,
        hash=chain.hash,
        root=root,
        sealed_at=at,
    )


def keep_seal(connection: Connection, seal: Seal) -> None:
    told = asdict(seal)
    names = ", ".join(f'"{name}"' for name in told)
    values = ", ".join(f"%({name})s" for name in told)
    connection.execute(f"INSERT INTO journal_seals ({names}) VALUES ({values})".encode(), told)


def seals_after(connection: Connection, number: int) -> Sequence[Seal]:
    with connection.cursor(row_factory=dict_row) as cursor:
        query = "SELECT * FROM journal_seals WHERE number > %s ORDER BY number"
        return [Seal(**row) for row in cursor.execute(query, (number,))]
