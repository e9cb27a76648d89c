"""A real API over a real PostgreSQL: `python -m api` as a process of its own, on a free port, for all tests here."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cad.bus import Bus
from cad.clock import utc_now
from cad.installation import CHECKOUT, Installation, load_installation
from cad.store import seed
from cad.store import server as database_server
from cad.store.bootstrap import open_bus
from cad.store.migrations import upgrade
from cad.users.commands import AddUser
from tests.api.client import sign_in
from tests.support.waiting import wait_until

PASSWORD = "sandi-uji-panjang"
PARTNER_KEYS = "bukittinggi=kunci-mitra-untuk-uji, crowd=kunci-lain-untuk-uji"
START_S = 90  # 3 s of a core; a machine that runs other tests beside has little of one
USERS = {"dina": "dispatcher", "budi": "dispatcher", "sari": "supervisor", "admin": "administrator", "audi": "auditor"}


@dataclass
class Server:
    """The API as a client sees it."""

    installation: Installation
    base_url: str
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(default_factory=Path)

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api"],
                cwd=CHECKOUT,
                stdout=log,
                stderr=log,
                env={**os.environ, **told(self.installation)},
            )
        try:
            wait_until(self.answers, START_S, f"the API answers; see {self.log}")
        except AssertionError:
            self.stop(signal.SIGKILL)
            raise

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the API ended at once; see {self.log}"
        try:
            parts = httpx.get(f"{self.base_url}/health", timeout=2).json()["parts"]
            return parts["database"]["state"] == parts["api"]["state"] == "ready"
        except (httpx.TransportError, json.JSONDecodeError):
            return False

    def stop(self, how: int = signal.SIGTERM) -> None:
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def told(installation: Installation) -> dict[str, str]:
    """What a process of ours needs in its environment; only there: other rooms' tests have homes of their own."""
    settings = installation.settings
    return {
        "TANGGAP_HOME": str(installation.home),
        "TANGGAP_HTTP_PORT": str(settings.http_port),
        "TANGGAP_DESKS": str(settings.desks),
        "TANGGAP_PARTNER_KEYS": settings.partner_keys,
    }


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A home of its own with its own database server."""
    home = tmp_path_factory.mktemp("api-home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TANGGAP_HOME", str(home))
        environment.setenv("TANGGAP_HTTP_PORT", str(free_port()))
        environment.setenv("TANGGAP_DESKS", "4")
        environment.setenv("TANGGAP_PARTNER_KEYS", PARTNER_KEYS)
        made = load_installation()
    try:
        upgrade(database_server.start(made))
        yield made
    finally:
        database_server.stop(made)
        shutil.rmtree(made.pgdata.resolve())  # as root it lies outside of pytest's folder


@pytest.fixture(scope="session")
def city(installation: Installation) -> None:
    """The demo city, and a user of each role (argon2 at its real cost)."""
    import asyncio

    async def fill() -> None:
        await seed.basics(installation)
        await seed.demo_city(installation)
        bus, database = open_bus(installation)
        password_hash = PasswordHash((Argon2Hasher(),)).hash(PASSWORD)
        for username, role in USERS.items():
            name = username.title()
            await bus.handle(AddUser(username=username, name=name, role=role, password_hash=password_hash))
        await database.dispose()

    asyncio.run(fill())


def write_beats(installation: Installation, detail: str = "", **states: str) -> None:
    """What the other processes would say of themselves."""
    for name in ("telephony", "jobs", "video", "standin"):
        beat = {"pid": 1, "state": states.get(name, "ready"), "detail": detail, "at": utc_now().isoformat()}
        (installation.run / f"{name}.beat").write_text(json.dumps(beat))


@pytest.fixture(scope="session")
def server(installation: Installation, city: None) -> Iterator[Server]:
    base_url = f"http://127.0.0.1:{installation.settings.http_port}"
    running = Server(installation, base_url, log=installation.logs / "api.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def bus(installation: Installation, city: None) -> AsyncIterator[Bus]:
    """The domain in this process: what it commits, the API's process hears of."""
    bus, database = open_bus(installation)
    yield bus
    await database.dispose()


SignIn = Callable[[str], "AsyncIterator[httpx.AsyncClient]"]


def _client_of(username: str):  # type: ignore[no-untyped-def]
    @pytest.fixture
    async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
        async with sign_in(server.base_url, username, PASSWORD) as signed_in:
            yield signed_in

    return client


dina, budi, sari, admin, audi = map(_client_of, USERS)


@pytest.fixture
async def nobody(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has not signed in."""
    async with httpx.AsyncClient(base_url=server.base_url, headers={"X-Tanggap": "1"}, timeout=10) as client:
        yield client
