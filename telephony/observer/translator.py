"""ARI events in, commands out. No sockets, no clock, no database: only what was seen so far.

Facts that we missed while we were away are not guessed at: the CEL reconciler tells them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    ReturnCall,
    SkipRecording,
    StartRecording,
)
from cad.clock import utc_now
from telephony.ari.models import Channel, Event
from telephony.channels import FETCHED, desk_of, is_caller, is_outbound
from telephony.marks import (
    USER_EVENT,
    Mark,
    controlled,
    located,
    of_leg,
    of_release,
    parse_mark,
    queued,
    received,
    voiced,
)
from telephony.times import from_ari

SOURCE = "ari"


@dataclass(slots=True)
class Caller:
    uniqueid: str
    created_at: datetime
    number: str
    sip_call_id: str
    known: bool = False  # ReceiveCall was said


@dataclass(slots=True)
class Leg:
    uniqueid: str
    desk_id: str
    caller: str = ""
    answered: bool = False
    released: bool = False


def _said(mark: Mark, about: dict[str, Any]) -> list[CallFact]:
    return controlled(mark, about) or voiced(mark, about) or queued(mark, about) or located(mark, about)


class Translator:
    def __init__(self, pbx_id: str, exercise: bool = False) -> None:
        self._pbx_id, self._exercise = pbx_id, exercise
        self._callers: dict[str, Caller] = {}
        self._legs: dict[str, Leg] = {}
        self._by_type: dict[str, Callable[[Event, datetime], list[CallFact]]] = {
            "ChannelCreated": self._created,
            "ChannelUserevent": self._marked,
            "Dial": self._dialled,
            "ChannelEnteredBridge": self._entered_bridge,
            "ChannelDestroyed": self._destroyed,
        }

    @property
    def event_types(self) -> list[str]:
        return list(self._by_type)

    def translate(self, event: Event) -> list[CallFact]:
        """What the event means; empty when it means nothing to us. Order matters and is kept."""
        translate = self._by_type.get(event["type"])
        return translate(event, from_ari(event.get("timestamp")) or utc_now()) if translate else []

    def known(self) -> set[str]:
        """The channels we believe to live. Ask before listing Asterisk's, for `adopt`."""
        return {*self._callers, *self._legs}

    def adopt(self, channels: list[Channel], linked: dict[str, str], before: set[str]) -> None:
        """After a (re)connect: these channels live, and of those known `before` the list was made no others.
        `linked` maps a desk's leg to its caller."""
        for gone in before - {channel["id"] for channel in channels}:
            self._callers.pop(gone, None)
            self._legs.pop(gone, None)
        for channel in channels:
            self._adopt(channel, linked.get(channel["id"], ""))

    def caller_of(self, leg_uniqueid: str) -> str:
        leg = self._legs.get(leg_uniqueid)
        return leg.caller if leg else ""

    def _adopt(self, channel: Channel, caller: str) -> None:
        self._notice(channel, utc_now())
        if known := self._callers.get(channel["id"]):
            known.known = True  # the reconciler reads its `received` mark from CEL
        leg = self._legs.get(channel["id"])
        if leg and not leg.caller and caller != leg.uniqueid and not caller.startswith(FETCHED):
            leg.caller = caller

    def _notice(self, channel: Channel, at: datetime) -> None:
        uniqueid, name = channel["id"], channel["name"]
        if desk_id := desk_of(name):
            self._legs.setdefault(uniqueid, Leg(uniqueid, desk_id))
        elif is_outbound(name):
            self._callers.setdefault(uniqueid, Caller(uniqueid, at, "", "", known=True))
        elif is_caller(name, channel.get("dialplan", {}).get("context", "")):
            number = channel.get("caller", {}).get("number", "")
            created_at = from_ari(channel.get("creationtime")) or at
            self._callers.setdefault(uniqueid, Caller(uniqueid, created_at, number, channel.get("protocol_id", "")))

    def _created(self, event: Event, at: datetime) -> list[CallFact]:
        self._notice(event["channel"], at)
        return []  # the `received` mark follows within a millisecond and knows who is calling

    def _marked(self, event: Event, at: datetime) -> list[CallFact]:
        channel, text = event.get("channel"), event.get("userevent", {}).get("mark", "")
        if event.get("eventname") != USER_EVENT or channel is None or not text:
            return []
        self._notice(channel, at)
        mark = parse_mark(text)
        if mark.name in ("released", "left"):
            return self._released_by_mark(mark, channel["id"], at)
        if mark.get("caller"):
            return self._leg_marked(mark, channel, at)
        caller = self._callers.get(channel["id"])
        return self._caller_marked(caller, mark, at) if caller else []

    def _caller_marked(self, caller: Caller, mark: Mark, at: datetime) -> list[CallFact]:
        if mark.name == "received":
            caller.known = True
            facts = received(mark, self._pbx_id, caller.uniqueid, caller.created_at, SOURCE, self._exercise)
            return [facts]
        told = self._receive(caller)
        about = self._about(caller.uniqueid, at)
        if mark.name == "recording":
            return [*told, StartRecording(**about, file=mark.get("file"))]
        if mark.name == "unrecorded":
            return [*told, SkipRecording(**about, reason=mark.get("reason"))]
        if mark.name == "returned":
            return [*told, ReturnCall(**about, n=mark.number("n") or 1)]
        return [*told, *_said(mark, about)]

    def _leg_marked(self, mark: Mark, channel: Channel, at: datetime) -> list[CallFact]:
        """A leg that was called into the call: its marks say whose it is, and that is enough."""
        about = self._about(mark.get("caller"), at)
        facts = of_leg(mark, about, channel["id"])
        for fact in facts:
            leg = self._legs.setdefault(channel["id"], Leg(channel["id"], mark.get("desk")))
            leg.caller, leg.answered = fact.uniqueid, leg.answered or mark.name == "joined"
        return facts or controlled(mark, about)

    def _dialled(self, event: Event, at: datetime) -> list[CallFact]:
        calling, peer = event.get("caller"), event.get("peer")
        if calling is None or peer is None:
            return []
        self._notice(calling, at)
        self._notice(peer, at)
        caller, leg = self._callers.get(calling["id"]), self._legs.get(peer["id"])
        if caller is None or leg is None or leg.caller:
            return []
        leg.caller = caller.uniqueid
        offer = OfferCall(**self._about(caller.uniqueid, at), leg_uniqueid=leg.uniqueid, desk_id=leg.desk_id)
        return [*self._receive(caller), offer]

    def _entered_bridge(self, event: Event, at: datetime) -> list[CallFact]:
        channel = event.get("channel")
        leg = self._legs.get(channel["id"]) if channel else None
        if leg is None or leg.answered or not leg.caller:
            return []
        leg.answered = True
        return [AnswerCall(**self._about(leg.caller, at), leg_uniqueid=leg.uniqueid, desk_id=leg.desk_id)]

    def _destroyed(self, event: Event, at: datetime) -> list[CallFact]:
        uniqueid, cause = event["channel"]["id"], event.get("cause", 0)
        if caller := self._callers.pop(uniqueid, None):
            return [*self._receive(caller), EndCall(**self._about(uniqueid, at), cause=cause)]
        leg = self._legs.pop(uniqueid, None)
        return self._release(leg, at, cause, closed=False) if leg else []

    def _released_by_mark(self, mark: Mark, channel_id: str, at: datetime) -> list[CallFact]:
        leg = self._legs.get(mark.get("leg") or channel_id)
        if leg and not leg.caller and mark.get("caller"):
            leg.caller = mark.get("caller")
        ended = (mark.number("cause"), mark.is_set("closed"), mark.is_set("gave"))
        return self._release(leg, at, *ended, **of_release(mark)) if leg else []

    def _release(
        self, leg: Leg, at: datetime, cause: int, closed: bool, gave: bool = False, **told: Any
    ) -> list[CallFact]:
        if leg.released or not leg.caller:
            return []
        leg.released = True
        about = self._about(leg.caller, at)
        about |= {"leg_uniqueid": leg.uniqueid, "desk_id": leg.desk_id}
        return [ReleaseLeg(**about, **told, cause=cause, closed=closed, gave=gave)]

    def _receive(self, caller: Caller) -> list[CallFact]:
        """A caller without `received` mark is a call all the same."""
        if caller.known:
            return []
        caller.known = True
        about = self._about(caller.uniqueid, caller.created_at) | {"exercise": self._exercise, "trunk": "trunk"}
        return [ReceiveCall(**about, number_raw=caller.number, sip_call_id=caller.sip_call_id)]

    def _about(self, uniqueid: str, at: datetime) -> dict[str, Any]:
        return {"pbx_id": self._pbx_id, "uniqueid": uniqueid, "occurred_at": at, "source": SOURCE}
