"""Begins the calls that start here. What cannot be begun is ended at once, so that no call stays open for ever."""

from collections.abc import Awaitable, Callable

import structlog

from cad.bus import Bus
from cad.calls.commands import EndCall, ReportCallAction
from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.ami import AmiError, Connection
from telephony.control import plan
from telephony.control.actions import FRESH
from telephony.ledger import Entry

log = structlog.get_logger()

KIND = "OutboundCallRequested"
NO_ROUTE = 3  # Q.850: no route to destination


class Outbound:
    def __init__(
        self,
        ami: Connection,
        bus: Bus,
        pbx_id: str,
        number_of: Callable[[str], Awaitable[str]],
        clock: Clock = utc_now,
    ) -> None:
        """`number_of` gives a call's number by the call's id; empty when the person was erased meanwhile."""
        self._ami, self._bus, self._pbx_id, self._number_of, self._clock = ami, bus, pbx_id, number_of, clock

    async def begin(self, entry: Entry) -> None:
        if entry.data.get("pbx_id") != self._pbx_id:
            return None
        call_id, uniqueid = str(entry.data["call_id"]), str(entry.data["uniqueid"])
        if self._clock() - entry.recorded_at > FRESH:
            return await self._give_up(call_id, uniqueid, "too_old")
        number, desk = await self._number_of(call_id), str(entry.data["by_desk"])
        try:
            await self._ami.ask("Originate", **plan.outbound(uniqueid, number, desk))
        except AmiError as error:
            log.warning("outbound.refused", call_id=call_id, error=type(error).__name__)
            return await self._give_up(call_id, uniqueid, "pbx_unavailable")
        metrics.actions.labels("outbound", "done").inc()
        return None

    async def _give_up(self, call_id: str, uniqueid: str, reason: str) -> None:
        metrics.actions.labels("outbound", "failed").inc()
        await self._bus.handle(ReportCallAction(call_id=call_id, action="outbound", reason=reason))
        ended = EndCall(
            pbx_id=self._pbx_id, uniqueid=uniqueid, occurred_at=self._clock(), source="system", cause=NO_ROUTE
        )
        await self._bus.handle(ended)
