"""Keeps the queue's members as the desk sessions want them, whoever restarted in between.

The whole difference is looked at each time, not the single change: QueueAdd and QueuePause that Asterisk
acknowledged are lost when it is killed at once, and a notification may be missed.
"""

import asyncio

import structlog

from telephony import metrics
from telephony.ami import AmiError, AmiRefused, Connection
from telephony.ami.manager import Answer
from telephony.away import is_away
from telephony.channels import endpoint_desk
from telephony.desks.plan import QUEUE, Change, Member, changes, wanted_members
from telephony.ledger import Ledger

log = structlog.get_logger()

PERIOD_S = 10.0
AGAIN_S = 1.0  # after a failure; an Asterisk that starts takes logins before it has its queue


class Membership:
    """`failing` says why the queue may be out of step; empty when it is as wanted."""

    def __init__(self, ami: Connection, ledger: Ledger) -> None:
        self._ami, self._ledger = ami, ledger
        self._due = asyncio.Event()
        self.failing = "starting"

    def look_again(self) -> None:
        """Something about a desk changed; seen to at once."""
        self._due.set()

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

    async def synchronise(self) -> list[Change]:
        """Returns what had to be changed. Raises AmiError, or what is_away recognises."""
        wanted = wanted_members(await self._ledger.desk_wishes())
        found = await self._ami.collect("QueueStatus", last="QueueStatusComplete", Queue=QUEUE)
        needed = changes(wanted, present_members(found))
        for change in needed:
            await self._apply(change)
        return needed

    async def _apply(self, change: Change) -> None:
        try:
            await self._ami.ask(change.action, **change.headers)
        except AmiRefused as refused:  # added or removed by somebody else meanwhile: the next look tells
            log.warning("desk.refused", what=change.what, desk_id=change.member.desk_id, why=str(refused))
            return
        metrics.desk_changes.labels(change.what).inc()
        log.info("desk.changed", what=change.what, desk_id=change.member.desk_id, paused=change.member.paused)

    async def _synchronise_safely(self) -> None:
        try:
            await self.synchronise()
            self.failing = ""
        except Exception as error:
            metrics.desk_sync_failures.inc()
            known = None if isinstance(error, AmiError) or is_away(error) else error
            log.warning("desks.not_synchronised", error=type(error).__name__, exc_info=known)
            self.failing = "queue not in step" if isinstance(error, AmiError) else "database away"


def present_members(events: list[Answer]) -> dict[str, Member]:
    """The members Asterisk lists; interfaces that are no desk of ours are left alone."""
    present: dict[str, Member] = {}
    for event in events:
        interface = event.get("Location") or event.get("Interface", "")
        desk_id = endpoint_desk(interface.removeprefix("PJSIP/"))
        if event.get("Event") == "QueueMember" and desk_id:
            paused = event.get("Paused") == "1"
            present[desk_id] = Member(desk_id, paused, event.get("PausedReason", "") if paused else "")
    return present
