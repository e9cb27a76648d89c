"""A road was closed, or is open again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class RoadClosed(Event):
    subject: ClassVar[tuple[str, str]] = ("closure", "closure_id")

    closure_id: str
    what: str
    lat: float
    lon: float
    radius_m: float
    way: int
    factor: float | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ClosureLifted(Event):
    subject: ClassVar[tuple[str, str]] = ("closure", "closure_id")

    closure_id: str
