"""A bell that rings when entries of some kinds are committed (pages that were queued): by NOTIFY, without polling."""

from collections.abc import AsyncIterator, Sequence

import psycopg
from sqlalchemy import make_url

from cad.store.journal import CHANNEL

CONNECT_S = 5
ANY_OF = "SELECT EXISTS (SELECT FROM journal WHERE position > %s AND position <= %s AND kind = ANY(%s))"
PAGES = ("PageQueued",)


async def bells(url: str, quiet_s: float = 10.0, kinds: Sequence[str] = PAGES) -> AsyncIterator[bool]:
    """True when something may be due: at first (what was missed is due too), then after each commit of these kinds.
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
            elif await _any_of(connection, seen, last, kinds):
                yield True
            seen = last


async def _head(connection: psycopg.AsyncConnection) -> int:
    found = await (await connection.execute("SELECT position FROM journal_head")).fetchone()
    return int(found[0]) if found else 0


async def _any_of(connection: psycopg.AsyncConnection, after: int, until: int, kinds: Sequence[str]) -> bool:
    found = await (await connection.execute(ANY_OF, (after, until, list(kinds)))).fetchone()
    return bool(found and found[0])
