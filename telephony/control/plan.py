"""What Asterisk is to be asked for, for each action. Pure.

ARI refuses channels that are not in Stasis, so calls are moved by AMI's Redirect between places in dialplan
(dialplans/room.conf, control.conf), and others are called in by Originate. Each of these is one request that is
carried out whole: whatever dies after it, dialplan goes on from there. Once in a room they stay: a bridge of two cannot
be put back together.
"""

from dataclasses import dataclass
from urllib.parse import quote

HOLD, ROOM, PARK, GIVE = "tanggap-hold", "tanggap-room", "tanggap-park", "tanggap-give"
JOIN, GONE, ASK_SILENT = "tanggap-join", "tanggap-gone", "tanggap-ask-silent"
FETCH_S = 25  # how long a phone rings that is called into a call
AUTO_FETCH_S = 8  # one that picks up by itself does so at once, or its browser is gone
SUPERVISION = ("listen", "whisper", "barge")

Headers = dict[str, str]


@dataclass(frozen=True)
class Party:
    leg: str
    kind: str = "desk"
    role: str = "talk"
    desk: str = ""


@dataclass(frozen=True)
class Action:
    """A request out of the journal. `desk_leg` is the uniqueid of the leg that has the call, `leg` of the one meant."""

    call_id: str
    uniqueid: str
    action: str
    desk_leg: str
    legs: tuple[Party, ...] = ()
    leg: str = ""
    by_desk: str = ""
    target_kind: str = ""
    target_id: str = ""
    target_name: str = ""
    number: str = ""
    label: str = ""

    @property
    def consulted(self) -> Party | None:
        return next((party for party in self.legs if party.role == "consult"), None)

    @property
    def supervising(self) -> Party | None:
        """The leg by which this desk hears the call already."""
        return next((one for one in self.legs if one.kind == "supervisor" and one.desk == self.by_desk), None)


def hold(action: Action, desk_is_in_room: bool) -> Headers:
    """The caller on hold, and the desk (unless it is there already) in the room."""
    headers = {"Channel": action.uniqueid, "Context": HOLD, "Exten": "s", "Priority": "1"}
    if action.desk_leg and not desk_is_in_room:
        headers |= _extra(action.desk_leg, ROOM, action.uniqueid)
    return headers


def ask_silent(action: Action, desk_is_in_room: bool) -> Headers:
    return hold(action, desk_is_in_room) | {"Context": ASK_SILENT}


def resume(action: Action) -> Headers:
    """The caller back with the desk."""
    return {"Channel": action.uniqueid, "Context": ROOM, "Exten": action.uniqueid, "Priority": "1"}


def gather(action: Action) -> Headers:
    """Caller and desk out of their bridge into the room, where others can come in."""
    return resume(action) | _extra(action.desk_leg, ROOM, action.uniqueid)


def give(action: Action) -> Headers:
    """The caller dials the target itself; the desk is let go."""
    headers = {"Channel": action.uniqueid, "Context": GIVE, "Exten": dialled(action), "Priority": "1"}
    return headers | _extra(action.desk_leg, GONE, "s")


def park(action: Action) -> Headers:
    headers = {"Channel": action.uniqueid, "Context": PARK, "Exten": "s", "Priority": "1"}
    return headers | _extra(action.desk_leg, GONE, "s")


def complete(action: Action) -> Headers:
    """Whoever was asked keeps the call; the desk is let go. The caller follows by itself."""
    headers = {"Channel": action.leg, "Context": JOIN, "Exten": "keep", "Priority": "1"}
    return headers | _extra(action.desk_leg, GONE, "s")


def switch(leg: str, how: str) -> Headers:
    """A leg that is in the call already, in another role."""
    return {"Channel": leg, "Context": JOIN, "Exten": how, "Priority": "1"}


def fetch(action: Action, kind: str, role: str, who: str, *, auto: bool = False) -> Headers:
    """Calls `who` (a desk or a number) into the call. Its linkedid begins with `fetch-`: see telephony.channels."""
    variables = {
        "CALL": action.uniqueid,
        "KIND": kind,
        "ROLE": role,
        "HOW": action.action,
        "NAME": quote(action.target_name, safe=""),
        "AUTO": "1" if auto else "",
        "FETCH_S": str(AUTO_FETCH_S if auto else FETCH_S),
    }
    return {
        "Channel": f"Local/{who}@tanggap-fetch/n",
        "Application": "Wait",
        "Data": "1",
        "Timeout": str((FETCH_S + 30) * 1000),
        "Async": "true",
        "Variable": ",".join(f"{name}={value}" for name, value in variables.items()),
    }


def dialled(action: Action) -> str:
    """The extension that stands for the target."""
    if action.target_kind == "skill":
        return f"skill-{action.target_id}"
    return action.target_id if action.target_kind == "desk" else action.number


def outbound(uniqueid: str, number: str, desk: str) -> Headers:
    return {
        "Channel": f"Local/{number}@tanggap-outbound/n",
        "ChannelId": uniqueid,
        "Context": "tanggap-out-begin",
        "Exten": desk,
        "Priority": "1",
        "Timeout": "10000",
        "Async": "true",
        "Variable": f"__OUT={uniqueid}",
    }


def _extra(leg: str, context: str, exten: str) -> Headers:
    if not leg:
        return {}
    return {"ExtraChannel": leg, "ExtraContext": context, "ExtraExten": exten, "ExtraPriority": "1"}
