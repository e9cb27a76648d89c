"""Which kelurahan, kecamatan and response area a point lies in, and when it is too near to a border to be sure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cad.places.model import Kelurahan, distance_m
from cad.places.shapes import METRES_A_DEGREE, Box, Polygon, border_m, box_of, contains, in_box

NEAR_BORDER_M = 200.0  # published borders are indicative: nobody's jurisdiction is told by them within 200 m
FARTHEST_POINT_M = 10_000.0  # without polygons a point farther from every kelurahan's is in none of them


@dataclass(frozen=True, kw_only=True)
class Area:
    """kind: kelurahan, kecamatan, response_area (with the kind of its agency). `polygons`: see cad.places.shapes."""

    id: str
    kind: str
    code: str
    name: str
    kecamatan: str = ""
    city: str = ""
    agency_kind: str = ""
    polygons: Sequence[Polygon] = ()


@dataclass(frozen=True, kw_only=True)
class Where:
    """`method`: polygon, nearest_point (no polygons here: the nearest kelurahan's point), or empty: in none known.

    `near_border`: within 200 m of a line, `border_m` away, with `other` on its other side (empty: nothing known there).
    `response_areas`: the area's id by the kind of agency; those in `unsure` are near a border of theirs.
    """

    kelurahan_code: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    city: str = ""
    near_border: bool = False
    other: str = ""
    border_m: float | None = None
    response_areas: dict[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    method: str = ""


class Areas:
    """`points` are all kelurahan with a point each; those without a polygon are found by it."""

    def __init__(self, areas: Iterable[Area] = (), points: Iterable[Kelurahan] = ()) -> None:
        drawn = sorted((area for area in areas if area.polygons), key=lambda area: (area.kind, area.code, area.id))
        boxed = [(box_of(area.polygons), area) for area in drawn]
        self._kelurahan = [one for one in boxed if one[1].kind == "kelurahan"]
        self._kecamatan = [one for one in boxed if one[1].kind == "kecamatan"]
        self._response = [one for one in boxed if one[1].kind == "response_area"]
        codes = {area.code for _, area in self._kelurahan}
        self._points = [one for one in points if one.code not in codes]

    def at(self, lat: float, lon: float) -> Where:
        response, unsure = self._responding(lat, lon)
        around = _around(self._kelurahan, lat, lon)
        here = next((area for area in around if contains(area.polygons, lon, lat)), None)
        if here is None and (nearest := self._nearest_point(lat, lon)):
            return Where(
                kelurahan_code=nearest.code,
                kelurahan=nearest.name,
                kecamatan=nearest.kecamatan,
                method="nearest_point",
                response_areas=response,
                unsure=unsure,
            )
        other, metres = _border(around, here, lat, lon)
        kecamatan = (here.kecamatan if here else "") or self._kecamatan_at(lat, lon)
        return Where(
            kelurahan_code=here.code if here else "",
            kelurahan=here.name if here else "",
            kecamatan=kecamatan,
            city=here.city if here else "",
            near_border=metres is not None,
            other=other,
            border_m=metres,
            response_areas=response,
            unsure=unsure,
            method="polygon" if here else "",
        )

    def _kecamatan_at(self, lat: float, lon: float) -> str:
        areas = (area for box, area in self._kecamatan if in_box(box, lon, lat))
        return next((area.name for area in areas if contains(area.polygons, lon, lat)), "")

    def _responding(self, lat: float, lon: float) -> tuple[dict[str, str], tuple[str, ...]]:
        found: dict[str, str] = {}
        unsure: set[str] = set()
        for area in _around(self._response, lat, lon):
            if contains(area.polygons, lon, lat):
                found.setdefault(area.agency_kind, area.id)
            if border_m(area.polygons, lon, lat, NEAR_BORDER_M) <= NEAR_BORDER_M:
                unsure.add(area.agency_kind)
        return found, tuple(sorted(unsure))

    def _nearest_point(self, lat: float, lon: float) -> Kelurahan | None:
        def away(one: Kelurahan) -> float:
            return distance_m((lat, lon), (one.lat, one.lon))

        nearest = min(self._points, key=away, default=None)
        return nearest if nearest and away(nearest) <= FARTHEST_POINT_M else None


def _around(boxed: list[tuple[Box, Area]], lat: float, lon: float) -> list[Area]:
    """Those whose box the point is in, or within 200 m of."""
    margin_lat = NEAR_BORDER_M / METRES_A_DEGREE
    margin_lon = margin_lat / max(0.01, math.cos(math.radians(lat)))
    return [area for box, area in boxed if in_box(box, lon, lat, margin_lon, margin_lat)]


def _border(around: list[Area], here: Area | None, lat: float, lon: float) -> tuple[str, float | None]:
    """The nearest other area within 200 m and the metres to the line; ("", None) far from every line."""
    far = [(border_m(area.polygons, lon, lat, NEAR_BORDER_M), area.name) for area in around if area is not here]
    nearest_m, other = min(far, default=(math.inf, ""))
    own_m = border_m(here.polygons, lon, lat, NEAR_BORDER_M) if here else math.inf
    metres = min(own_m, nearest_m)
    if metres > NEAR_BORDER_M:
        return "", None
    return (other if nearest_m <= NEAR_BORDER_M else ""), metres
