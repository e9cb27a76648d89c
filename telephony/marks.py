"""The marks our dialplan leaves: `<name>?<urlencoded query>`, seen by ARI and kept in CEL.

Both see them as a user event `tanggap`: ARI with the text in its field `mark`, CEL in `extra`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from cad.calls.commands import (
    AskLeg,
    CallFact,
    HoldCall,
    JoinLeg,
    MissTarget,
    ParkCall,
    ReachCall,
    ReceiveCall,
    ResumeCall,
    UnparkCall,
)
from cad.locations.commands import LocateCall
from cad.queues.commands import OverflowCall, SortCall
from cad.voices.commands import AskSilentCaller, HearSilentCaller, MarkTestCall, TellNotice
from telephony.location.header import addresses

USER_EVENT = "tanggap"


@dataclass(frozen=True)
class Mark:
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """A field as a whole number; 0 when it is missing or is none."""
        text = self.get(name)
        return int(text) if text.lstrip("-").isdecimal() else 0

    def is_set(self, name: str) -> bool:
        return self.get(name) == "1"


def parse_mark(text: str) -> Mark:
    """Never fails: what cannot be understood is a mark with a strange name, which nobody acts on."""
    name, _, query = text.partition("?")
    return Mark(name.strip(), dict(parse_qsl(query, keep_blank_values=True)))


def received(mark: Mark, pbx_id: str, uniqueid: str, occurred_at: datetime, source: str, exercise: bool) -> ReceiveCall:
    """A `received` mark in the domain's words. A withheld number stays unsaid, though the trunk told it."""
    headers = {"From": mark.get("from"), "P-Asserted-Identity": mark.get("pai")}
    return ReceiveCall(
        pbx_id=pbx_id,
        uniqueid=uniqueid,
        occurred_at=occurred_at,
        source=source,
        number_raw="" if mark.is_set("withheld") else mark.get("number"),
        dialled=mark.get("dialled") or "112",
        queue_priority=mark.number("prio"),
        sip_call_id=mark.get("sip_call_id"),
        identity={name: value for name, value in headers.items() if value},
        trunk=mark.get("trunk"),
        exercise=exercise,
    )


def voiced(mark: Mark, about: Mapping[str, Any]) -> list[CallFact]:
    """What dialplans/voices.conf said to a caller, or heard from one; `about` is every command's beginning."""
    match mark.name:
        case "test":
            return [MarkTestCall(**about)]
        case "notice":
            return [TellNotice(**about, incident_id=mark.get("incident"))]
        case "silent-asked":
            return [AskSilentCaller(**about)]
        case "silent":
            return [HearSilentCaller(**about, key=mark.get("key")[:3])]
    return []


def queued(mark: Mark, about: Mapping[str, Any]) -> list[CallFact]:
    """What dialplans/queue.conf decided while a caller waited."""
    if mark.name == "queued" and mark.get("skill"):
        return [SortCall(**about, skill=mark.get("skill")[:32])]
    if mark.name == "overflow":
        return [OverflowCall(**about, to=mark.get("to")[:10], why=mark.get("why")[:40], name=mark.get("name")[:60])]
    return []


def located(mark: Mark, about: Mapping[str, Any]) -> list[CallFact]:
    """Where the INVITE said that its caller is (dialplans/location.conf)."""
    if mark.name != "located":
        return []
    uris, form, drawn = addresses(mark.get("said")), mark.get("format"), mark.get("drawn")
    place = f"{form}|{drawn}" if drawn and form != "URI" else ""
    if not uris and not place:
        return []
    method, sure = mark.get("method"), mark.get("sure")
    return [LocateCall(**about, uris=uris, drawn=place, method=method, confidence=sure)]


def of_release(mark: Mark) -> dict[str, Any]:
    """What a `released` mark says about its desk beside the end of its leg."""
    skipped = mark.number("skipped") if mark.get("skipped") else None
    return {"skipped": skipped, "wrap_up_s": mark.number("wrap")}


def controlled(mark: Mark, about: Mapping[str, Any]) -> list[CallFact]:
    """What dialplans/room.conf and control.conf did with a call; `about` names the caller's channel."""
    match mark.name:
        case "held":
            return [HoldCall(**about)]
        case "resumed":
            return [ResumeCall(**about)]
        case "parked":
            return [ParkCall(**about, label=mark.get("label")[:20])]
        case "unparked":
            return [UnparkCall(**about)]
        case "reached":
            return [ReachCall(**about)]
        case "unanswered":
            return [MissTarget(**about, action=mark.get("action")[:20], why=mark.get("why"))]
    return []


def of_leg(mark: Mark, about: Mapping[str, Any], leg: str) -> list[CallFact]:
    """`asked` and `joined`, written on the channel of the leg itself."""
    if mark.name not in ("asked", "joined"):
        return []
    who = {"kind": mark.get("kind") or "desk", "role": mark.get("role") or "talk", "how": mark.get("how")}
    known = {**about, **who, "leg_uniqueid": mark.get("leg") or leg, "desk_id": mark.get("desk")}
    known["name"] = mark.get("name")[:60]
    return [AskLeg(**known) if mark.name == "asked" else JoinLeg(**known)]
