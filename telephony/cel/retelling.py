"""Tells one call again from all that CEL has of it: one that lost its end, or whose recording lost it."""

from collections.abc import Callable

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact
from cad.errors import TanggapError
from telephony.away import is_away
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.cel.translator import translate

log = structlog.get_logger()


class Retelling:
    def __init__(
        self,
        reader: Reader,
        reconciler: Reconciler,
        bus: Bus,
        pbx_id: str,
        *,
        exercise: bool = False,
        delivered: Callable[[CallFact], None] = lambda _: None,
    ) -> None:
        self._reader, self._reconciler, self._bus = reader, reconciler, bus
        self._pbx_id, self._exercise, self._delivered = pbx_id, exercise, delivered

    async def tell(self, uniqueid: str) -> list[CallFact]:
        """What is known already changes nothing. Empty when CEL knows nothing of this call any more. Raises CelMissing,
        sqlite3.Error, and what is_away recognises."""
        rows = await self._reconciler.ask(self._reader.of_call, uniqueid)
        facts = translate(rows, rows[-1].id, self._pbx_id, self._exercise) if rows else []
        facts = [fact for fact in facts if fact.uniqueid == uniqueid]
        for fact in facts:
            await self._tell(fact)
        return facts

    async def _tell(self, fact: CallFact) -> None:
        try:
            await self._bus.handle(fact)
        except TanggapError as error:
            if is_away(error):
                raise
            log.error("cel.refused", command=type(fact).__name__, uniqueid=fact.uniqueid, error_id=error.error_id)
            return
        self._delivered(fact)
