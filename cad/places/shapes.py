"""Polygons on the ground. Coordinates as GeoJSON (RFC 7946) gives them: lon lat, of a polygon's rings the outer
one first, then its holes. Plane geometry with longitude shrunk by the latitude: right to a metre within a city. None of
it crosses the 180th meridian."""

import math
from collections.abc import Iterator, Sequence

from cad.places.model import EARTH_RADIUS_M

Point = Sequence[float]  # lon, lat
Ring = Sequence[Point]
Polygon = Sequence[Ring]
Box = tuple[float, float, float, float]  # lon and lat of south-west, lon and lat of north-east

METRES_A_DEGREE = math.radians(1) * EARTH_RADIUS_M
ON_THE_LINE = 1e-12  # degrees squared, a cross product: about a tenth of a millimetre on a side of a kilometre


def box_of(polygons: Sequence[Polygon]) -> Box:
    """Around all of them; holes lie within."""
    lons = [point[0] for polygon in polygons for point in polygon[0]]
    lats = [point[1] for polygon in polygons for point in polygon[0]]
    return min(lons), min(lats), max(lons), max(lats)


def in_box(box: Box, lon: float, lat: float, margin_lon: float = 0.0, margin_lat: float = 0.0) -> bool:
    west, south, east, north = box
    return west - margin_lon <= lon <= east + margin_lon and south - margin_lat <= lat <= north + margin_lat


def contains(polygons: Sequence[Polygon], lon: float, lat: float) -> bool:
    """A point on a line or a corner, a hole's too, is inside."""
    return any(_in_polygon(polygon, lon, lat) for polygon in polygons)


def _in_polygon(polygon: Polygon, lon: float, lat: float) -> bool:
    inside = False
    for ring in polygon:  # even and odd: a hole's ring turns it round
        x1, y1 = ring[-1][0], ring[-1][1]
        for point in ring:
            x2, y2 = point[0], point[1]
            if not ((y1 > lat and y2 > lat) or (y1 < lat and y2 < lat)):  # most sides are far above or below
                if _on_side(lon, lat, x1, y1, x2, y2):
                    return True
                if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                    inside = not inside
            x1, y1 = x2, y2
    return inside


def _on_side(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> bool:
    if not (min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)):
        return False
    return abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) <= ON_THE_LINE


def sides(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Closed, whether the last point repeats the first or not. A third coordinate (height) is passed over."""
    before = ring[-1]
    for point in ring:
        yield (before[0], before[1]), (point[0], point[1])
        before = point


def border_m(polygons: Sequence[Polygon], lon: float, lat: float, within_m: float = math.inf) -> float:
    """Metres to the nearest line of any ring, from inside or outside; infinity when it is farther than `within_m`."""
    narrow = math.cos(math.radians(lat))
    limit = within_m / METRES_A_DEGREE
    nearest = math.inf
    for polygon in polygons:
        for ring in polygon:
            x1, y1 = (ring[-1][0] - lon) * narrow, ring[-1][1] - lat
            for point in ring:
                x2, y2 = (point[0] - lon) * narrow, point[1] - lat
                if not ((y1 > limit and y2 > limit) or (y1 < -limit and y2 < -limit)):
                    nearest = min(nearest, _square_to_origin(x1, y1, x2, y2))
                x1, y1 = x2, y2
    metres = math.sqrt(nearest) * METRES_A_DEGREE
    return metres if metres <= within_m else math.inf


def _square_to_origin(x1: float, y1: float, x2: float, y2: float) -> float:
    dx, dy = x2 - x1, y2 - y1
    long = dx * dx + dy * dy
    part = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / long)) if long else 0.0
    x, y = x1 + part * dx, y1 + part * dy
    return x * x + y * y


def point_inside(polygons: Sequence[Polygon]) -> tuple[float, float]:
    """(lat, lon) of a point inside: the middle of the widest stretch on the middle line of the largest polygon."""
    largest = max(polygons, key=_size)
    west, south, east, north = box_of([largest])
    lat = (south + north) / 2
    at = sorted(_crossings(largest, lat)) or [west, east]
    start, end = max(zip(at[::2], at[1::2], strict=False), key=lambda two: two[1] - two[0], default=(west, east))
    return lat, (start + end) / 2


def _size(polygon: Polygon) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides(polygon[0])))


def _crossings(polygon: Polygon, lat: float) -> Iterator[float]:
    for ring in polygon:
        for (x1, y1), (x2, y2) in sides(ring):
            if (y1 > lat) != (y2 > lat):
                yield x1 + (lat - y1) * (x2 - x1) / (y2 - y1)
