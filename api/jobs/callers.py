"""What time does to lost callers and to lowered numbers: looked at now and then, told in the journal."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from cad.abandoned.commands import SweepAbandoned
from cad.bus import Bus
from cad.errors import Unavailable
from cad.nuisance.commands import ExpireLowered
from cad.ports import Interrupted

log = structlog.get_logger(__name__)

PERIOD_S = 15.0
DATABASE_AWAY = (SQLAlchemyError, Interrupted, Unavailable, OSError)


async def watch_callers(bus: Bus, period_s: float = PERIOD_S) -> None:
    """Until cancelled. A look that fails is made again the next time: nobody waits for it."""
    while True:
        try:
            await look_once(bus)
        except DATABASE_AWAY as error:
            log.warning("callers.database_away", error=type(error).__name__)
        await asyncio.sleep(period_s)


async def look_once(bus: Bus) -> None:
    struck = await bus.handle(SweepAbandoned())
    expired = await bus.handle(ExpireLowered())
    if struck or expired:
        log.info("callers.time_passed", abandoned=struck, lowered=expired)
