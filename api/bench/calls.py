"""Calls at a rate for a time, on a system of its own: is any lost, and how soon does a dispatcher see each?

SIPp calls 112 and SIPp answers for the desks, both with media; Asterisk, PostgreSQL, telephony and the API are the
city's own. Offered and answered are SIPp's own counts; recorded is what a supervisor can play; in the CAD is what a
dispatcher's search finds, once for each number.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID

from api.bench.calls_kept import Kept, look_up
from api.bench.crew import hire
from api.bench.figures import ProcessorTime, show, spread
from api.bench.person import Person
from api.bench.queue import ready_desks
from api.bench.screen import Screen
from api.bench.system import System
from api.operations.ports import free_block
from cad.errors import Unavailable
from telephony.callers import sipp
from telephony.callers.sipp import Sipp

HELP = "112 calls at a rate: lost or not, and how soon each is on a dispatcher's screen"
ANSWER_AFTER_S = 0.5
DRAIN_S = 90.0  # after the last call is made: talk, queueing of the last ones, and recordings being wrapped


def command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tanggap bench calls", description=HELP)
    parser.add_argument("--rate", type=float, default=5.0, help="calls a second (5)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--desks", type=int, default=60, help="ready dispatchers (60)")
    parser.add_argument("--talk", type=float, default=10.0, help="seconds of each conversation (10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    parser.add_argument("--keep", action="store_true", help="leave the system's folder, with its logs, in place")
    return run(parser.parse_args(arguments))


@dataclass
class Load:
    callers: Sipp
    desks: Sipp
    numbers: list[str]
    elapsed_s: float = 0.0

    def stop(self) -> None:
        self.callers.stop()
        self.desks.stop()


def run(options: argparse.Namespace) -> int:
    console = Console()
    names = ("standin", "telephony", "api", "jobs")
    settings = {"desks": options.desks, "desk_transport": "sip", "log_level": "WARNING"}
    with System.create(
        settings, names=names, say=lambda text: console.print(f"  {text}"), keep=options.keep, page=False
    ) as system:
        if options.keep:
            console.print(f"Folder: {system.home}")
        figures = asyncio.run(_measure(system, options))
    show(
        f"{options.rate:g} calls/s for {options.seconds:g} s, {options.desks} desks, {options.talk:g} s of talk",
        figures,
        options.json,
    )
    return 0 if figures["lost"] == 0 else 1


async def _measure(system: System, options: argparse.Namespace) -> dict[str, object]:
    crew = await hire(system.installation, options.desks)
    async with Person(system.installation.base_url) as dispatcher, Person(system.installation.base_url) as supervisor:
        await dispatcher.sign_in(*crew.dispatcher)
        await supervisor.sign_in(*crew.supervisor)
        await _all_ready(system, crew.desks)
        screen = Screen(system.installation, dispatcher)
        await screen.open()
        cpu = ProcessorTime(system.pids())
        cpu.begin()
        began = time.monotonic()
        with Progress(transient=True) as progress:
            load = await _play(system, options, progress)
            cores = cpu.end(time.monotonic() - began)
            kept = await look_up(supervisor, load.numbers, options.talk, progress)
        await screen.close()
    return _figures(load, kept, screen, cores)


async def _all_ready(system: System, desks: int) -> None:
    """Until Asterisk's own queue would ring them all."""
    until, ready = time.monotonic() + 30, 0
    while time.monotonic() < until:
        ready = len(ready_desks(system.installation))
        if ready >= desks:
            return
        await asyncio.sleep(0.2)
    raise Unavailable(f"After 30 s the queue has {ready} of {desks} desks. See telephony's log (--keep).")


async def _play(system: System, options: argparse.Namespace, progress: Progress) -> Load:
    installation, home = system.installation, system.home
    count = round(options.rate * options.seconds)
    numbers = [f"0812{n:08d}" for n in range(1, count + 1)]
    media = 2 * (round(options.rate * (options.talk + 30)) + 100)
    desks = sipp.desks(
        installation, home / "desks", installation.settings.desk_sip_port, options.talk, _range(media), ANSWER_AFTER_S
    )
    await asyncio.sleep(0.5)  # SIPp says nowhere that its port is open
    sip_port = installation.settings.sip_port
    callers = sipp.callers(
        installation, home / "callers", numbers, options.rate, sip_port, free_block(2), _range(media)
    )
    load = Load(callers, desks, numbers)
    try:
        await _follow(load, options.seconds, progress)
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
    while load.callers.process.poll() is None and time.monotonic() < until:
        counts = load.callers.counts()
        progress.update(bars["offered"], completed=counts.created)
        progress.update(bars["done"], completed=counts.successful + counts.failed)
        await asyncio.sleep(0.5)


def _figures(load: Load, kept: Kept, screen: Screen, cores: dict[str, float]) -> dict[str, object]:
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
