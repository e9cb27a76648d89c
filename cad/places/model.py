"""A place as far as it is known. Every part may be missing: an emergency is taken down without an address."""

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8  # IUGG mean radius


@dataclass(frozen=True, kw_only=True)
class Place:
    """`source` says who or what told it (dispatcher, aml, pidf, map); `radius_m` how sure it is."""

    text: str = ""
    kelurahan_code: str = ""
    lat: float | None = None
    lon: float | None = None
    source: str = "dispatcher"
    radius_m: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        if self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon


@dataclass(frozen=True, kw_only=True)
class Kelurahan:
    """The smallest administrative area of a city, with a point inside it. Codes by Kemendagri."""

    code: str
    name: str
    kecamatan: str
    lat: float
    lon: float


def distance_m(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Great circle between two (lat, lon) points in metres (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*start, *end))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))
