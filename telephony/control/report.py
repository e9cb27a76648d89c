"""Tells the domain, and so the dispatcher's screen, that an action on a call did not work."""

import structlog

from cad.bus import Bus
from cad.calls.commands import ReportCallAction
from telephony.control.plan import Action

log = structlog.get_logger()


class ActionReporter:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def failed(self, action: Action, reason: str) -> None:
        """`reason`: call_gone, pbx_refused, pbx_unavailable, unknown_action."""
        await self._bus.handle(ReportCallAction(call_id=action.call_id, action=action.action, reason=reason))
