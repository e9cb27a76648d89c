"""A system as `tanggap up` runs it, in a folder of its own, and the means to harm each part of it."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from api.bench.queue import ready_desks
from api.bench.system import System
from api.chaos.waiting import until
from api.operations.up import MODULES
from api.operations.web_page import ensure_web_page
from api.supervisor.doors import AsteriskDoor, PostgresDoor
from api.supervisor.engine import Door
from api.supervisor.statusfile import read_status, running_supervisor
from cad.errors import TanggapError, Unavailable
from cad.heartbeat import read_beat
from cad.installation import CHECKOUT, Installation

UP_WITHIN_S = 90.0
ENGINES = ("asterisk", "postgres")
DOWN_WITHIN_S = 60


@dataclass
class Supervised:
    """`system` only lends its folder, settings and ports: what runs was started by `tanggap up`."""

    system: System
    supervisor: subprocess.Popen[bytes] | None = None

    @classmethod
    def found(cls, settings: Mapping[str, str | float]) -> "Supervised":
        home = Path(tempfile.mkdtemp(prefix="tanggap-chaos-"))
        return cls(System.create({"desk_transport": "sip", **settings}, home=home, keep=True))

    @property
    def installation(self) -> Installation:
        return self.system.installation

    async def up(self) -> None:
        """`tanggap up`; whatever still runs is adopted or replaced by it."""
        await asyncio.to_thread(ensure_web_page, CHECKOUT, self.installation.tools)  # made anew it takes a minute
        self.supervisor = self._start_supervisor()
        await until(self.is_up, UP_WITHIN_S, f"up; see {self.installation.logs}/up.log")

    def _start_supervisor(self) -> subprocess.Popen[bytes]:
        with (self.installation.logs / "up.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "api.cli", "up"],
                cwd=CHECKOUT, env=self.system.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def is_up(self) -> bool:
        assert self.supervisor is not None, "up() comes first"
        if self.supervisor.poll() is not None:
            raise Unavailable(f"tanggap up ended: {(self.installation.logs / 'up.log').read_text()[-2000:]}")
        told = read_status(self.installation.run)
        return told.get("pid") == self.supervisor.pid and told.get("state") == "up"

    def down(self) -> None:
        subprocess.run(
            [sys.executable, "-m", "api.cli", "down", "--force"],
            cwd=CHECKOUT, env=self.system.environment, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=DOWN_WITHIN_S,
        )  # fmt: skip
        self.system.stop()
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.kill()
            self.supervisor.wait()

    def remove(self) -> None:
        shutil.rmtree(self.installation.home, ignore_errors=True)

    # -- its parts

    def pid(self, name: str) -> int:
        """Raises Unavailable when it does not run now."""
        found: int | None = None
        if name == "supervisor":
            found = running_supervisor(self.installation.run)
        elif name in ENGINES:
            found = self._door(name).pid()
        elif (beat := read_beat(self.installation.run, name)) is not None:
            found = int(str(beat["pid"]))
        if found is None or not psutil.pid_exists(found):
            raise Unavailable(f"{name} does not run.")
        return found

    def harm(self, name: str, number: signal.Signals) -> int:
        """Returns the pid that was hit. Raises Unavailable when there is none."""
        pid = self.pid(name)
        try:
            os.kill(pid, number)
        except ProcessLookupError as gone:
            raise Unavailable(f"{name} has just ended.") from gone
        if name == "supervisor" and number == signal.SIGKILL:
            assert self.supervisor is not None
            self.supervisor.wait(10)
        return pid

    def freeze(self, name: str) -> list[int]:
        """PostgreSQL's children, who do its work, as well. Returns the pids for `thaw`."""
        pid = self.pid(name)
        family = [pid]
        if name == "postgres":
            with contextlib.suppress(psutil.NoSuchProcess):
                family += [child.pid for child in psutil.Process(pid).children(recursive=True)]
        for one in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGSTOP)
        return family

    def thaw(self, pids: list[int]) -> None:
        """Frozen too long, some were replaced by the supervisor meanwhile."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def kill_python(self) -> None:
        """Every process of ours at once; the engines go on."""
        for name in ("supervisor", *MODULES):
            with contextlib.suppress(Unavailable):
                self.harm(name, signal.SIGKILL)

    def answers(self, engine: str) -> bool:
        """Blocks for some seconds when it does not."""
        return self._door(engine).answers()

    def _door(self, engine: str) -> Door:
        return AsteriskDoor(self.installation) if engine == "asterisk" else PostgresDoor(self.installation)

    # -- how it is

    def is_all_well(self) -> bool:
        return running_supervisor(self.installation.run) is not None and all(self.is_well(name) for name in MODULES)

    def is_well(self, name: str) -> bool:
        beat = read_beat(self.installation.run, name)
        if not beat or beat["state"] != "ready":
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(str(beat["pid"])), 0)
            return True
        return False

    async def wait_well(self, why: str, within_s: float = UP_WITHIN_S) -> None:
        await until(self.is_all_well, within_s, f"all well again after {why}")

    async def wait_desks(self, count: int, within_s: float = 30.0) -> None:
        await until(lambda: self._are_ready(count), within_s, f"{count} desks ready in Asterisk's queue")

    async def _are_ready(self, count: int) -> bool:
        try:
            return len(await asyncio.to_thread(ready_desks, self.installation)) >= count
        except (TanggapError, OSError):
            return False
