"""Keeps the queues' members as the desk sessions and the routing plan want them, whoever restarted in between.

The whole difference is looked at each time, not the single change: QueueAdd and QueuePause that Asterisk
acknowledged are lost when it is killed at once, and a notification may be missed.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from cad.clock import utc_now
from telephony import metrics
from telephony.ami import AmiError, AmiRefused, Connection
from telephony.ami.manager import Answer
from telephony.away import is_away
from telephony.channels import endpoint_desk
from telephony.desks.plan import OVERFLOW, QUEUE, Change, Member, Members, changes, renewed, wanted_members
from telephony.desks.skipped import Skipped
from telephony.ledger import DeskWish, Entry, Ledger
from telephony.rounds import Rounds

log = structlog.get_logger()

OLDEST = timedelta(seconds=30)  # what was said before that is no wish for now


class Membership(Rounds):
    """`failing` says why the queue may be out of step: an Asterisk that starts takes logins before it has its queue."""

    def __init__(self, ami: Connection, ledger: Ledger) -> None:
        super().__init__()
        self._ami, self._ledger = ami, ledger
        self._renewals: set[str] = set()
        self._lifted: set[str] = set()
        self._skipped = Skipped()
        self._listeners: list[Callable[[list[DeskWish]], None]] = []

    def on_wishes(self, listener: Callable[[list[DeskWish]], None]) -> None:
        """Gets every desk as it should be, at each look."""
        self._listeners.append(listener)

    async def changed(self, entry: Entry) -> None:
        """A dispatcher who says `ready` is rung at once, whatever was before."""
        data, young = entry.data, utc_now() - entry.recorded_at < OLDEST
        if young and entry.actor and entry.desk_id and data.get("state") == "ready":
            early = data.get("previous") == "wrap_up"
            (self._renewals if early else self._lifted).add(entry.desk_id)
        self.look_again()

    async def synchronise(self) -> list[Change]:
        """Returns what had to be changed. Raises AmiError, or what is_away recognises."""
        wishes, plan = await self._ledger.desk_wishes(), await self._ledger.routing_plan()
        for listen in self._listeners:
            listen(wishes)
        wanted = wanted_members(wishes, plan.skill_codes)
        found = await self._ami.collect("QueueStatus", last="QueueStatusComplete")
        present, penalties = present_members(found), present_penalties(found)
        lift = {*self._skipped.over(penalties, time.monotonic()), *self._lifted}
        again = {desk for desk in self._renewals if any(member.desk_id == desk for member in present.values())}
        self._renewals, self._lifted = set(), set()
        needed = renewed(wanted, present, again)
        needed += [one for one in changes(wanted, present) if one.member.desk_id not in again]
        needed += [Change("penalty", Member(desk, False)) for desk in sorted(lift) if penalties.get(desk)]
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
        member = change.member
        log.info("desk.changed", what=change.what, desk_id=member.desk_id, paused=member.paused, queue=member.queue)

    async def _round(self) -> None:
        try:
            await self.synchronise()
            self.failing = ""
        except Exception as error:
            metrics.desk_sync_failures.inc()
            known = None if isinstance(error, AmiError) or is_away(error) else error
            log.warning("desks.not_synchronised", error=type(error).__name__, exc_info=known)
            self.failing = "queue not in step" if isinstance(error, AmiError) else "database away"


def present_members(events: list[Answer]) -> Members:
    """The members Asterisk lists; interfaces that are no desk of ours are left alone."""
    present: Members = {}
    for event, desk_id in _members(events):
        paused = event.get("Paused") == "1"
        reason = event.get("PausedReason", "") if paused else ""
        member = Member(desk_id, paused, reason, event.get("Queue", QUEUE))
        present[member.key] = member
    return present


def present_penalties(events: list[Answer]) -> dict[str, int]:
    """How often each desk was skipped in a row; every desk is in the overflow queue."""
    listed = [(event, desk) for event, desk in _members(events) if event.get("Queue") == OVERFLOW]
    return {desk: int(event.get("Penalty", "0")) for event, desk in listed}


def _members(events: list[Answer]) -> list[tuple[Answer, str]]:
    found = []
    for event in events:
        interface = event.get("Location") or event.get("Interface", "")
        desk_id = endpoint_desk(interface.removeprefix("PJSIP/"))
        if event.get("Event") == "QueueMember" and desk_id:
            found.append((event, desk_id))
    return found
