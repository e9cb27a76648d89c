"""Calls that Asterisk took with it when it died: no HANGUP was ever written, so somebody must say that they ended.

Said only when nothing else is possible: this Asterisk began after the call did, lists its channels without
the call's, and CEL, read to its end, has no HANGUP of it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact, EndCall
from telephony import metrics
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.ledger import Ledger
from telephony.observer.observer import Observer, born_at
from telephony.recordings.places import raw_path

log = structlog.get_logger()


def suspects(open_calls: Iterable[str], living: set[str], pbx_began: float) -> list[str]:
    """Open calls that this Asterisk cannot have, by the second of their birth: those of the very second it began
    are among them, and only CEL knows better."""
    return [one for one in open_calls if one not in living and (born := born_at(one)) and born <= int(pbx_began)]


class Broken:
    def __init__(
        self, observer: Observer, reconciler: Reconciler, reader: Reader, bus: Bus, ledger: Ledger, pbx_id: str
    ) -> None:
        self._observer, self._reconciler, self._reader = observer, reconciler, reader
        self._bus, self._ledger, self._pbx_id = bus, ledger, pbx_id

    async def end_them(self, recordings: Path) -> list[CallFact]:
        """Returns the ends that were told. Raises AriError, CelMissing, or what is_away recognises."""
        began = await self._observer.pbx_began()
        living = await self._observer.living()
        if began is None or living is None:
            return []
        dead = suspects(await self._ledger.open_calls(self._pbx_id), living, began)
        if dead:
            await self._reconciler.catch_up(lag_s=0)
            dead = suspects(await self._ledger.open_calls(self._pbx_id), living, began)
            dead = [one for one in dead if await self._is_older(one, began)]
        hung_up = await self._reconciler.ask(self._reader.hung_up, dead) if dead else set()
        return [await self._end(one, began, recordings) for one in dead if one not in hung_up]

    async def _is_older(self, uniqueid: str, began: float) -> bool:
        """An Asterisk that is killed and back within a second has calls of its own of that second, too."""
        if (born := born_at(uniqueid)) is not None and born < int(began):
            return True
        first = await self._reconciler.ask(self._reader.first_sign, uniqueid)
        return first is not None and first.timestamp() < began

    async def _end(self, uniqueid: str, began: float, recordings: Path) -> CallFact:
        ended_at = await self._last_sign(uniqueid, began, recordings)
        fact = EndCall(pbx_id=self._pbx_id, uniqueid=uniqueid, occurred_at=ended_at, source="cel", broken=True)
        await self._bus.handle(fact)
        metrics.cel_broken.inc()
        log.warning("call.broken", uniqueid=uniqueid, ended_at=ended_at.isoformat())
        return fact

    async def _last_sign(self, uniqueid: str, began: float, recordings: Path) -> datetime:
        """The recording was written to until the PBX died; without one, CEL's last word."""
        raw = raw_path(recordings, f"{uniqueid}.raw")
        if raw.exists():
            return datetime.fromtimestamp(min(raw.stat().st_mtime, began), UTC)
        return await self._reconciler.ask(self._reader.last_sign, uniqueid) or datetime.fromtimestamp(began, UTC)
