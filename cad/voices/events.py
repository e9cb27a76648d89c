"""What the line said and heard, and who let it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from cad.calls.events import CallEvent
from cad.events import Event
from cad.incidents.events import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class CallTested(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SilentCallerAsked(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SilentCallerHeard(CallEvent):
    key: str


@dataclass(frozen=True, kw_only=True)
class NoticeTold(CallEvent):
    """`notice_of` is the incident the caller was told about; the call need not be about it."""

    notice_of: str


@dataclass(frozen=True, kw_only=True)
class NoticeSwitched(IncidentEvent):
    on: bool
    text: str = ""
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NumbersForTestsChanged(Event):
    """The numbers are the city's own telephones, not a caller's; the journal keeps how many."""

    subject: ClassVar[tuple[str, str]] = ("voices", "center_id")

    center_id: str
    version: int
    count: int = field(default=0)
