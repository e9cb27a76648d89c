"""Prints what is going on into the installation's folder, every few minutes, oftener in disaster mode."""

import asyncio

import structlog

from api.jobs.callers import DATABASE_AWAY
from api.printing import snapshot_page
from api.snapshots import Printed, write
from cad.clock import Clock, utc_now
from cad.installation import Installation
from cad.store import views
from cad.store.database import Database

log = structlog.get_logger(__name__)

EVERY_S, IN_DISASTER_S = 300.0, 120.0
AGAIN_S = 15.0  # the database or the disk was away


async def print_snapshots(database: Database, installation: Installation, clock: Clock = utc_now) -> None:
    """Until cancelled. What fails is tried again soon; the page says how old the last one is."""
    while True:
        try:
            wait_s = IN_DISASTER_S if await print_once(database, installation, clock) else EVERY_S
        except (*DATABASE_AWAY, OSError) as error:
            log.warning("snapshot.not_printed", error=type(error).__name__)
            wait_s = AGAIN_S
        await asyncio.sleep(wait_s)


async def print_once(database: Database, installation: Installation, clock: Clock = utc_now) -> bool:
    """Returns whether disaster mode is on."""
    async with database.session() as session:
        told = await views.printed(session)
    settings = installation.settings
    html = snapshot_page(told, settings.center_name, settings.timezone, clock())
    printed: Printed = await asyncio.to_thread(write, installation, html, clock())
    log.info("snapshot.printed", name=printed.name, incidents=len(told["incidents"]))
    return bool(told["disaster"]["on"])
