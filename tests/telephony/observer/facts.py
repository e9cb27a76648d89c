"""ARI events as Asterisk 22 sends them, as short as a test can read."""

from typing import Any
from urllib.parse import urlencode

AT = "2026-11-21T12:00:00.{:03d}+0000"


def channel(uniqueid: str, name: str, context: str = "desk-out", number: str = "") -> dict[str, Any]:
    return {
        "id": uniqueid,
        "name": name,
        "state": "Ring",
        "caller": {"name": "", "number": number},
        "connected": {"name": "", "number": ""},
        "accountcode": "",
        "dialplan": {"context": context, "exten": "112", "priority": 1},
        "creationtime": AT.format(0),
        "language": "id",
        "protocol_id": "call-id@trunk",
    }


CALLER = channel("1000000000.1", "PJSIP/trunk-00000001", "emergency-in", "081234567890")
DESK = channel("1000000000.2", "PJSIP/desk-01-00000002")
OTHER = channel("1000000000.3", "PJSIP/desk-02-00000003")


def event(kind: str, ms: int = 0, **more: Any) -> Any:
    return {"type": kind, "timestamp": AT.format(ms), "application": "app", **more}


def created(who: dict[str, Any], ms: int = 0) -> Any:
    return event("ChannelCreated", ms, channel=who)


def marked(who: dict[str, Any], name: str, ms: int = 0, **fields: str | int) -> Any:
    text = f"{name}?{urlencode(fields)}" if fields else name
    return event(
        "ChannelUserevent", ms, channel=who, eventname="tanggap", userevent={"eventname": "tanggap", "mark": text}
    )


def dialled(peer: dict[str, Any], ms: int = 0, status: str = "", caller: dict[str, Any] = CALLER) -> Any:
    return event("Dial", ms, caller=caller, peer=peer, dialstatus=status)


def entered(who: dict[str, Any], ms: int = 0) -> Any:
    return event("ChannelEnteredBridge", ms, channel=who, bridge={"id": "b", "channels": []})


def destroyed(who: dict[str, Any], ms: int = 0, cause: int = 16) -> Any:
    return event("ChannelDestroyed", ms, channel=who, cause=cause, cause_txt="")
