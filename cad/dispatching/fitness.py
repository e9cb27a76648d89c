"""How good a unit is for a place: first whether it is ready, then when it would be there, and what counts against it.

The store picks its few candidates out of thousands by the same numbers, so they stand here once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cad.dispatching.travel import Point, Travel

# What counts against a unit, in seconds of travel: a nearer one must be so much nearer to be preferred.
OTHER_AREA_S = 90.0  # not the response area's own
OLD_POSITION_S = 60.0
LONG_ON_DUTY_S = 60.0
OLD_POSITION = timedelta(minutes=10)
LONG_ON_DUTY = timedelta(hours=12)
UNKNOWN_S = 3 * 3600.0  # where it is, or how it would get there, is not known: behind all that are known

READY, NOT_STAFFED, RETURNING, BUSY, OUT = range(5)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """`at_base`: it stands at its station, so an old position is no worry. `own_area`: None when no area says whose it
    is. `crew_count`, the shift: None when nobody keeps them."""

    unit_id: str
    call_sign: str
    agency_kind: str
    capabilities: tuple[str, ...]
    status: str
    point: Point | None
    position_at: datetime | None
    at_base: bool = False
    own_area: bool | None = None
    crew_count: int | None = None
    crew_minimum: int | None = None
    shift_began_at: datetime | None = None
    shift_ends_at: datetime | None = None
    station_id: str | None = None

    @property
    def crew_short(self) -> bool:
        return self.crew_count is not None and self.crew_minimum is not None and self.crew_count < self.crew_minimum

    def off_shift(self, now: datetime) -> bool:
        began = self.shift_began_at is None or self.shift_began_at <= now
        return not began or (self.shift_ends_at is not None and self.shift_ends_at <= now)

    def long_on_duty(self, now: datetime) -> bool:
        return self.shift_began_at is not None and now - self.shift_began_at > LONG_ON_DUTY

    def position_is_old(self, now: datetime) -> bool:
        return not self.at_base and self.position_at is not None and now - self.position_at > OLD_POSITION


def readiness(unit: Candidate, now: datetime) -> int:
    """READY before all others; the rest is for whoever chooses otherwise."""
    if unit.status == "out_of_service":
        return OUT
    if unit.status == "returning":
        return RETURNING
    if unit.status != "available":
        return BUSY
    return NOT_STAFFED if unit.crew_short or unit.off_shift(now) else READY


def concern_s(unit: Candidate, now: datetime) -> float:
    """The seconds that count against it."""
    against = OTHER_AREA_S if unit.own_area is False else 0.0
    against += OLD_POSITION_S if unit.position_is_old(now) else 0.0
    return against + (LONG_ON_DUTY_S if unit.long_on_duty(now) else 0.0)


def cost_s(unit: Candidate, travel: Travel | None, now: datetime) -> float:
    """What is compared: seconds to the place and what counts against it."""
    seconds = travel.seconds if travel and travel.seconds is not None else UNKNOWN_S
    return min(seconds, UNKNOWN_S) + concern_s(unit, now)
