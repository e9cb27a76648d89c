"""How many calls a second does this machine hold, with nothing lost and each soon on a dispatcher's screen?

A ladder of rates on a system of its own, climbed until one is not held; then what we cost the PBX. `--rate` asks for
one rung only. `rung.py` says what is counted, `cost.py` how the PBX is compared.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from api.bench import cost
from api.bench.crew import Crew, hire
from api.bench.figures import show
from api.bench.queue import ready_desks
from api.bench.rung import Rung, climb
from api.bench.system import System
from cad.errors import Unavailable

HELP = "112 calls at rising rates: which is held with nothing lost, how soon each is on a screen, what the PBX pays"
LADDER = (2.0, 5.0, 10.0, 20.0)
DESKS, DESKS_OF_ONE_RUNG = 200, 60
DEMANDED = 5.0  # calls a second that two cores must hold
SOON_MS = 150.0
READY_WITHIN_S = 90.0


def command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tanggap bench calls", description=HELP)
    parser.add_argument("--rate", type=float, help="one rung only: so many calls a second")
    parser.add_argument("--demand", type=float, default=DEMANDED, help="of the ladder, must be held (5)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each rung (60)")
    parser.add_argument("--desks", type=int, help=f"ready dispatchers ({DESKS}; with --rate {DESKS_OF_ONE_RUNG})")
    parser.add_argument("--talk", type=float, default=10.0, help="seconds of each conversation (10)")
    parser.add_argument("--no-cost", action="store_true", help="leave out what we cost the PBX (4 minutes)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    parser.add_argument("--keep", action="store_true", help="leave the system's folder, with its logs, in place")
    options = parser.parse_args(arguments)
    options.desks = options.desks or (DESKS_OF_ONE_RUNG if options.rate else DESKS)
    return run(options)


def run(options: argparse.Namespace) -> int:
    console = Console()
    names = ("standin", "telephony", "api", "jobs")
    settings = {"desks": options.desks, "desk_transport": "sip", "log_level": "WARNING"}
    with System.create(
        settings, names=names, say=lambda text: console.print(f"  {text}"), keep=options.keep, page=False
    ) as system:
        if options.keep:
            console.print(f"Folder: {system.home}")
        return asyncio.run(_one_rung(system, options) if options.rate else _ladder(system, options, console))


async def _one_rung(system: System, options: argparse.Namespace) -> int:
    crew = await _ready(system, options.desks)
    figures = await climb(system, crew, Rung(options.rate, options.seconds, options.talk))
    show(_title(options.rate, options), figures, options.json)
    return 0 if figures["lost"] == 0 else 1


async def _ladder(system: System, options: argparse.Namespace, console: Console) -> int:
    crew = await _ready(system, options.desks)
    rungs, held = list[dict[str, Any]](), 0.0
    for place, rate in enumerate(LADDER):
        figures = await climb(system, crew, Rung(rate, options.seconds, options.talk, place))
        figures["held"] = is_held(figures)
        rungs.append({"rate": rate, **figures})
        show(_title(rate, options), figures, None)
        if not figures["held"]:
            console.print(f"{rate:g} calls/s is not held.")
            break
        held = rate
    told: dict[str, Any] = {"highest_held": held, "demanded": options.demand}
    if not options.no_cost:
        told["cost_to_the_pbx"] = await cost.compare(
            system, crew, max(LADDER[0], min(held, options.demand)), options.talk, len(LADDER)
        )
    show("Calls a second, and what we cost the PBX", told, None)
    if options.json:
        show("", {**told, "rungs": rungs}, options.json, quietly=True)
    return 0 if held >= options.demand and not _lost(told, rungs, options.demand) else 1


def is_held(figures: dict[str, Any]) -> bool:
    """Nothing lost, each on the screen once, and ninety-nine of a hundred soon enough."""
    p99 = figures["to_screen_ms"]["p99"]
    seen = figures["on_screen"] == figures["offered"] and not figures["twice_on_screen"]
    return figures["lost"] == 0 and seen and p99 is not None and p99 < SOON_MS


def _lost(told: dict[str, Any], rungs: list[dict[str, Any]], demand: float) -> bool:
    cost_lost = told.get("cost_to_the_pbx", {}).get("lost", 0)
    return bool(cost_lost) or any(rung["lost"] for rung in rungs if rung["rate"] <= demand)


def _title(rate: float, options: argparse.Namespace) -> str:
    return f"{rate:g} calls/s for {options.seconds:g} s, {options.desks} desks, {options.talk:g} s of talk"


async def _ready(system: System, desks: int) -> Crew:
    """Hired and signed on, and in Asterisk's own queue."""
    crew = await hire(system.installation, desks)
    until, ready = time.monotonic() + READY_WITHIN_S, 0
    while time.monotonic() < until:
        ready = len(await asyncio.to_thread(ready_desks, system.installation))
        if ready >= desks:
            return crew
        await asyncio.sleep(0.2)
    raise Unavailable(
        f"After {READY_WITHIN_S:.0f} s the queue has {ready} of {desks} desks. See telephony's log (--keep)."
    )
