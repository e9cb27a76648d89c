"""What was said of a call and of its number."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class CallDisposed(Event):
    subject: ClassVar[tuple[str, str]] = ("call", "call_id")

    call_id: str
    disposition: str
    previous: str = ""


@dataclass(frozen=True, kw_only=True)
class LoweredEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("lowered", "lowered_id")

    lowered_id: str
    call_id: str


@dataclass(frozen=True, kw_only=True)
class NumberLowered(LoweredEvent):
    """Beside the journal: why."""

    prio: int
    expires_at: datetime
    reason: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class NumberLifted(LoweredEvent):
    """`ended_as`: lifted, expired, replaced, erased."""

    ended_as: str
