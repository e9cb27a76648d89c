"""A room of desks on a real Asterisk: some answer, some do not, and a supervisor who sets the plan."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cad.queues.model import RoutingPlan, route_outside, route_text
from telephony.callers.desks import Desks, desk_of
from telephony.callers.dialog import Dialog
from telephony.desks.routing import FILES
from telephony.pbx import configuration, routing
from tests.support.pbx import Pbx


@dataclass
class Room(Desks):
    """`silent` desks ring and are not answered."""

    silent: set[str] = field(default_factory=set)

    async def _ring(self, call: Dialog) -> None:
        if desk_of(call) in self.silent:
            self.calls.append(call)
            call.ring()
            return
        await super()._ring(call)

    def rang(self) -> list[str]:
        """The desks in the order in which they rang."""
        return [desk_of(call) for call in self.calls]


def choose(pbx: Pbx, **choices: Any) -> RoutingPlan:
    """The plan, as telephony brings it to Asterisk: files, a reload, and AstDB. Longest idle first, and nothing else
    unless it is chosen."""
    usual: dict[str, Any] = {"ring_seconds": 2, "ring_all_after_s": 0, "announce_every_s": 0}
    plan = RoutingPlan(center_id=pbx.installation.settings.center_id, version=1, **(usual | choices))
    routing.keep(pbx.installation, plan)
    configuration.write_some(pbx.installation, FILES)
    pbx.ask("module reload app_queue.so")
    pbx.ask("dialplan reload")
    pbx.ask("database deltree route")
    pbx.ask(f"database put route plan {route_text(plan, 0)}")
    if plan.outside:
        pbx.ask(f"database put route outside {route_outside(plan)}")
    return plan


@asynccontextmanager
async def room(pbx: Pbx) -> AsyncIterator[Room]:
    """Empty queues before and after."""
    opened = Room()
    await opened.open(pbx.installation.settings.desk_sip_port)
    try:
        yield opened
    finally:
        opened.phone.vanish()
        pbx.ask("channel request hangup all")
        await pbx.quiet(20)
        for desk in pbx.installation.desk_ids:
            pbx.remove_desk(desk)
        choose(pbx)
