"""The embedded PostgreSQL: outlives its starter, is adopted, comes back from SIGKILL with all that was acknowledged."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cad.bus import StoreUnavailable
from cad.calls.commands import ReceiveCall
from cad.clock import utc_now
from cad.errors import Invalid
from cad.installation import CHECKOUT, Installation
from cad.store import embedded, journal, server
from cad.store.bootstrap import make_bus
from cad.store.database import Database
from cad.store.errors import DatabaseRefused, DatabaseUnreachable
from cad.store.migrations import upgrade
from tests.support.database import CENTER, PEPPER, installation_on
from tests.support.waiting import eventually, wait_until

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def installation() -> Iterator[Installation]:
    """A home of this test's own, not yet started; stopped afterwards whatever runs there."""
    home = Path(tempfile.mkdtemp(prefix="tanggap-server-"))
    yield installation_on("", home)
    server.stop(installation_on("", home))
    data = (home / "pg").resolve()
    shutil.rmtree(home)
    shutil.rmtree(data, ignore_errors=True)


def postmaster(installation: Installation) -> int:
    return int((installation.home / "pg" / "postmaster.pid").read_text().splitlines()[0])


def processes(installation: Installation) -> list[int]:
    return embedded._holders(embedded.embedded(installation.home))


START = """
import signal, sys, time
from pathlib import Path
from cad.store import embedded
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs tests in the background has it ignored
embedded.start(embedded.embedded(Path(sys.argv[1])))
print("up", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_given_the_starter_and_all_in_its_session_die_then_the_server_lives_and_is_adopted(
    installation: Installation, how: signal.Signals
) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", START, str(installation.home)], cwd=CHECKOUT, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    with starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"up\n"
        before = postmaster(installation)
        os.killpg(starter.pid, how)
    assert server.is_running(installation)

    server.start(installation)

    assert postmaster(installation) == before
    assert os.getsid(before) != os.getsid(0)


def test_given_it_listens_then_only_on_a_socket_in_a_folder_closed_to_others(installation: Installation) -> None:
    server.start(installation)

    folder = embedded.embedded(installation.home).socket
    assert (folder / ".s.PGSQL.5432").is_socket()
    assert folder.stat().st_mode & 0o077 == 0
    found = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=False).stdout
    assert not any(f"pid={pid}," in found for pid in processes(installation))


def test_given_it_is_stopped_twice_and_started_again_then_it_answers(installation: Installation) -> None:
    server.start(installation)
    server.stop(installation)
    server.stop(installation)
    assert not server.is_running(installation)

    server.start(installation)

    assert server.is_running(installation)


def test_given_the_first_start_was_killed_halfway_then_the_next_begins_anew(installation: Installation) -> None:
    draft = installation.home / "pg-draft"
    draft.mkdir()
    (draft / "half").write_text("of an initdb")

    server.start(installation)

    assert server.is_running(installation)
    assert not draft.exists()


def test_given_a_home_with_a_long_path_then_the_socket_is_elsewhere(installation: Installation) -> None:
    home = installation.home / ("long" * 20) / "home"
    home.mkdir(parents=True)
    deep = installation_on("", home)
    try:
        server.start(deep)
        assert server.is_running(deep)
    finally:
        server.stop(deep)
        shutil.rmtree(embedded.embedded(home).socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_given_a_checkout_others_may_not_enter_then_no_permission_is_widened_and_the_data_lies_elsewhere(
    installation: Installation,
) -> None:
    closed = installation.home / "closed"
    (closed / "home").mkdir(parents=True)
    closed.chmod(0o700)
    hidden = installation_on("", closed / "home")
    try:
        server.start(hidden)
        assert server.is_running(hidden)
        assert closed.stat().st_mode & 0o777 == 0o700
        assert (closed / "home" / "pg").is_symlink()
    finally:
        server.stop(hidden)
        shutil.rmtree((closed / "home" / "pg").resolve().parent)


def test_given_it_is_frozen_when_started_then_it_is_woken(installation: Installation) -> None:
    server.start(installation)
    before = postmaster(installation)
    for pid in processes(installation):
        os.kill(pid, signal.SIGSTOP)
    assert not server.is_running(installation)

    server.start(installation)

    assert postmaster(installation) == before


async def test_given_postgres_is_killed_in_mid_commit_then_what_was_acknowledged_is_there_once(
    installation: Installation,
) -> None:
    url = await asyncio.to_thread(server.start, installation)
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    bus = make_bus(database, CENTER, PEPPER, pauses_s=(0.0,))
    acknowledged: set[str] = set()
    stop = asyncio.Event()

    async def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            uniqueid = f"{writer}.{number}"
            fact = ReceiveCall(
                pbx_id="pbx-1", uniqueid=uniqueid, source="ari", occurred_at=utc_now(), number_raw=f"0812{writer:06d}"
            )
            try:
                await bus.handle(fact)
            except StoreUnavailable:
                await asyncio.sleep(0)
                continue
            acknowledged.add(uniqueid)
            number += 1

    writers = [asyncio.create_task(write(writer)) for writer in range(4)]
    for round_ in range(1, 4):
        await eventually(lambda wanted=20 * round_: len(acknowledged) >= wanted, 60)
        for pid in processes(installation):
            os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(server.start, installation)
    stop.set()
    await asyncio.gather(*writers)

    async with database.session() as session:
        entries = await journal.journal_after(session, 0, 100_000)
        assert await journal.first_broken_position(session) is None
    await database.dispose()
    told = [entry.data["uniqueid"] for entry in entries if entry.kind == "CallReceived"]
    assert len(told) == len(set(told))
    assert acknowledged <= set(told)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))


def test_given_another_server_refuses_then_one_sentence_says_what_to_do(
    postgres: embedded.Embedded, tmp_path: Path
) -> None:
    url = f"postgresql://nobody@/no_such_database?host={postgres.socket}"

    with pytest.raises(DatabaseRefused, match="TANGGAP_DATABASE_URL") as refused:
        server.start(installation_on(url, tmp_path))

    assert "\n" not in str(refused.value)
    assert not server.is_running(installation_on(url, tmp_path))


def test_given_nobody_answers_there_then_one_sentence_says_so(tmp_path: Path) -> None:
    secret = installation_on("postgresql://city:secret@127.0.0.1:1/tanggap", tmp_path)

    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1") as refused:
        server.start(secret)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense"])
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="postgresql://"):
        server.database_url(installation_on(url, tmp_path))


def test_another_server_is_used_and_never_stopped(postgres: embedded.Embedded, tmp_path: Path) -> None:
    theirs = installation_on(f"postgres://tanggap@/postgres?host={postgres.socket}", tmp_path)

    assert server.start(theirs).startswith("postgresql+psycopg://tanggap@/postgres")
    server.stop(theirs)

    wait_until(lambda: server.is_running(theirs))
