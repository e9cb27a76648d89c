"""Rings when pages were queued; a lost connection is made again, and rings once, for what was missed."""

import asyncio
from collections.abc import Sequence

import psycopg
import structlog

from cad.store.outbox import PAGES, bells
from telephony.backoff import delays

log = structlog.get_logger(__name__)


async def ring(url: str, wake: asyncio.Event, kinds: Sequence[str] = PAGES) -> None:
    """Until cancelled. The worker's own polling is the belt to these braces."""
    pauses = delays(0.2, 5.0)
    while True:
        try:
            async for due in bells(url, kinds=kinds):
                pauses = delays(0.2, 5.0)
                if due:
                    wake.set()
        except (psycopg.Error, OSError) as error:
            log.warning("bell.lost", error=type(error).__name__)
        await asyncio.sleep(next(pauses))
