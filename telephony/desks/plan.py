"""What must change so that the queues are as the desk sessions and the routing plan want them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from telephony.ledger import DeskWish

QUEUE = "emergency"
ALL, OVERFLOW = "emergency-all", "overflow"


def skill_queue(code: str) -> str:
    return f"skill-{code}"


@dataclass(frozen=True)
class Member:
    """A member of one queue as Asterisk or the desk session has it."""

    desk_id: str
    paused: bool
    reason: str = ""
    queue: str = QUEUE

    @property
    def interface(self) -> str:
        return f"PJSIP/{self.desk_id}"

    @property
    def key(self) -> tuple[str, str]:
        return self.queue, self.desk_id


Members = dict[tuple[str, str], Member]


@dataclass(frozen=True)
class Change:
    """`what`: add, remove, pause (which also ends a pause, in all queues of the desk at once), penalty (ends one)."""

    what: str
    member: Member

    @property
    def action(self) -> str:
        actions = {"add": "QueueAdd", "remove": "QueueRemove", "pause": "QueuePause", "penalty": "QueuePenalty"}
        return actions[self.what]

    @property
    def headers(self) -> dict[str, str]:
        member = self.member
        interface = {"Interface": member.interface}
        state = {"Paused": "true" if member.paused else "false", "Reason": member.reason}
        if self.what == "pause":
            return interface | state
        if self.what == "penalty":
            return interface | {"Penalty": "0"}
        if self.what == "remove":
            return {"Queue": member.queue} | interface
        names = {"MemberName": member.desk_id, "StateInterface": member.interface, "Penalty": "0"}
        return {"Queue": member.queue} | interface | state | names


def wanted_members(wishes: Iterable[DeskWish], skills: Iterable[str] = ()) -> Members:
    """Whoever sits at a desk is a member; only those who are ready are rung. `skills` are the plan's: one that it no
    longer has is no queue."""
    known, wanted = set(skills), list[Member]()
    for wish in wishes:
        if wish.state != "off":
            named = (skill_queue(code) for code in wish.skills if code in known)
            queues = (OVERFLOW,) if wish.second_group else (QUEUE, ALL, OVERFLOW, *named)
            wanted += [Member(wish.desk_id, wish.state != "ready", _reason(wish), queue) for queue in queues]
    return {member.key: member for member in wanted}


def changes(wanted: Members, present: Members) -> list[Change]:
    """Whom to add first: a caller may be waiting. Removing comes last. A pause is one change a desk."""
    added = [Change("add", member) for key, member in wanted.items() if key not in present]
    differing = {member.desk_id: member for key, member in wanted.items() if present.get(key, member) != member}
    gone = [Change("remove", member) for key, member in present.items() if key not in wanted]
    return added + [Change("pause", member) for member in differing.values()] + gone


def renewed(wanted: Members, present: Members, desks: Iterable[str]) -> list[Change]:
    """Out and in again: the only way to make app_queue forget that a desk is to be left alone for a while."""
    asked: list[Change] = []
    for desk in desks:
        asked += [Change("remove", member) for member in present.values() if member.desk_id == desk]
        asked += [Change("add", member) for member in wanted.values() if member.desk_id == desk]
    return asked


def _reason(wish: DeskWish) -> str:
    """Why a desk is not rung, on one line: AMI's lines are its grammar."""
    if wish.state == "ready":
        return ""
    return " ".join((wish.reason or wish.state).split())[:80]
