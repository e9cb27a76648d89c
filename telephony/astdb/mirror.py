"""Keeps Asterisk's own database as ours says, whoever restarted in between.

The whole difference is looked at each time: a DBPut that Asterisk acknowledged is lost when it is killed at once.
"""

import asyncio

import structlog

from telephony import metrics
from telephony.ami import AmiError, Connection
from telephony.astdb.plan import Difference, differences, present_keys
from telephony.away import is_away
from telephony.ledger import Entry, Ledger

log = structlog.get_logger()

# The journal's kinds that may change what the dialplan reads; looked at at once, each owner adds its own.
CHANGES: tuple[str, ...] = (
    "TrunkAdded",
    "TrunkChanged",
    "TrunkRemoved",
    "NumbersForTestsChanged",
    "NoticeSwitched",
    "IncidentClosed",
    "NumberLowered",
    "NumberLifted",
    "PersonErased",
)
PERIOD_S = 10.0  # also what makes an expiry that nobody journals take effect
AGAIN_S = 1.0


class Mirror:
    """`failing` says why the dialplan may decide by old choices; empty when it has ours."""

    def __init__(self, ami: Connection, ledger: Ledger) -> None:
        self._ami, self._ledger = ami, ledger
        self._due = asyncio.Event()
        self.failing = "starting"

    def look_again(self) -> None:
        self._due.set()

    async def changed(self, _entry: Entry) -> None:
        self.look_again()

    async def reconnected(self) -> None:
        self.look_again()

    async def run(self) -> None:
        while True:
            self._due.clear()
            await self._synchronise_safely()
            try:
                async with asyncio.timeout(AGAIN_S if self.failing else PERIOD_S):
                    await self._due.wait()
            except TimeoutError:
                continue

    async def synchronise(self) -> list[Difference]:
        """Returns what had to be written. Raises AmiError, or what is_away recognises."""
        written: list[Difference] = []
        for family, wanted in (await self._ledger.astdb_wishes()).items():
            tree = await self._ami.collect("DBGetTree", last="DBGetTreeComplete", Family=family)
            needed = differences(family, wanted, present_keys(family, tree))
            for difference in needed:
                await self._ami.ask(difference.action, **difference.headers)
                metrics.astdb_writes.labels(family).inc()
            written += needed
        return written

    async def _synchronise_safely(self) -> None:
        try:
            if written := await self.synchronise():  # families only: a key may be somebody's number
                log.info("astdb.written", keys=len(written), families=sorted({one.family for one in written}))
            self.failing = ""
        except Exception as error:
            metrics.astdb_failures.inc()
            known = None if isinstance(error, AmiError) or is_away(error) else error
            log.warning("astdb.not_synchronised", error=type(error).__name__, exc_info=known)
            self.failing = "choices not mirrored" if isinstance(error, AmiError) else "database away"
