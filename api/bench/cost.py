"""What do we cost the PBX? The same Asterisk under the same calls, with us watching, without us, and with the least
that any program can do with ARI; window after window in one run, so that a machine's moods meet all three alike."""

import asyncio
import time
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from statistics import mean
from typing import Any

import psutil
from rich.progress import Progress

from api.bench.calls_kept import look_up
from api.bench.crew import Crew
from api.bench.person import Person
from api.bench.rung import DRAIN_S, Load, Rung
from api.bench.screen import listen_to_ari
from api.bench.system import System

WINDOW_S, SETTLE_S = 12.0, 5.0
WATCHERS = ("tanggap", "nobody", "bare_client", "bare_client", "nobody", "tanggap", "nobody", "tanggap", "bare_client")
LONGEST_S = 1200.0  # of calls: they are ended when the last window is, however long we took to start


async def compare(system: System, crew: Crew, rate: float, talk_s: float, place: int) -> dict[str, Any]:
    """Asterisk's cores with each watcher, and their ratio to nobody's watching. Nothing may be lost meanwhile."""
    rung = Rung(rate, LONGEST_S, talk_s, place)
    load = await asyncio.to_thread(Load.begin, system, rung)
    windows: dict[str, list[float]] = {name: [] for name in dict.fromkeys(WATCHERS)}
    try:
        with Progress(transient=True) as progress:
            bar = progress.add_task(f"what do we cost, at {rate:g} calls/s", total=len(WATCHERS))
            await asyncio.sleep(talk_s + 2)  # until as many calls end as begin
            for watcher in WATCHERS:
                async with _watched_by(watcher, system):
                    windows[watcher].append(await _cores_of_asterisk(system))
                progress.advance(bar)
            load.callers.finish()
            await _end(load)
    finally:
        load.stop()
        await _watch_again(system)
    dialled = load.numbers[: load.callers.counts().created]
    lost = await _lost(system, crew, dialled, talk_s)
    return _figures(rate, windows, lost, load)


@asynccontextmanager
async def _watched_by(watcher: str, system: System) -> Any:
    if watcher == "tanggap":
        await _watch_again(system)
    else:
        await asyncio.to_thread(_stop_telephony, system)
    listening = asyncio.create_task(_listen(system)) if watcher == "bare_client" else None
    await asyncio.sleep(SETTLE_S)
    try:
        yield
    finally:
        if listening is not None:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def _watch_again(system: System) -> None:
    process = system.processes.get("telephony")
    if process is None or process.poll() is not None:
        await asyncio.to_thread(system.spawn, "telephony")
        await asyncio.to_thread(system.wait_ready, "telephony")


def _stop_telephony(system: System) -> None:
    process = system.processes["telephony"]
    if process.poll() is None:
        process.terminate()
        process.wait(20)


async def _listen(system: System) -> None:
    async for _event, _at in listen_to_ari(system.installation):
        continue


async def _cores_of_asterisk(system: System) -> float:
    asterisk = psutil.Process(system.pids()["asterisk"])
    used: Callable[[], float] = lambda: sum(asterisk.cpu_times()[:2])  # noqa: E731
    before, began = used(), time.monotonic()
    await asyncio.sleep(WINDOW_S)
    return (used() - before) / (time.monotonic() - began)


async def _end(load: Load) -> None:
    until = time.monotonic() + DRAIN_S
    while not load.is_over and time.monotonic() < until:
        await asyncio.sleep(0.5)


async def _lost(system: System, crew: Crew, dialled: list[str], talk_s: float) -> list[str]:
    """Also those that were dialled while nobody watched."""
    async with Person(system.installation.base_url) as supervisor:
        await supervisor.sign_in(*crew.supervisor)
        with Progress(transient=True) as progress:
            kept = await look_up(supervisor, dialled, talk_s, progress)
    whole = kept.recorded & kept.in_cad & kept.answered
    return kept.complaints or [number for number in dialled if number not in whole]


def _figures(rate: float, windows: dict[str, list[float]], lost: list[str], load: Load) -> dict[str, Any]:
    cores = {name: round(mean(values), 3) for name, values in windows.items()}
    return {
        "rate": rate,
        "asterisk_cores": cores,
        "ratio_tanggap": round(cores["tanggap"] / cores["nobody"], 3),
        "ratio_bare_client": round(cores["bare_client"] / cores["nobody"], 3),
        "windows": {name: ", ".join(f"{value:.3f}" for value in values) for name, values in windows.items()},
        "offered": load.callers.counts().created,
        "lost": len(lost) + load.callers.counts().failed,
        **({"complaints": lost[:5]} if lost else {}),
    }
