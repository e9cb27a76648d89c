"""Carries out what a dispatcher asked of a call. What came of it is seen by the observer, as for any other change."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.ami import AmiError, AmiUnavailable, Connection
from telephony.ari import AriError, AriUnavailable, Client, NotFound
from telephony.control.plan import ROOM, Action, hold, resume
from telephony.ledger import Entry

log = structlog.get_logger()

KIND = "CallActionRequested"
FRESH = timedelta(seconds=10)  # the call has gone its own way since; nobody expects the button's effect any more
CLOSE = "TANGGAP_CLOSE"  # tells the dialplan that the dispatcher wants this end
NORMAL = "16"  # Q.850: normal call clearing

Report = Callable[[Action, str], Awaitable[None]]


class Control:
    def __init__(self, ari: Client, ami: Connection, pbx_id: str, failed: Report, clock: Clock = utc_now) -> None:
        """`failed` is told of an action that did not work, with a short reason for the log and the screen."""
        self._ari, self._ami, self._pbx_id, self._failed, self._clock = ari, ami, pbx_id, failed, clock
        self._doing = {"hold": self._hold, "resume": self._resume, "hang_up": self._hang_up}

    async def act(self, entry: Entry) -> None:
        action = _action(entry)
        if entry.data.get("pbx_id") != self._pbx_id:
            return
        if self._clock() - entry.recorded_at > FRESH:
            log.warning("call.action_too_old", call_id=action.call_id, action=action.action)
            metrics.actions.labels(action.action, "too_old").inc()
            return
        await self._do(action)

    async def _do(self, action: Action) -> None:
        do = self._doing.get(action.action)
        if do is None:
            return await self._report(action, "unknown_action")
        try:
            await do(action)
        except (AmiError, AriError) as error:
            log.warning("call.action_refused", call_id=action.call_id, why=str(error)[:200])
            return await self._report(action, reason_of(error))
        metrics.actions.labels(action.action, "done").inc()
        log.info("call.action_done", call_id=action.call_id, action=action.action)
        return None

    async def _hold(self, action: Action) -> None:
        in_room = bool(action.desk_leg) and await self._is_in_room(action.desk_leg)
        await self._ami.ask("Redirect", **hold(action, in_room))

    async def _resume(self, action: Action) -> None:
        await self._ami.ask("Redirect", **resume(action))

    async def _hang_up(self, action: Action) -> None:
        """Says first that it is wanted, or the dialplan would put the caller back into the queue. (ARI sets no
        variable on a channel outside Stasis.)"""
        await self._ami.ask("Setvar", Channel=action.uniqueid, Variable=CLOSE, Value="1")
        await self._ami.ask("Hangup", Channel=action.uniqueid, Cause=NORMAL)

    async def _is_in_room(self, desk_leg: str) -> bool:
        channel = await self._ari.channels.get(desk_leg)
        return channel["dialplan"]["context"] == ROOM

    async def _report(self, action: Action, reason: str) -> None:
        metrics.actions.labels(action.action[:20], "failed").inc()
        log.warning("call.action_failed", call_id=action.call_id, action=action.action[:20], reason=reason)
        await self._failed(action, reason)


def _action(entry: Entry) -> Action:
    def told(name: str) -> str:
        return str(entry.data.get(name) or "")

    return Action(told("call_id"), told("uniqueid"), told("action"), told("desk_leg"))


def reason_of(error: AmiError | AriError) -> str:
    """A word that the screen has a sentence for. Asterisk says "No such channel" or "Channel does not exist"."""
    if isinstance(error, AmiUnavailable | AriUnavailable):
        return "pbx_unavailable"
    gone = isinstance(error, NotFound) or "no such channel" in str(error).lower() or "not exist" in str(error).lower()
    return "call_gone" if gone else "pbx_refused"
