"""Carries commands to the bus: in order within one call, calls side by side.

While the database is away the first command of each lane is tried again until it goes through. Should
the lanes fill up meanwhile, what comes on top is dropped: Asterisk keeps it in CEL, and the reconciler,
which waits for the same database, tells it again.
"""

import asyncio
import time
from collections.abc import Callable
from zlib import crc32

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact, ReceiveCall
from cad.clock import utc_now
from cad.errors import TanggapError
from telephony import metrics
from telephony.away import is_away
from telephony.backoff import delays

log = structlog.get_logger()

LANES = 4  # connections used at once; two cores gain nothing from more
CAPACITY = 20_000  # commands in all: an hour of 5 calls/s with PostgreSQL away is left to CEL
BUSY = 10  # commands that wait; a calm center has none
LOAD = 20  # commands in one transaction
ATTEMPTS_AT_A_BUG = 3


def _by_call(load: list[CallFact]) -> list[list[CallFact]]:
    """Each call's commands in their order; a new call alone and first, so that the screens have it at once.

    Never two calls in one transaction: the reconciler may hold the second while it waits for the first.
    """
    new: list[list[CallFact]] = [[command] for command in load if isinstance(command, ReceiveCall)]
    calls: dict[str, list[CallFact]] = {}
    for command in load:
        if not isinstance(command, ReceiveCall):
            calls.setdefault(command.uniqueid, []).append(command)
    return new + list(calls.values())


class Courier:
    """`stalled_since` is a monotonic time while the database keeps us waiting, else None."""

    def __init__(
        self,
        bus: Bus,
        delivered: Callable[[CallFact], None] = lambda _: None,
        lanes: int = LANES,
        capacity: int = CAPACITY,
    ) -> None:
        self._bus, self._delivered = bus, delivered
        self._lanes = [asyncio.Queue[CallFact](capacity // lanes) for _ in range(lanes)]
        self._overflowing = False
        self.stalled_since: float | None = None

    @property
    def is_busy(self) -> bool:
        """More is waiting than one moment's worth."""
        return sum(lane.qsize() for lane in self._lanes) >= BUSY

    def post(self, command: CallFact) -> None:
        lane = self._lanes[crc32(command.uniqueid.encode()) % len(self._lanes)]
        try:
            lane.put_nowait(command)
            metrics.courier_waiting.inc()
            self._overflowing = False
        except asyncio.QueueFull:
            self._drop()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as lanes:
            for lane in self._lanes:
                lanes.create_task(self._carry(lane))

    async def settled(self) -> None:
        """Returns when all that was posted so far has been dealt with."""
        for lane in self._lanes:
            await lane.join()

    def _drop(self) -> None:
        metrics.courier_dropped.inc()
        if not self._overflowing:
            log.error("courier.full", hint="the CEL reconciler will tell what is dropped now")
        self._overflowing = True

    async def _carry(self, lane: asyncio.Queue[CallFact]) -> None:
        while True:
            load = [await lane.get()]
            while not lane.empty() and len(load) < LOAD:
                load.append(lane.get_nowait())
            try:
                for commands in _by_call(load):
                    await self._deliver_all(commands)
            finally:
                metrics.courier_waiting.dec(len(load))
                for _ in load:
                    lane.task_done()

    async def _deliver_all(self, load: list[CallFact]) -> None:
        """What had to wait of one call goes in one transaction: eight desks that ring at once cost one commit."""
        if len(load) > 1 and await self._together(load):
            return
        for command in load:
            await self._deliver(command)

    async def _together(self, load: list[CallFact]) -> bool:
        try:
            async with self._bus.transaction() as transaction:
                for command in load:
                    await transaction.handle(command)
        except Exception as error:  # noqa: BLE001 - one by one will tell which, and why
            log.info("courier.one_by_one", commands=len(load), error=type(error).__name__)
            return False
        for command in load:
            self._done(command)
        return True

    async def _deliver(self, command: CallFact) -> None:
        bugs = 0
        for delay in delays(longest_s=2.0):
            try:
                await self._bus.handle(command)
            except Exception as error:  # noqa: BLE001 - one command must never stop its lane
                if is_away(error):
                    self._stall(error)
                else:
                    bugs += 1
                    if self._refused(command, error, bugs):
                        return None
            else:
                return self._done(command)
            metrics.courier_retries.inc()
            await asyncio.sleep(delay)
        return None

    def _done(self, command: CallFact) -> None:
        if self.stalled_since is not None:
            log.info("courier.flows_again", stalled_s=round(time.monotonic() - self.stalled_since, 1))
        self.stalled_since = None
        metrics.commands.labels(type(command).__name__, command.source).inc()
        if isinstance(command, ReceiveCall):
            metrics.receive_seconds.observe(max(0.0, (utc_now() - command.occurred_at).total_seconds()))
        self._delivered(command)

    def _stall(self, error: Exception) -> None:
        if self.stalled_since is None:
            self.stalled_since = time.monotonic()
            log.warning("courier.database_away", error=type(error).__name__)

    def _refused(self, command: CallFact, error: Exception, attempts: int) -> bool:
        """True when there is no use in trying again. CEL tells the fact a second time anyway."""
        name = type(command).__name__
        if isinstance(error, TanggapError):
            metrics.commands_refused.labels(error.error_id).inc()
            log.warning("courier.refused", command=name, uniqueid=command.uniqueid, error_id=error.error_id)
            return True
        if attempts < ATTEMPTS_AT_A_BUG:
            return False
        metrics.commands_refused.labels("internal").inc()
        log.error("courier.failed", command=name, uniqueid=command.uniqueid, exc_info=error)
        return True
