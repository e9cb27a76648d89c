"""One rate of 112 calls for a time on a system that runs: is any lost, and how soon does a dispatcher see each?

SIPp calls 112 and SIPp answers for the desks, both with media; Asterisk, PostgreSQL, telephony and the API are the
city's own. Offered and answered are SIPp's own counts; recorded is what a supervisor can play; in the CAD is what a
dispatcher's search finds, once for each number.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress, TaskID

from api.bench.calls_kept import Kept, look_up
from api.bench.crew import Crew
from api.bench.figures import ProcessorTime, spread
from api.bench.person import Person
from api.bench.screen import Screen
from api.bench.system import System
from api.operations.ports import free_block
from telephony.callers import sipp
from telephony.callers.sipp import Sipp

ANSWER_AFTER_S = 0.5
DRAIN_S = 90.0  # after the last call is made: talk, queueing of the last ones, and recordings being wrapped


@dataclass(frozen=True)
class Rung:
    """`place` keeps the numbers of one rung apart from another's."""

    rate: float
    seconds: float
    talk_s: float
    place: int = 0

    @property
    def numbers(self) -> list[str]:
        return [f"08{12 + self.place}{n:08d}" for n in range(1, round(self.rate * self.seconds) + 1)]


@dataclass
class Load:
    callers: Sipp
    desks: Sipp
    numbers: list[str]

    @classmethod
    def begin(cls, system: System, rung: Rung) -> "Load":
        """Not from an event loop: it waits a moment."""
        folder = system.home / f"load-{rung.place}"
        media = 2 * (round(rung.rate * (rung.talk_s + 30)) + 100)
        installation, settings = system.installation, system.installation.settings
        desks = sipp.desks(
            installation, folder / "desks", settings.desk_sip_port, rung.talk_s, _range(media), ANSWER_AFTER_S
        )
        time.sleep(0.5)  # SIPp says nowhere that its port is open
        callers = sipp.callers(
            installation, folder / "callers", rung.numbers, rung.rate, settings.sip_port, free_block(2), _range(media)
        )
        return cls(callers, desks, rung.numbers)

    @property
    def is_over(self) -> bool:
        return self.callers.process.poll() is not None

    def stop(self) -> None:
        self.callers.stop()
        self.desks.stop()


async def climb(system: System, crew: Crew, rung: Rung) -> dict[str, Any]:
    """The figures of one rung."""
    async with Person(system.installation.base_url) as dispatcher, Person(system.installation.base_url) as supervisor:
        await dispatcher.sign_in(*crew.dispatcher)
        await supervisor.sign_in(*crew.supervisor)
        screen = Screen(system.installation, dispatcher)
        await screen.open()
        cpu = ProcessorTime(system.pids())
        cpu.begin()
        began = time.monotonic()
        with Progress(transient=True) as progress:
            load = await _play(system, rung, progress)
            cores = cpu.end(time.monotonic() - began)
            kept = await look_up(supervisor, load.numbers, rung.talk_s, progress)
        await screen.close()
    return _figures(load, kept, screen, cores)


async def _play(system: System, rung: Rung, progress: Progress) -> Load:
    load = await asyncio.to_thread(Load.begin, system, rung)
    try:
        await _follow(load, rung.seconds, progress)
    finally:
        load.stop()
    return load


def _range(size: int) -> tuple[int, int]:
    first = free_block(size, probes=20)
    return first, first + size - 1


async def _follow(load: Load, seconds: float, progress: Progress) -> None:
    """Shows the calls until SIPp has ended the last one."""
    bars: dict[str, TaskID] = {name: progress.add_task(name, total=len(load.numbers)) for name in ("offered", "done")}
    until = time.monotonic() + seconds + DRAIN_S
    while not load.is_over and time.monotonic() < until:
        counts = load.callers.counts()
        progress.update(bars["offered"], completed=counts.created)
        progress.update(bars["done"], completed=counts.successful + counts.failed)
        await asyncio.sleep(0.5)


def _figures(load: Load, kept: Kept, screen: Screen, cores: dict[str, float]) -> dict[str, Any]:
    callers, desks = load.callers.counts(), load.desks.counts()
    whole = kept.recorded & kept.in_cad & kept.answered
    return {
        "offered": callers.created,
        "answered": desks.successful,
        "recorded": len(kept.recorded),
        "in_cad": len(kept.in_cad),
        "lost": len(load.numbers) - len(whole) + callers.failed,
        "to_screen_ms": spread(screen.to_screen_ms()),
        "to_journal_ms": spread(screen.to_journal_ms()),
        "floor_ms": spread(screen.floor_ms()),
        "on_screen": len(screen.on_screen),
        "twice_on_screen": screen.twice,
        "wait_s": spread(kept.waits),
        "failed_by_sipp": {"callers": callers.failed, "desks": desks.failed},
        "cores": cores,
        **({"complaints": kept.complaints[:5]} if kept.complaints else {}),
    }
