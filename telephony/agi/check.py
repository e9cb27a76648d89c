"""*45: how this desk stands in the queue, and how many callers wait, as the sentences to play."""

from collections.abc import Callable
from dataclasses import dataclass

from telephony.agi import phrases

# telephony.pbx.addresses.QUEUES, which brings more than this process needs. Every desk is in the last one, and a
# caller in one of them.
QUEUES = ("emergency", "emergency-all", "overflow")
EVERYBODY = QUEUES[-1]

Ask = Callable[[str], str]
"""Asterisk's answer to an expression of its dialplan."""


@dataclass(frozen=True)
class Check:
    member: bool
    paused: bool
    waiting: int

    def sentences(self) -> tuple[str, str]:
        state = phrases.ABSENT if not self.member else phrases.PAUSED if self.paused else phrases.READY
        return state, phrases.waiting(self.waiting)


def look(ask: Ask, desk: str) -> Check:
    """Asks Asterisk's own queue, not the database: that may be what is down. Raises ValueError when it cannot tell."""
    if ask(f"${{QUEUE_EXISTS({EVERYBODY})}}") != "1":
        raise ValueError("no queue")
    interface = f"PJSIP/{desk}"
    return Check(
        member=interface in ask(f"${{QUEUE_MEMBER_LIST({EVERYBODY})}}").split(","),
        paused=int(ask(f"${{QUEUE_MEMBER({EVERYBODY},paused,{interface})}}")) > 0,
        waiting=sum(int(ask(f"${{QUEUE_WAITING_COUNT({queue})}}")) for queue in QUEUES),
    )


def playable(sentences: tuple[str, ...]) -> str:
    """As Playback() takes them."""
    return "&".join(f"{phrases.FOLDER}/{name}" for name in sentences)
