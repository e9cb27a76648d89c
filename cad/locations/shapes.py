"""The shapes of RFC 5491 (GML PIDF-LO), each turned into a centre and the radius of a circle that encloses all of it.

Point: no radius. Circle, Sphere: their own. Ellipse, Ellipsoid: the semi-major axis. ArcBand: the smallest circle
around the band. Polygon, Prism: the centroid (RFC 7459, 5.1.1) and the farthest corner. A radius of nothing is no
statement. Coordinates are latitude, longitude, altitude (section 5), radii metres (EPSG 9001), angles degrees (EPSG
9102) clockwise from north.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from cad.locations import reading
from cad.locations.errors import Refused
from cad.locations.xml import Element
from cad.places.model import EARTH_RADIUS_M

DEGREE_M = math.radians(1) * EARTH_RADIUS_M
MOST_CORNERS = 300
Position = tuple[float, float, float | None]
Plane = tuple[float, float]  # metres east and north of somewhere


@dataclass(frozen=True)
class Shape:
    kind: str
    lat: float
    lon: float
    radius_m: float | None = None
    altitude_m: float | None = None
    notes: tuple[str, ...] = ()


def is_shape(element: Element) -> bool:
    return element.name in READERS


def read(element: Element) -> Shape:
    """Raises Refused when the shape cannot be what it says."""
    return READERS[element.name](element)


def _position(element: Element) -> Position:
    found = element.child("pos", "coordinates")
    if found is None:
        raise Refused("position_missing")
    return _of_numbers(found.text.replace(",", " ").split())


def _of_numbers(words: list[str]) -> Position:
    numbers = [reading.number(word) for word in words]
    if len(numbers) not in (2, 3) or None in numbers:
        raise Refused("position_unreadable")
    lat, lon = reading.position(numbers[0], numbers[1])
    return lat, lon, reading.altitude(numbers[2]) if len(numbers) == 3 else None


def _metres(element: Element, name: str, *, least: float = 0.0) -> float:
    return _measured(element, name, least, reading.HALF_EARTH_M, "radius_unreadable")


def _degrees(element: Element, name: str) -> float:
    return _measured(element, name, -360.0, 360.0, "angle_unreadable")


def _measured(element: Element, name: str, least: float, most: float, why: str) -> float:
    value = reading.number(element.said(name))
    if value is None or not least <= value <= most:
        raise Refused(why)
    return value


def _point(element: Element) -> Shape:
    lat, lon, altitude = _position(element)
    return Shape("point", lat, lon, None, altitude)


def _circle(element: Element) -> Shape:
    lat, lon, altitude = _position(element)
    return Shape(element.name.lower(), lat, lon, reading.radius(_metres(element, "radius")), altitude)


def _ellipse(element: Element) -> Shape:
    lat, lon, altitude = _position(element)
    axes = _metres(element, "semiMajorAxis"), _metres(element, "semiMinorAxis")
    notes = () if axes[0] >= axes[1] else ("axes_swapped",)
    return Shape(element.name.lower(), lat, lon, reading.radius(max(axes)), altitude, notes)


def _arc_band(element: Element) -> Shape:
    lat, lon, altitude = _position(element)
    inner, outer = _metres(element, "innerRadius"), _metres(element, "outerRadius")
    start, opening = _degrees(element, "startAngle"), _degrees(element, "openingAngle")
    if inner > outer or opening < 0:
        raise Refused("radius_unreadable" if inner > outer else "angle_unreadable")
    away, radius = around_band(inner, outer, opening)
    bearing = math.radians(start + opening / 2)
    centre = moved((lat, lon), away * math.sin(bearing), away * math.cos(bearing))
    return Shape("arcband", *centre, reading.radius(radius), altitude)


def around_band(inner: float, outer: float, opening: float) -> tuple[float, float]:
    """The smallest circle around a band: how far its centre lies along the band's middle, and its radius.

    The farthest points of a band are its four corners; from 180 degrees on it goes around its own centre.
    """
    if opening >= 180:
        return 0.0, outer
    half = math.radians(opening / 2)
    away = outer * math.cos(half)  # the outer corners are the diameter
    if inner + outer < 2 * away * math.cos(half):  # the inner corners would stick out: all four lie on the circle
        away = (inner + outer) / (2 * math.cos(half))
    return away, math.hypot(outer * math.cos(half) - away, outer * math.sin(half))


def moved(start: tuple[float, float], east_m: float, north_m: float) -> tuple[float, float]:
    """On a plane that touches the earth at `start`: right within a percent up to some 100 km."""
    lat = max(-90.0, min(90.0, start[0] + north_m / DEGREE_M))
    lon = start[1] + east_m / (DEGREE_M * max(math.cos(math.radians(start[0])), 0.01))
    return lat, (lon + 180) % 360 - 180


def _polygon(element: Element, kind: str = "polygon") -> Shape:
    corners = _corners(element)
    notes = () if corners[0][:2] == corners[-1][:2] else ("ring_open",)
    ring = corners[:-1] if not notes else corners
    if len({corner[:2] for corner in ring}) < 3:
        raise Refused("polygon_too_small")
    first = ring[0]
    scale = DEGREE_M * max(math.cos(math.radians(first[0])), 0.01)
    plane = [((_turn(lon - first[1])) * scale, (lat - first[0]) * DEGREE_M) for lat, lon, _ in ring]
    middle = centroid(plane)
    radius = max(math.dist(middle, corner) for corner in plane)
    return Shape(kind, *moved(first[:2], *middle), reading.radius(radius), first[2], notes)


def _turn(degrees: float) -> float:
    """The short way round: a polygon may lie on the date line."""
    return (degrees + 180) % 360 - 180


def centroid(ring: list[Plane]) -> Plane:
    """Of the area; of the corners when it has none."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    area = sum(crosses) / 2
    if abs(area) < 1e-6:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    x = sum((a[0] + b[0]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (6 * area)
    y = sum((a[1] + b[1]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (6 * area)
    return _inside(ring, (x, y))


def _inside(ring: list[Plane], found: Plane) -> Plane:
    """A ring that crosses itself may have its centroid anywhere: then the middle of its extent."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if min(xs) <= found[0] <= max(xs) and min(ys) <= found[1] <= max(ys):
        return found
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _corners(element: Element) -> list[Position]:
    ring = next(element.all("LinearRing"), None)
    if ring is None:
        raise Refused("position_missing")
    if listed := ring.child("posList"):
        return _listed(listed, element)
    corners = [_of_numbers(pos.text.split()) for pos in list(ring.all("pos"))[:MOST_CORNERS]]
    if not corners:
        raise Refused("position_missing")
    return corners


def _listed(listed: Element, polygon: Element) -> list[Position]:
    """Three numbers a corner when it says so, or in a 3-D reference system (EPSG 4979)."""
    words = listed.text.split()[: 3 * MOST_CORNERS]
    is_3d = "3" in (listed.attributes.get("srsDimension"), polygon.attributes.get("srsDimension"))
    size = 3 if is_3d or "4979" in polygon.attributes.get("srsName", "") else 2
    if not words or len(words) % size:
        raise Refused("position_unreadable")
    return [_of_numbers(words[place : place + size]) for place in range(0, len(words), size)]


def _prism(element: Element) -> Shape:
    """Stands on its base: the altitude is the base's."""
    base = next(element.all("Polygon"), None)
    if base is None:
        raise Refused("position_missing")
    return _polygon(base, "prism")


READERS: dict[str, Callable[[Element], Shape]] = {
    "Point": _point,
    "Circle": _circle,
    "Sphere": _circle,
    "Ellipse": _ellipse,
    "Ellipsoid": _ellipse,
    "ArcBand": _arc_band,
    "Polygon": _polygon,
    "Prism": _prism,
}
