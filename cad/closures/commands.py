"""Closing a road on the map, and opening it again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CloseRoad:
    """Returns the Closure. Repeating it with the same `closure_id` returns what is there. Invalid `closure_invalid`
    when it ends before it begins, or is larger or slower than a closure can be."""

    user_id: str
    closure_id: str
    what: str
    lat: float
    lon: float
    radius_m: float
    factor: float | None = None
    way: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LiftClosure:
    """The road is open again. Lifting it twice changes nothing; NotFound `unknown_closure`. Returns the Closure."""

    user_id: str
    closure_id: str
