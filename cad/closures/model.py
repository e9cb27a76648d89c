"""A closure: where, from when until when, and whether anything still gets through."""

from dataclasses import dataclass
from datetime import datetime

LARGEST_M, SMALLEST_M, USUAL_M = 5_000.0, 5.0, 40.0
SLOWEST = 20.0  # times as long as usual; more is closed


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Every road within `radius_m` of the point, or the OSM way `way` alone. `factor` None: closed; 3.0: it takes
    three times as long. `until` None: until it is lifted."""

    id: str
    center_id: str
    what: str
    lat: float
    lon: float
    radius_m: float = USUAL_M
    way: int = 0
    factor: float | None = None
    since: datetime
    until: datetime | None = None
    made_by: str | None = None
    lifted_at: datetime | None = None
    lifted_by: str | None = None

    def holds(self, now: datetime) -> bool:
        return self.lifted_at is None and self.since <= now and (self.until is None or now < self.until)
