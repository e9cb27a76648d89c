"""Telephony itself in this process, between a real Asterisk and a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, text

from cad.bus import Bus
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.heartbeat import Heartbeat
from cad.installation import Installation
from cad.store import seed
from cad.store.bootstrap import open_bus
from cad.store.database import Database
from cad.store.kept import KeptQueries
from cad.store.pbx import PbxQueries
from cad.users.commands import AddUser
from telephony.service import Telephony
from tests.fakes.ari_server import running
from tests.support.pbx import Pbx
from tests.support.waiting import eventually


@dataclass
class Site:
    """A PBX with its database. `telephony()` runs our process beside them."""

    pbx: Pbx
    installation: Installation
    bus: Bus
    database: Database

    @asynccontextmanager
    async def telephony(self, **switches: bool) -> AsyncIterator[Telephony]:
        queries, url = PbxQueries(self.database), self.installation.settings.database_url
        kept = KeptQueries(self.database, self.installation.settings.center_id, self.installation.settings.pbx_id)
        made = Telephony(self.installation, self.bus, queries, url, kept=kept, **switches)
        heartbeat = Heartbeat(self.installation.run, "telephony")
        async with running(made.run(heartbeat)):
            await eventually(lambda: heartbeat.state == "ready", what="telephony is ready")
            yield made

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        async with self.database.session() as session:
            return [dict(row) for row in (await session.execute(text(query), values)).mappings()]

    @asynccontextmanager
    async def database_away(self) -> AsyncIterator[None]:
        """Its connections are cut and new ones refused, until the block ends."""
        url = make_url(self.installation.settings.database_url)
        others = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(others, autocommit=True) as connection:
            await connection.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            await connection.execute(cut, (url.database,))
            try:
                yield
            finally:
                await connection.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true')

    async def kinds(self) -> list[str]:
        """The journal, but for what desks' phones do."""
        rows = await self.rows("SELECT kind FROM journal WHERE kind NOT LIKE 'Desk%' ORDER BY position")
        return [row["kind"] for row in rows]

    async def until_journal(self, kind: str, count: int = 1, within_s: float = 15.0) -> None:
        async def seen() -> bool:
            return (await self.kinds()).count(kind) >= count

        await eventually(seen, within_s, f"{count} {kind}")

    async def until_journal_of_desks(self, kind: str, count: int) -> None:
        async def seen() -> bool:
            rows = await self.rows("SELECT count(*) AS n FROM journal WHERE kind = :kind", kind=kind)
            return bool(rows[0]["n"] >= count)

        await eventually(seen, what=f"{count} {kind}")

    async def call(self) -> dict[str, Any]:
        """The only call."""
        (row,) = await self.rows("SELECT * FROM calls")
        return row

    async def sit_down(self, username: str, state: str = "ready") -> str:
        """A dispatcher at a desk; the user's id."""
        user = await self.bus.handle(AddUser(username=username, name=username, role="dispatcher", password_hash="-"))
        await self.bus.handle(SignOnDesk(user_id=user.id))
        await self.bus.handle(SetDeskState(user_id=user.id, state=state, reason="makan" if state == "paused" else ""))
        return str(user.id)

    def members(self) -> dict[str, str]:
        """The queue's members as Asterisk has them: desk -> ready or paused."""
        lines = [line for line in self.pbx.ask("queue show emergency").splitlines() if "PJSIP/desk-" in line]
        return {line.split()[0]: "paused" if "(paused" in line else "ready" for line in lines}


@pytest.fixture
async def site(pbx: Pbx, database_url: str) -> AsyncIterator[Site]:
    settings = replace(pbx.installation.settings, database_url=database_url.replace("+psycopg", ""))
    installation = replace(pbx.installation, settings=settings)
    await seed.basics(installation)
    async with AsyncExitStack() as stack:
        bus, database = open_bus(installation)
        stack.push_async_callback(database.dispose)
        yield Site(pbx, installation, bus, database)


async def ended(dialog: Any, within_s: float = 10.0) -> None:
    await asyncio.wait_for(dialog.ended.wait(), within_s)
