"""Brings the routing plan to Asterisk's files when somebody changed it: how long a ring and a wrap-up last, the queues
of the skills, the numbers that lead to them. A reload keeps callers and members."""

import asyncio
from collections.abc import Callable

import structlog

from cad.installation import Installation
from telephony.ami import AmiError, Connection
from telephony.away import is_away
from telephony.ledger import Ledger
from telephony.pbx import configuration, routing
from telephony.rounds import Rounds

log = structlog.get_logger()

KINDS = ("RoutingPlanChanged",)
FILES = ("queues.conf", "dialled.conf", "extensions.conf")


class Routing(Rounds):
    """`failing` says why Asterisk may go by an older plan."""

    period_s = 30.0
    again_s = 2.0

    def __init__(self, installation: Installation, ami: Connection, ledger: Ledger) -> None:
        super().__init__()
        self._installation, self._ami, self._ledger = installation, ami, ledger
        self._reload = False  # files are new, and Asterisk has not read them yet
        self._listeners: list[Callable[[], None]] = []

    def on_reloaded(self, listener: Callable[[], None]) -> None:
        """There may be queues now that were not."""
        self._listeners.append(listener)

    async def follow(self) -> bool:
        """True when Asterisk had to read something anew."""
        plan = await self._ledger.routing_plan()
        if plan.center_id and plan != routing.load(self._installation):
            await asyncio.to_thread(routing.keep, self._installation, plan)
            self._reload |= await asyncio.to_thread(configuration.write_some, self._installation, FILES)
        if not self._reload:
            return False
        await self._ami.ask("Command", Command="module reload app_queue.so")
        await self._ami.ask("Command", Command="dialplan reload")
        self._reload = False
        log.info("routing.reloaded", version=plan.version)
        for listen in self._listeners:
            listen()
        return True

    async def _round(self) -> None:
        try:
            await self.follow()
            self.failing = ""
        except Exception as error:
            known = None if isinstance(error, AmiError | OSError) or is_away(error) else error
            log.warning("routing.not_followed", error=type(error).__name__, exc_info=known)
            self.failing = "older routing plan"
