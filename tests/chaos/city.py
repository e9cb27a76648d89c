"""A supervised system, two SIP desks with a person at each, and the means to harm one process of ours."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from api.bench.crew import Crew, hire
from api.bench.person import Person
from api.bench.queue import ready_desks
from api.bench.system import System
from api.operations.up import MODULES
from api.supervisor.statusfile import read_status, running_supervisor
from cad.heartbeat import read_beat
from cad.installation import CHECKOUT, Installation
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.waiting import eventually

DESK_HZ = 440.0
OURS = (*MODULES, "supervisor")
UP_WITHIN_S = 90.0
NO_HARM = "unharmed"


@dataclass
class City:
    """`system` only lends its folder, settings and ports: what runs was started by `tanggap up`."""

    system: System
    supervisor: subprocess.Popen[bytes] | None = None
    phone: Phone = field(default_factory=Phone)
    desks: Desks = field(default_factory=lambda: Desks(hz=DESK_HZ, answer_after_s=0.1))
    crew: Crew | None = None
    dialled: int = 0

    @classmethod
    def found(cls) -> "City":
        home = Path(tempfile.mkdtemp(prefix="tanggap-chaos-"))
        system = System.create({"desks": 2, "desk_transport": "sip", "queue_strategy": "ringall"}, home=home)
        return cls(system)

    @property
    def installation(self) -> Installation:
        return self.system.installation

    async def __aenter__(self) -> Self:
        await self.up()
        await self.phone.open()
        await self.desks.open(self.installation.settings.desk_sip_port)
        self.crew = await hire(self.installation, 2)
        await eventually(self._both_ready, 30, "both desks ready in Asterisk's queue")
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.phone.close()
        await self.desks.close()
        await asyncio.to_thread(self._down)
        shutil.rmtree(self.installation.home, ignore_errors=True)

    async def _both_ready(self) -> bool:
        return len(await asyncio.to_thread(ready_desks, self.installation)) == 2

    async def up(self) -> None:
        """`tanggap up`; whatever still runs is adopted or replaced by it."""
        self.supervisor = self._start_supervisor()
        await eventually(self._is_up, UP_WITHIN_S, f"up; see {self.installation.logs}/up.log")

    def _start_supervisor(self) -> subprocess.Popen[bytes]:
        with (self.installation.logs / "up.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "api.cli", "up"],
                cwd=CHECKOUT, env=self.system.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def _is_up(self) -> bool:
        assert self.supervisor is not None
        assert self.supervisor.poll() is None, (self.installation.logs / "up.log").read_text()[-2000:]
        told = read_status(self.installation.run)
        return told.get("pid") == self.supervisor.pid and told.get("state") == "up"

    def _down(self) -> None:
        subprocess.run(
            [sys.executable, "-m", "api.cli", "down", "--force"],
            cwd=CHECKOUT, env=self.system.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        )  # fmt: skip
        self.system.stop()
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.kill()
            self.supervisor.wait()

    def pid(self, name: str) -> int:
        if name == "supervisor":
            found = running_supervisor(self.installation.run)
            assert found is not None, "no supervisor runs"
            return found
        beat = read_beat(self.installation.run, name)
        assert beat is not None, f"{name} has no heartbeat"
        return int(str(beat["pid"]))

    def harm(self, name: str, number: signal.Signals) -> int:
        """Returns the pid that was hit."""
        pid = self.pid(name)
        os.kill(pid, number)
        if name == "supervisor" and number == signal.SIGKILL:
            assert self.supervisor is not None
            self.supervisor.wait(10)
        return pid

    async def heal(self, name: str, number: signal.Signals, pid: int) -> None:
        """A frozen one goes on; a killed one is started again: by the supervisor, or by the next `up`."""
        if number == signal.SIGSTOP:
            with contextlib.suppress(ProcessLookupError):  # frozen too long, the supervisor replaced it
                os.kill(pid, signal.SIGCONT)
        elif name == "supervisor":
            await self.up()
        await eventually(self._all_well, UP_WITHIN_S, f"all well again after {number.name} to {name}")

    def _all_well(self) -> bool:
        return running_supervisor(self.installation.run) is not None and all(self._is_well(name) for name in MODULES)

    def _is_well(self, name: str) -> bool:
        beat = read_beat(self.installation.run, name)
        if not beat or beat["state"] != "ready":
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(str(beat["pid"])), 0)
            return True
        return False

    # -- people

    async def dial(self) -> Caller:
        """Somebody with a number of their own; 112 answers at once."""
        self.dialled += 1
        caller = Caller(self.phone, f"0812{self.dialled:08d}", hz=700.0)
        dialog = await caller.dial("127.0.0.1", self.installation.settings.sip_port)
        await eventually(dialog.talking.is_set, 15, f"{caller.number} answered by the PBX")
        return caller

    async def desk_talking(self, others: list[Dialog]) -> Dialog:
        """A desk that talks now and is none of `others`."""

        def another() -> Dialog | None:
            return next((call for call in self.desks.talking() if call not in others), None)

        found = await eventually(another, 20, "another desk talks")
        assert found is not None
        return found

    async def quiet(self) -> None:
        """Ends what a cell left behind, so that its failure stays its own."""
        for dialog in [*self.desks.talking(), *self.phone.dialogs.values()]:
            await dialog.hang_up(closed=True)
        await eventually(self._both_ready, 30, "both desks ready again")

    async def supervisor_person(self) -> Person:
        assert self.crew is not None
        person = Person(self.installation.base_url)
        await person.sign_in(*self.crew.supervisor)
        return person

    async def dispatcher(self) -> Person:
        assert self.crew is not None
        person = Person(self.installation.base_url)
        await person.sign_in(*self.crew.dispatcher)
        return person

    def sent_messages(self) -> list[dict[str, Any]]:
        """The stand-in's own request log."""
        log = self.installation.home / "standin" / "requests.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [json.loads(line) for line in lines]
