"""What must change so that the queue is as the desk sessions want it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from telephony.ledger import DeskWish

QUEUE = "emergency"


@dataclass(frozen=True)
class Member:
    """A member of the queue as Asterisk or the desk session has it."""

    desk_id: str
    paused: bool
    reason: str = ""

    @property
    def interface(self) -> str:
        return f"PJSIP/{self.desk_id}"


@dataclass(frozen=True)
class Change:
    """`what`: add, remove, pause (which also ends a pause)."""

    what: str
    member: Member

    @property
    def action(self) -> str:
        return {"add": "QueueAdd", "remove": "QueueRemove", "pause": "QueuePause"}[self.what]

    @property
    def headers(self) -> dict[str, str]:
        headers = {"Queue": QUEUE, "Interface": self.member.interface}
        if self.what == "remove":
            return headers
        headers |= {"Paused": "true" if self.member.paused else "false", "Reason": self.member.reason}
        if self.what == "add":
            headers |= {"MemberName": self.member.desk_id, "StateInterface": self.member.interface, "Penalty": "0"}
        return headers


def wanted_members(wishes: Iterable[DeskWish]) -> dict[str, Member]:
    """Whoever sits at a desk is a member; only those who are ready are rung."""
    sitting = (wish for wish in wishes if wish.state != "off")
    return {wish.desk_id: Member(wish.desk_id, wish.state != "ready", _reason(wish)) for wish in sitting}


def changes(wanted: dict[str, Member], present: dict[str, Member]) -> list[Change]:
    """Whom to add first: a caller may be waiting. Removing comes last."""
    added = [Change("add", member) for desk, member in wanted.items() if desk not in present]
    differing = [Change("pause", member) for desk, member in wanted.items() if present.get(desk, member) != member]
    gone = [Change("remove", member) for desk, member in present.items() if desk not in wanted]
    return added + differing + gone


def _reason(wish: DeskWish) -> str:
    """Why a desk is not rung, on one line: AMI's lines are its grammar."""
    if wish.state == "ready":
        return ""
    return " ".join((wish.reason or wish.state).split())[:80]
