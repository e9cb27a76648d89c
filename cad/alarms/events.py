"""What happened to an alarm."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class AlarmEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("alarm", "key")

    key: str


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(AlarmEvent):
    """Also when an open one says something new. `by` is the part that found it."""

    severity: str
    text_id: str
    text_en: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AlarmCleared(AlarmEvent):
    by: str
    open_s: float


@dataclass(frozen=True, kw_only=True)
class AlarmAcknowledged(AlarmEvent):
    pass
