"""Calls that are open here and nowhere else: no channel in Asterisk's list, look after look, and no restart to blame.

Their hang-up may be in CEL and was refused or passed over (it is told again), or it was never written (the call is
ended as broken). Time is our own monotonic one: however the clocks are set, no call stays open for ever.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact, EndCall
from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.away import is_away
from telephony.cel.reader import CelMissing, Reader
from telephony.cel.reconciler import Reconciler
from telephony.cel.retelling import Retelling
from telephony.ledger import Ledger
from telephony.recordings.places import raw_path

log = structlog.get_logger()

PERIOD_S = 5.0
# ARI tells an end at once and CEL 1.5 s later; a database that was away is caught up well within this time.
MISSING_S = 20.0
# A call that starts here is open before its channel is there: its desk rings first. cad.calls.outbound numbers them so.
OUTBOUND_S, OUTBOUND_FROM = 60.0, 10**8

LivingChannels = Callable[[], Awaitable[set[str] | None]]


class Vanished:
    def __init__(
        self,
        living: LivingChannels,
        reconciler: Reconciler,
        reader: Reader,
        retelling: Retelling,
        bus: Bus,
        ledger: Ledger,
        pbx_id: str,
        recordings: Path,
        *,
        delivered: Callable[[CallFact], None] = lambda _: None,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`living` lists Asterisk's channels, or None while that cannot be known."""
        self._living, self._reconciler, self._reader, self._retelling = living, reconciler, reader, retelling
        self._bus, self._ledger, self._pbx_id, self._recordings = bus, ledger, pbx_id, recordings
        self._delivered, self._clock, self._monotonic = delivered, clock, monotonic
        self._since: dict[str, float] = {}

    async def run(self) -> None:
        while True:
            await asyncio.sleep(PERIOD_S)
            try:
                await self.look()
            except (CelMissing, sqlite3.Error) as error:
                log.warning("cel.vanished_not_looked", error=type(error).__name__)
            except Exception as error:
                if not is_away(error):
                    raise
                self._since.clear()  # while the database was away nothing could be told

    async def look(self) -> list[str]:
        """One look; the uniqueids of the calls that were ended by it."""
        open_calls = await self._ledger.open_calls(self._pbx_id)  # before the channels: a new call is in both
        living = await self._living()
        if living is None or self._reconciler.failing:
            self._since.clear()
            return []
        now = self._monotonic()
        self._since = {one: self._since.get(one, now) for one in open_calls if one not in living}
        overdue = [one for one, since in self._since.items() if now - since >= patience_s(one)]
        if overdue:
            await self._reconciler.catch_up(lag_s=0)
            still_open = set(await self._ledger.open_calls(self._pbx_id))
            overdue = [one for one in overdue if one in still_open]
        return [one for one in overdue if await self._end(one)]

    async def _end(self, uniqueid: str) -> bool:
        told = await self._retelling.tell(uniqueid)
        if not any(isinstance(fact, EndCall) for fact in told):
            await self._break(uniqueid)
        self._since.pop(uniqueid, None)
        return True

    async def _break(self, uniqueid: str) -> None:
        ended_at = await self._last_sign(uniqueid)
        fact = EndCall(pbx_id=self._pbx_id, uniqueid=uniqueid, occurred_at=ended_at, source="cel", broken=True)
        await self._bus.handle(fact)
        metrics.cel_broken.inc()
        log.warning("call.vanished", uniqueid=uniqueid, ended_at=ended_at.isoformat())
        self._delivered(fact)

    async def _last_sign(self, uniqueid: str) -> datetime:
        """The recording was written to until it ended; without one, CEL's last word; without that, now."""
        raw = raw_path(self._recordings, f"{uniqueid}.raw")
        if raw.exists():
            return datetime.fromtimestamp(raw.stat().st_mtime, UTC)
        return await self._reconciler.ask(self._reader.last_sign, uniqueid) or self._clock()


def patience_s(uniqueid: str) -> float:
    count = uniqueid.rpartition(".")[2]
    return OUTBOUND_S if count.isdecimal() and int(count) >= OUTBOUND_FROM else MISSING_S
