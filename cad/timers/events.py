"""What a timer told, and to whom. What runs and ends in time is not told."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class TimerEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("timer", "timer_id")

    timer_id: str
    about: str  # the timer's kind
    incident_id: str
    assignment_id: str | None = None
    unit_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class TimerRaised(TimerEvent):
    """The dispatcher is told."""

    due_at: str


@dataclass(frozen=True, kw_only=True)
class TimerEscalated(TimerEvent):
    """`told`: supervisor, sms. `page_id` is empty when the agency has no number."""

    told: str
    page_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TimerAcknowledged(TimerEvent):
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TimerStopped(TimerEvent):
    """What was late has come (or the incident was closed)."""

    late_s: float


@dataclass(frozen=True, kw_only=True)
class TimerRulesChanged(Event):
    subject: ClassVar[tuple[str, str]] = ("center", "center_id")

    center_id: str
    version: int
    changed: list[str]
