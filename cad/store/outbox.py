"""A bell for whoever sends pages: it rings when some are queued, by NOTIFY, without asking again and again."""

from collections.abc import AsyncIterator

import psycopg
from sqlalchemy import make_url

from cad.store.journal import CHANNEL

CONNECT_S = 5
QUEUED = "SELECT EXISTS (SELECT FROM journal WHERE position > %s AND position <= %s AND kind = 'PageQueued')"


async def bells(url: str, quiet_s: float = 10.0) -> AsyncIterator[bool]:
    """True when pages may be due: at first (what was missed is due too), then after each commit that queued some.
    False after `quiet_s` without any, so that a dead connection is noticed. Raises psycopg.Error when it is gone."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await psycopg.AsyncConnection.connect(plain, autocommit=True, connect_timeout=CONNECT_S)
    async with connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        seen = await _head(connection)
        yield True
        while True:
            last = seen
            async for told in connection.notifies(timeout=quiet_s, stop_after=1):
                last = max(last, int(told.payload))
            if last == seen:
                await connection.execute("SELECT 1")
                yield False
            elif await _any_queued(connection, seen, last):
                yield True
            seen = last


async def _head(connection: psycopg.AsyncConnection) -> int:
    found = await (await connection.execute("SELECT position FROM journal_head")).fetchone()
    return int(found[0]) if found else 0


async def _any_queued(connection: psycopg.AsyncConnection, after: int, until: int) -> bool:
    found = await (await connection.execute(QUEUED, (after, until))).fetchone()
    return bool(found and found[0])
