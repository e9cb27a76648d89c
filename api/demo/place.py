"""Where the demo plays: on the system that runs here, or on a fresh one that goes when the demo ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from api.bench.system import USUAL, System
from cad.installation import Installation, load_installation

Say = Callable[[str], None]


@dataclass(frozen=True)
class Lacking:
    """How a system is made that lacks something; each may happen to a city, too."""

    names: tuple[str, ...] = USUAL
    settings: dict[str, str | float] = field(default_factory=dict)


WITHOUT = {
    "": Lacking(),
    "recording": Lacking(settings={"minimum_free_gb": 1e6}),  # the dialplan takes the disk for full
    "observer": Lacking(names=("standin", "api", "jobs")),
    "sms": Lacking(names=("standin", "telephony", "api")),
}


async def is_up(installation: Installation) -> bool:
    """Its API answers, well or not."""
    try:
        async with httpx.AsyncClient(timeout=3, verify=False) as http:
            return (await http.get(f"{installation.base_url}/health")).status_code in (200, 503)
    except httpx.HTTPError:
        return False


@asynccontextmanager
async def system_here(fresh: bool, say: Say, without: str = "") -> AsyncIterator[Installation]:
    """`without`: recording, observer or sms; only a fresh system can do without."""
    installation = load_installation()
    if not fresh and not without and await is_up(installation):
        say(f"Playing on the system at {installation.base_url}")
        yield installation
        return
    say("Starting a fresh system for the demo")
    lacking = WITHOUT[without]
    system = System.create(lacking.settings, names=lacking.names, say=lambda text: say(f"  {text}"))
    try:
        await asyncio.to_thread(system.start)
        yield system.installation
    finally:
        await asyncio.to_thread(system.stop)
