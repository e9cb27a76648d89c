"""A dispatcher's computer is cut off, while it rings and while they talk: the caller is with another desk in 12 s.

Each desk is a process with a browser's own way in (SIP over WebSocket, DTLS-SRTP). Killed, its socket is closed;
stopped, it is silent and nothing is closed, as with a cable pulled. Once with ours alive, once with all of them dead.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from rich.console import Console
from rich.table import Table

from api.bench.crew import hire
from api.chaos.supervised import Supervised
from cad.installation import CHECKOUT
from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from telephony.pbx import addresses
from tests.support.waiting import eventually

HERTZ = {"desk-01": 440.0, "desk-02": 560.0}
WITHIN_S = 12.0
HEARD_S = 0.3
HARMS = {"process killed": signal.SIGKILL, "cable pulled": signal.SIGSTOP}
PHASES = ("ringing", "talking")


@dataclass
class DeskProcess:
    """A WebDesk in a process of its own; `words` is all it said."""

    desk: str
    process: asyncio.subprocess.Process
    words: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, city: Supervised, desk: str) -> "DeskProcess":
        url = addresses.websocket_url(city.installation)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "telephony.callers.web_desk", url, desk, "--hz", str(HERTZ[desk]),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT, env=city.system.environment,
        )  # fmt: skip
        made = cls(desk, process)
        await made.tell(city.installation.secrets.desk_password(desk))
        made._reading = asyncio.create_task(made._read())
        await eventually(lambda: "registered" in made.words, 30, f"{desk} registered")
        return made

    async def _read(self) -> None:
        assert self.process.stdout
        while line := await self.process.stdout.readline():
            self.words.append(line.decode().strip())

    async def tell(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n".encode())
        await self.process.stdin.drain()

    @property
    def state(self) -> str:
        return self.words[-1] if self.words else ""

    def harm(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self._reading is not None:
            await self._reading


@pytest.fixture
async def city() -> AsyncIterator[Supervised]:
    city = Supervised.found({"desks": len(HERTZ), "desk_transport": "webrtc", "queue_strategy": "leastrecent"})
    try:
        await city.up()
        yield city
    finally:
        await asyncio.to_thread(city.down)
        city.remove()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_given_a_desk_cut_off_while_ringing_or_talking_then_another_desk_has_the_caller_in_12_seconds(
    city: Supervised,
) -> None:
    await hire(city.installation, len(HERTZ))
    phone = Phone()
    await phone.open()
    took: dict[tuple[str, str, str], float | str] = {}
    desks = {name: await DeskProcess.start(city, name) for name in HERTZ}
    try:
        for ours in ("alive", "dead"):
            if ours == "dead":
                await city.wait_desks(len(HERTZ))
                city.kill_python()
            for phase in PHASES:
                for harm in HARMS:
                    took[ours, phase, harm] = await _cell(city, phone, desks, phase, HARMS[harm])
    finally:
        for desk in desks.values():
            await desk.end()
        await phone.close()
        _show(took)
    assert [f"{cell}: {found}" for cell, found in took.items() if isinstance(found, str) or found > WITHIN_S] == []


async def _cell(
    city: Supervised, phone: Phone, desks: dict[str, DeskProcess], phase: str, number: signal.Signals
) -> float | str:
    """Seconds until the caller heard the other desk, or what went wrong."""
    await city.wait_desks(len(HERTZ))
    caller = Caller(phone, f"0812{len(phone.dialogs):08d}", hz=700.0)
    dialog = await caller.dial("127.0.0.1", city.installation.settings.sip_port)
    cut: DeskProcess | None = None
    try:
        cut = await eventually(lambda: next((d for d in desks.values() if d.state == "ringing"), None), 20, "a ring")
        assert cut is not None
        (other,) = (desk for desk in desks.values() if desk is not cut)
        if phase == "talking":
            await cut.tell("answer")
            assert await caller.hears(HERTZ[cut.desk], HEARD_S), f"{cut.desk} was never heard"
        await other.tell("auto")
        before = len(dialog.media.heard())
        cut.harm(number)
        began = time.monotonic()
        await eventually(
            lambda: seconds_of_tone(dialog.media.heard()[before:], HERTZ[other.desk]) >= HEARD_S,
            3 * WITHIN_S,
            f"{other.desk} heard",
        )
        return time.monotonic() - began
    except AssertionError as fault:
        return str(fault)
    finally:
        await dialog.hang_up()
        await _anew(city, desks)


async def _anew(city: Supervised, desks: dict[str, DeskProcess]) -> None:
    """Both start again, as after a reload of their pages."""
    for name, desk in list(desks.items()):
        await desk.end()
        desks[name] = await DeskProcess.start(city, name)


def _show(took: dict[tuple[str, str, str], float | str]) -> None:
    table = Table("ours", "phase", "cut off by", "with another desk after")
    for cell, found in took.items():
        table.add_row(*cell, found if isinstance(found, str) else f"{found:.1f} s")
    Console(width=120).print(table)
