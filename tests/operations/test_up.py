"""The whole system, as a person starts it: real PostgreSQL, real Asterisk, our real processes."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from api.operations.leftovers import processes
from api.supervisor import pidfile
from api.supervisor.statusfile import read_status
from cad.installation import CHECKOUT, load_installation
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from tests.support.typed import Typed

READY_WITHIN_S = 150.0  # on a machine that does other things too


def until(true: Callable[[], object], within_s: float) -> None:
    limit = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < limit, "did not happen in time"
        time.sleep(0.1)


class Up:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = home / "said.txt"
        with open(self.said, "w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "up", "--free-ports"],
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, cwd=CHECKOUT,
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        until(lambda: "Ctrl-C stops it" in self.said.read_text() or self.process.poll() is not None, READY_WITHIN_S)
        assert self.process.poll() is None, self.said.read_text()

    def pids(self) -> dict[str, int]:
        services = read_status(self.home / "run")["services"]
        assert isinstance(services, list)
        return {service["name"]: service["pid"] for service in services}

    def all_ready(self) -> bool:
        services = read_status(self.home / "run")["services"]
        assert isinstance(services, list)
        return all(service["state"] == "ready" for service in services)


def of(home: Path) -> list[str]:
    """What still runs for this home."""
    return [words[:200].decode(errors="replace") for _, words in processes() if str(home).encode() in words]


@pytest.fixture
def nothing_left(home: Path, typed: Typed) -> Iterator[None]:
    yield
    typed("down", "--force")
    assert of(home) == []


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_left")
def test_up_killed_up_again_and_stopped(home: Path, typed: Typed) -> None:
    first = Up(home)
    before = first.pids()
    assert httpx.get(f"{read_status(home / 'run')['address']}/health").status_code == 200
    assert "dina" in first.said.read_text()
    for name in ("demo-users.json", "secrets.json"):
        assert (home / name).stat().st_mode & 0o077 == 0
    assert "runs already" in typed("up").stderr

    os.kill(before["telephony"], signal.SIGKILL)
    until(lambda: first.pids()["telephony"] not in {before["telephony"], None} and first.all_ready(), 60)

    first.process.kill()
    first.process.wait()
    assert "Nobody supervises them" in typed("status").stdout
    began = time.monotonic()
    second = Up(home)
    took = time.monotonic() - began
    after = second.pids()
    assert (after["asterisk"], after["postgres"]) == (before["asterisk"], before["postgres"])
    assert pidfile.start_ticks(before["api"]) is None
    assert "Adopted  postgres and asterisk" in second.said.read_text()
    print(f"the second up took {took:.1f} s")

    until(second.all_ready, 60)
    shown = json.loads(typed("status", "--json").stdout)
    assert shown["well"], shown
    assert "fail" not in typed("doctor").stdout
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(60) == 0
    assert second.said.read_text().rstrip().endswith("Stopped.")
    assert of(home) == []


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_left")
async def test_given_a_call_then_stopping_asks_or_leaves_it_and_the_next_up_adopts_it(home: Path, typed: Typed) -> None:
    first = await asyncio.to_thread(Up, home)
    pid, port = first.pids()["asterisk"], load_installation().settings.sip_port
    phone = Phone()
    await phone.open()
    dialog = await Caller(phone, "081234567890").dial("127.0.0.1", port)
    async with asyncio.timeout(20):
        await dialog.talking.wait()

    refused = await asyncio.to_thread(typed, "down")
    assert (refused.returncode, "1 call is up. Nothing was stopped" in refused.stderr) == (1, True), refused

    first.process.terminate()
    assert await asyncio.to_thread(first.process.wait, 60) == 0
    assert "1 call is up, so Asterisk goes on running" in first.said.read_text()

    second = await asyncio.to_thread(Up, home)
    assert second.pids()["asterisk"] == pid
    assert not dialog.ended.is_set(), "the caller was never cut off"

    forced = await asyncio.to_thread(typed, "down", "--force")
    assert (forced.returncode, forced.stdout.splitlines()[-1]) == (0, "Stopped.")
    assert await asyncio.to_thread(second.process.wait, 10) == 0
    await phone.close()
