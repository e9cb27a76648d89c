"""A real PostgreSQL for tests: one embedded server a test session in a folder of its own, an emptied database a test.

    async def test_x(store: Store) -> None:
        call = await store.bus.handle(ReceiveCall(...))
        rows = await store.rows("SELECT kind FROM journal ORDER BY position")

`store` is empty but for the schema; `seeded` has the center, eight desks, the incident types and the demo city.
`database_url` is the bare URL of it, `empty_database_url` that of a new one without even the schema.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text

from cad.bus import Bus
from cad.center import Center
from cad.installation import Installation, Secrets, Settings
from cad.store import embedded, seed
from cad.store.bootstrap import center_of, make_bus
from cad.store.database import Database
from cad.store.migrations import upgrade

CENTER = Center(id="padang-panjang", name="Padang Panjang", area_code="0752", base_url="https://tanggap.example")
PEPPER = "only for tests"
NAME = "tanggap_test"
# Emptying takes 50 ms, a new database out of a template a second on a busy machine. The triggers that guard the journal
# are passed over by a replica's session.
EMPTY = """
DO $$ BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'journal_head'));
    UPDATE journal_head SET position = 0, hash = '';
    ALTER TABLE journal ENABLE TRIGGER append_only;
END $$
"""


@dataclass
class TestClock:
    """Stands still until it is moved. Starts at the true time, because rows of the store are younger than nothing."""

    __test__ = False

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@dataclass
class Store:
    """One fresh database with a bus before it."""

    url: str
    database: Database
    bus: Bus
    clock: TestClock
    center: Center

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        async with self.database.session() as session:
            return [dict(row) for row in (await session.execute(text(query), values)).mappings()]

    async def value(self, query: str, **values: Any) -> Any:
        (row,) = await self.rows(query, **values)
        (value,) = row.values()
        return value

    async def kinds(self) -> list[str]:
        """What the journal tells, in its order."""
        return [row["kind"] for row in await self.rows("SELECT kind FROM journal ORDER BY position")]


@pytest.fixture(scope="session")
def postgres() -> Iterator[embedded.Embedded]:
    """The test session's server. It may lose everything in a power cut: tests do not mind, and are faster."""
    home = Path(tempfile.mkdtemp(prefix="tanggap-postgres-"))
    cluster = embedded.embedded(home)
    try:
        embedded.start(cluster)
        _do(cluster, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {NAME}")
        upgrade(url_of(cluster, NAME))
        yield cluster
    finally:
        embedded.stop(cluster)
        shutil.rmtree(home)


def url_of(cluster: embedded.Embedded, name: str) -> str:
    url = make_url("postgresql+psycopg://").set(
        username=embedded.ROLE, database=name, query={"host": str(cluster.socket)}
    )
    return url.render_as_string(hide_password=False)


def _do(cluster: embedded.Embedded, *statements: str, database: str = "postgres") -> None:
    with psycopg.connect(cluster.conninfo(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture
def database_url(postgres: embedded.Embedded) -> str:
    _do(postgres, EMPTY, database=NAME)
    return url_of(postgres, NAME)


@pytest.fixture
def empty_database_url(postgres: embedded.Embedded) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _do(postgres, f"CREATE DATABASE {name} TEMPLATE template0")
    yield url_of(postgres, name)
    _do(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    clock = TestClock()
    database = Database(database_url)
    yield Store(database_url, database, make_bus(database, CENTER, PEPPER, clock), clock, CENTER)
    await database.dispose()


def installation_on(url: str, home: Path, **settings: Any) -> Installation:
    """An installation whose database is this one."""
    secrets = Secrets(**{name: f"{name} of a test" for name in Secrets.__dataclass_fields__})
    told = Settings(database_url=url, **settings)
    return Installation(home=home, tools=home / "tools", settings=told, secrets=secrets)


@pytest.fixture
async def seeded(store: Store, tmp_path: Path) -> Store:
    """With the center, its desks, the incident types and the demo city; no users."""
    installation = installation_on(store.url, tmp_path)
    await seed.basics(installation)
    await seed.demo_city(installation)
    assert center_of(installation).id == store.center.id
    return store
