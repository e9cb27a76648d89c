"""Ends each wrap-up when its time is over. Asterisk leaves the desk alone for that long by itself; this is for the
screens and for the record."""

import asyncio

import structlog

from cad.bus import Bus
from cad.clock import Clock, utc_now
from cad.queues.commands import EndWrapUp
from telephony.away import is_away
from telephony.ledger import DeskWish

log = structlog.get_logger()

AGAIN_S = 1.0
A_MOMENT_S = 0.02  # a timer may ring a little before its time


class WrapUps:
    def __init__(self, bus: Bus, clock: Clock = utc_now) -> None:
        self._bus, self._clock = bus, clock
        self._wishes: list[DeskWish] = []
        self._changed = asyncio.Event()

    def look(self, wishes: list[DeskWish]) -> None:
        self._wishes = [wish for wish in wishes if wish.wrap_up_until]
        self._changed.set()

    async def run(self) -> None:
        while True:
            self._changed.clear()
            waits = [await self._end_or_wait(wish) for wish in self._wishes]
            try:
                async with asyncio.timeout(min((wait for wait in waits if wait), default=None)):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def _end_or_wait(self, wish: DeskWish) -> float | None:
        """Seconds until this one is over; None when it is."""
        assert wish.wrap_up_until is not None
        left = (wish.wrap_up_until - self._clock()).total_seconds()
        if left > 0:
            return left + A_MOMENT_S
        try:
            await self._bus.handle(EndWrapUp(desk_id=wish.desk_id))
        except Exception as error:
            if not is_away(error):
                log.exception("desk.wrap_up_not_ended", desk_id=wish.desk_id)
            return AGAIN_S
        return None
