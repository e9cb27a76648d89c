"""Keeps Asterisk's own database as ours says, whoever restarted in between.

The whole difference is looked at each time: a DBPut that Asterisk acknowledged is lost when it is killed at once.
"""

import structlog

from telephony import metrics
from telephony.ami import AmiError, Connection
from telephony.astdb.plan import Difference, differences, present_keys
from telephony.away import is_away
from telephony.ledger import Ledger
from telephony.rounds import Rounds

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


class Mirror(Rounds):
    """`failing` says why the dialplan may decide by old choices. Its period also makes an expiry take effect."""

    def __init__(self, ami: Connection, ledger: Ledger) -> None:
        super().__init__()
        self._ami, self._ledger = ami, ledger

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

    async def _round(self) -> None:
        try:
            if written := await self.synchronise():  # families only: a key may be somebody's number
                log.info("astdb.written", keys=len(written), families=sorted({one.family for one in written}))
            self.failing = ""
        except Exception as error:
            metrics.astdb_failures.inc()
            known = None if isinstance(error, AmiError) or is_away(error) else error
            log.warning("astdb.not_synchronised", error=type(error).__name__, exc_info=known)
            self.failing = "choices not mirrored" if isinstance(error, AmiError) else "database away"
