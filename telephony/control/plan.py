"""What Asterisk is to be asked for, for each action. Pure.

ARI refuses channels that are not in Stasis, so calls are moved by AMI's Redirect, between places in dialplan:
the caller waits in `tanggap-hold` while the desk sits in a room of its own, `tanggap-room,<caller>`, where
the two meet again. Once in a room they stay: a bridge of two cannot be put back together.
"""

from dataclasses import dataclass

HOLD, ROOM = "tanggap-hold", "tanggap-room"


@dataclass(frozen=True)
class Action:
    """A request out of the journal. `desk_leg` is the uniqueid of the desk's channel."""

    call_id: str
    uniqueid: str
    action: str
    desk_leg: str


def hold(action: Action, desk_is_in_room: bool) -> dict[str, str]:
    """AMI headers that put the caller on hold, and the desk (unless it is there already) into the room."""
    headers = {"Channel": action.uniqueid, "Context": HOLD, "Exten": "s", "Priority": "1"}
    if action.desk_leg and not desk_is_in_room:
        headers |= {"ExtraChannel": action.desk_leg, "ExtraContext": ROOM}
        headers |= {"ExtraExten": action.uniqueid, "ExtraPriority": "1"}
    return headers


def resume(action: Action) -> dict[str, str]:
    """AMI headers that bring the caller back to the desk."""
    return {"Channel": action.uniqueid, "Context": ROOM, "Exten": action.uniqueid, "Priority": "1"}
