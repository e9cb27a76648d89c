"""Following the journal by NOTIFY, on a connection of its own that heals.

    async for position in Positions(url):
        ...  # read the journal on from where you are; `position` is the last one there

The current position comes first and after each reconnect, so that nothing committed in between is missed.
"""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import structlog
from sqlalchemy import make_url

from cad.store.journal import CHANNEL

log = structlog.get_logger(__name__)

CONNECT_S = 5
LOOK_S = 5.0  # a quiet connection is asked whether it lives, and the head is read in case a ring was lost
PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0)
HEAD = "SELECT position FROM journal_head"


class Positions:
    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    async def __aiter__(self) -> AsyncIterator[int]:
        failed = 0
        while True:
            try:
                async for position in self._connected():
                    failed = 0
                    yield position
            except (psycopg.Error, OSError) as error:
                pause_s = PAUSES_S[min(failed, len(PAUSES_S) - 1)]
                failed += 1
                log.warning("journal.listener_lost", error=type(error).__name__, again_in_s=pause_s)
                await asyncio.sleep(pause_s)

    async def _connected(self) -> AsyncIterator[int]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, connect_timeout=CONNECT_S, keepalives_idle=5, keepalives_interval=2
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            last = await self._head(connection)
            yield last
            while True:
                async for told in connection.notifies(timeout=LOOK_S, stop_after=1):
                    last = max(last, int(told.payload))
                    yield last
                async with asyncio.timeout(CONNECT_S):
                    head = await self._head(connection)
                if head > last:
                    last = head
                    yield last

    @staticmethod
    async def _head(connection: psycopg.AsyncConnection) -> int:
        row = await (await connection.execute(HEAD)).fetchone()
        return int(row[0]) if row else 0
