"""Carries out what was asked of a call. What came of it is seen by the observer, as for any other change."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import structlog

from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.ami import AmiError, AmiRefused, AmiUnavailable, Connection
from telephony.ari import AriError, AriUnavailable, Client, NotFound
from telephony.channels import FETCHED
from telephony.control import plan
from telephony.control.plan import ROOM, Action, Headers, Party
from telephony.ledger import Entry

log = structlog.get_logger()

KIND = "CallActionRequested"
FRESH = timedelta(seconds=10)  # the call has gone its own way since; nobody expects the button's effect any more
CLOSE = "TANGGAP_CLOSE"  # tells the dialplan that the dispatcher wants this end
NORMAL = "16"  # Q.850: normal call clearing

Report = Callable[[Action, str], Awaitable[None]]
Number = Callable[[str], Awaitable[str]]


class Control:
    def __init__(
        self,
        ari: Client,
        ami: Connection,
        pbx_id: str,
        failed: Report,
        clock: Clock = utc_now,
        *,
        number_of: Number | None = None,
    ) -> None:
        """`failed` is told of an action that did not work, with a short reason for the log and the screen; `number_of`
        gives the number that stands beside the journal."""
        self._ari, self._ami, self._pbx_id, self._failed, self._clock = ari, ami, pbx_id, failed, clock
        self._number_of = number_of
        self._doing: dict[str, Callable[[Action], Awaitable[None]]] = {
            "hold": self._hold,
            "resume": self._resume,
            "hang_up": self._hang_up,
            "ask_silent": self._ask_silent,
            "transfer": self._transfer,
            "consult": self._consult,
            "complete": self._complete,
            "cancel_consult": self._cancel_consult,
            "conference": self._conference,
            "drop": self._drop,
            "stop": self._drop,
            "park": self._park,
            "take": self._take,
            "listen": self._listen,
            "whisper": self._listen,
            "barge": self._barge,
        }

    async def act(self, entry: Entry) -> None:
        action = _action(entry)
        if entry.data.get("pbx_id") != self._pbx_id:
            return
        if self._clock() - entry.recorded_at > FRESH:
            log.warning("call.action_too_old", call_id=action.call_id, action=action.action)
            metrics.actions.labels(action.action, "too_old").inc()
            return
        await self._do(action, str(entry.data.get("number_id") or ""))

    async def _do(self, action: Action, number_id: str) -> None:
        do = self._doing.get(action.action)
        if do is None:
            return await self._report(action, "unknown_action")
        try:
            if number_id and self._number_of:
                action = _with_number(action, await self._number_of(number_id))
            await do(action)
        except (AmiError, AriError) as error:
            log.warning("call.action_refused", call_id=action.call_id, why=str(error)[:200])
            return await self._report(action, reason_of(error))
        metrics.actions.labels(action.action, "done").inc()
        log.info("call.action_done", call_id=action.call_id, action=action.action)
        return None

    # -- with who is in the call

    async def _hold(self, action: Action) -> None:
        await self._redirect(plan.hold(action, await self._is_in_room(action.desk_leg)))

    async def _ask_silent(self, action: Action) -> None:
        await self._redirect(plan.ask_silent(action, await self._is_in_room(action.desk_leg)))

    async def _resume(self, action: Action) -> None:
        """Whoever is being consulted is in the talk from then on."""
        if action.consulted and action.consulted.leg:
            await self._redirect(plan.switch(action.consulted.leg, "conference"))
        await self._redirect(plan.resume(action))

    async def _hang_up(self, action: Action) -> None:
        """Says first that it is wanted, or the dialplan would put the caller back into the queue. (ARI sets no
        variable on a channel outside Stasis.)"""
        await self._set(action, CLOSE, "1")
        await self._ami.ask("Hangup", Channel=action.uniqueid, Cause=NORMAL)

    async def _park(self, action: Action) -> None:
        await self._set(action, "PARK_LABEL", quote(action.label, safe=""))
        await self._redirect(plan.park(action))

    async def _drop(self, action: Action) -> None:
        await self._ami.ask("Hangup", Channel=action.leg, Cause=NORMAL)

    # -- with somebody else

    async def _transfer(self, action: Action) -> None:
        await self._set(action, "GIVE_NAME", quote(action.target_name, safe=""))
        await self._redirect(plan.give(action))

    async def _consult(self, action: Action) -> None:
        await self._hold(action)
        await self._fetch(action, _kind(action), "consult", plan.dialled(action))

    async def _complete(self, action: Action) -> None:
        """The second request only saves the caller on hold a second; see tanggap-hold."""
        await self._redirect(plan.complete(action))
        await self._redirect(plan.resume(action))

    async def _cancel_consult(self, action: Action) -> None:
        await self._drop(action)
        await self._redirect(plan.resume(action))

    async def _conference(self, action: Action) -> None:
        if not action.target_kind:
            return await self._resume(action)
        await self._gather(action)
        return await self._fetch(action, _kind(action), "talk", plan.dialled(action))

    async def _take(self, action: Action) -> None:
        await self._fetch(action, "desk", "talk", action.by_desk, auto=True)

    async def _listen(self, action: Action) -> None:
        if leg := action.supervising:
            return await self._redirect(plan.switch(leg.leg, action.action))
        return await self._fetch(action, "supervisor", action.action, action.by_desk, auto=True)

    async def _barge(self, action: Action) -> None:
        await self._gather(action)
        await self._listen(action)

    async def _gather(self, action: Action) -> None:
        """Out of a bridge of two into the room; a caller on hold comes back with it."""
        if not await self._is_in_room(action.desk_leg):
            await self._redirect(plan.gather(action))
        elif not await self._is_in_room(action.uniqueid):
            await self._redirect(plan.resume(action))

    async def _fetch(self, action: Action, kind: str, role: str, who: str, *, auto: bool = False) -> None:
        headers = plan.fetch(action, kind, role, who, auto=auto)
        await self._ami.ask("Originate", **headers, ChannelId=_fetch_id(self._clock().timestamp()))

    # -- Asterisk

    async def _redirect(self, headers: Headers) -> None:
        await self._ami.ask("Redirect", **headers)

    async def _set(self, action: Action, variable: str, value: str) -> None:
        await self._ami.ask("Setvar", Channel=action.uniqueid, Variable=variable, Value=value)

    async def _is_in_room(self, channel_id: str) -> bool:
        if not channel_id:
            return True
        channel = await self._ari.channels.get(channel_id)
        return channel["dialplan"]["context"] == ROOM

    async def _report(self, action: Action, reason: str) -> None:
        metrics.actions.labels(action.action[:20], "failed").inc()
        log.warning("call.action_failed", call_id=action.call_id, action=action.action[:20], reason=reason)
        await self._failed(action, reason)


def _fetch_id(now: float) -> str:
    return f"{FETCHED}{int(now)}.{secrets.randbelow(10**9)}"


def _kind(action: Action) -> str:
    return "desk" if action.target_kind == "desk" else "party"


def _with_number(action: Action, number: str) -> Action:
    if not number:
        raise AmiRefused("no such channel: the number was erased")
    return replace(action, number=number)


def _action(entry: Entry) -> Action:
    def told(name: str) -> str:
        return str(entry.data.get(name) or "")

    legs = tuple(Party(**{name: str(one.get(name) or "") for name in one}) for one in entry.data.get("legs") or ())
    return Action(
        told("call_id"),
        told("uniqueid"),
        told("action"),
        told("desk_leg"),
        legs,
        leg=told("leg"),
        by_desk=told("by_desk"),
        target_kind=told("target_kind"),
        target_id=told("target_id"),
        target_name=told("target_name"),
        label=told("label"),
    )


def reason_of(error: AmiError | AriError) -> str:
    """A word that the screen has a sentence for. Asterisk says "No such channel" or "Channel does not exist"."""
    if isinstance(error, AmiUnavailable | AriUnavailable):
        return "pbx_unavailable"
    gone = isinstance(error, NotFound) or "no such channel" in str(error).lower() or "not exist" in str(error).lower()
    return "call_gone" if gone else "pbx_refused"
