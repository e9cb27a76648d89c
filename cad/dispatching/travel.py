"""How long a unit needs to a place, as plain numbers; who knows the roads gives better ones than the straight line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from cad.places.model import distance_m

# About 40 km/h on the road with lights on in a city; a road is about 1.3 times as long as the straight line.
STRAIGHT_M_PER_S = 40_000 / 3600
DETOUR = 4 / 3
SIREN = 1.25  # so many times as fast as the traffic of the same road

Point = tuple[float, float]
Method = Literal["road", "straight_line"]


@dataclass(frozen=True)
class Travel:
    """`seconds` None: no open road leads there."""

    seconds: float | None
    method: Method = "road"


class TravelTimes(Protocol):
    """Who knows the roads. `units`: (lat, lon) by unit id; the answer has every one of them."""

    def to(self, place: Point, units: Mapping[str, Point]) -> dict[str, Travel]: ...


class StraightLine:
    """Where there is no network."""

    def to(self, place: Point, units: Mapping[str, Point]) -> dict[str, Travel]:
        return {unit_id: straight_line(place, point) for unit_id, point in units.items()}


def straight_line(place: Point, point: Point) -> Travel:
    return Travel(distance_m(place, point) * DETOUR / STRAIGHT_M_PER_S, "straight_line")
