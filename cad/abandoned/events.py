"""What happened to a lost caller's entry."""

from dataclasses import dataclass, field
from typing import ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class AbandonedEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("abandoned", "abandoned_id")

    abandoned_id: str


@dataclass(frozen=True, kw_only=True)
class CallerLost(AbandonedEvent):
    """A call ended before anybody helped. `calls` counts this one too."""

    call_id: str
    lost_as: str  # before_answer, cut_off
    waited_s: float
    calls: int


@dataclass(frozen=True, kw_only=True)
class CallerNotLost(AbandonedEvent):
    """What was told later showed that this call had been dealt with."""

    call_id: str


@dataclass(frozen=True, kw_only=True)
class AbandonedStruck(AbandonedEvent):
    """No callback is needed any more. `call_id` is the call by which they got through, where that is the reason."""

    reason: str
    call_id: str = ""


@dataclass(frozen=True, kw_only=True)
class CallbackBegun(AbandonedEvent):
    call_id: str  # the outbound call
    attempt: int


@dataclass(frozen=True, kw_only=True)
class CallbackEnded(AbandonedEvent):
    call_id: str
    reached: bool
    attempt: int


@dataclass(frozen=True, kw_only=True)
class AbandonedDismissed(AbandonedEvent):
    note: str = field(default="", metadata=SEALED)
