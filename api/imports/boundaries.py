"""Boundaries (GeoJSON, RFC 7946): a feature an area, with kode/code and nama/name; kecamatan, kota/city; jenis/kind
(kelurahan when it is not told, kecamatan, response_area with agency/opd).

A city's kelurahan, or an agency's response areas, are replaced as a whole. The kelurahan themselves are kept in step;
one that is gone from the file stays, as incidents point to it. Problems are told by the number of the feature.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.imports.keys import agency_of
from cad.imports.model import Draft, Known, Problem, Sheet
from cad.places.model import Kelurahan
from cad.places.shapes import contains, point_inside

KINDS = ("kelurahan", "kecamatan", "response_area")
SHORTEST_RING = 4  # a triangle that is closed
MOST_POINTS = 2_000_000
LONGEST = 200
NOTHING = Draft(kind="boundaries")


class Wrong(Exception):
    """What is wrong with one feature: `args` are the sentences, Indonesian and English."""


def read(path: Path, known: Known) -> Draft:
    problems: list[Problem] = []
    areas: dict[str, dict[str, Any]] = {}
    try:
        features = _features(path)
    except Wrong as wrong:
        return Draft(kind="boundaries", problems=(Problem(line=0, sentence=wrong.args[0], en=wrong.args[1]),))
    for number, feature in enumerate(features, 1):
        try:
            area = _area(feature, known)
            if area["id"] in areas:
                raise Wrong(f"Kode {area['code']!r} ada dua kali.", f"Code {area['code']!r} is there twice.")
            areas[area["id"]] = area
        except Wrong as wrong:
            problems.append(Problem(line=number, sentence=wrong.args[0], en=wrong.args[1]))
    return _draft(list(areas.values()), problems, known)


def _draft(areas: list[dict[str, Any]], problems: list[Problem], known: Known) -> Draft:
    scopes = tuple(sorted({area["scope"] for area in areas}))
    kelurahan = tuple(_kelurahan(area, known) for area in areas if area["kind"] == "kelurahan")
    counts = {kind: sum(area["kind"] == kind for area in areas) for kind in KINDS}
    return Draft(
        kind="boundaries",
        sheets=(
            Sheet(table="areas", rows=tuple(areas), scope="scope", scopes=scopes),
            Sheet(table="kelurahan", key="code", rows=kelurahan),
        ),
        problems=tuple(problems),
        summary={kind: count for kind, count in counts.items() if count},
    )


def _features(path: Path) -> list[Any]:
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise Wrong("Berkas ini bukan JSON.", "This is no JSON file.") from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise Wrong("Berkas ini bukan FeatureCollection GeoJSON.", "This is no GeoJSON FeatureCollection.")
    if not features:
        raise Wrong("Tidak ada satu daerah pun di berkas ini.", "There is not one area in this file.")
    return features


def _area(feature: Any, known: Known) -> dict[str, Any]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(told, dict):
        raise Wrong("Bagian ini tidak punya properties.", "This feature has no properties.")
    kind = _word(told, "kind", "jenis") or "kelurahan"
    if kind not in KINDS:
        raise Wrong(f"Jenis {kind[:40]!r} tidak dikenal.", f"Kind {kind[:40]!r} is not one of {', '.join(KINDS)}.")
    code, name = _word(told, "kode", "code"), _word(told, "nama", "name")
    if not code or not name:
        raise Wrong("Kode atau nama kosong.", "Code or name is empty.")
    agency_id = _agency(told, known) if kind == "response_area" else None
    polygons = _polygons(feature.get("geometry"))
    scope = f"{kind}:{agency_id or '.'.join(code.split('.')[:2])}"
    return {
        "id": f"{kind}:{agency_id}:{code}" if agency_id else f"{kind}:{code}",
        "kind": kind,
        "code": code,
        "name": name,
        "kecamatan": _kecamatan(told, code, known) if kind == "kelurahan" else "",
        "city": _word(told, "kota", "city", "kabupaten"),
        "agency_id": agency_id,
        "polygons": polygons,
        "scope": scope,
        "source": _word(told, "sumber", "source"),
    }


def _word(told: dict[str, Any], *names: str) -> str:
    value = next((told[name] for name in names if told.get(name) not in (None, "")), "")
    if not isinstance(value, str | int) or len(str(value)) > LONGEST or "\0" in str(value):
        raise Wrong(f"{names[0]} bukan teks pendek.", f"{names[0]} is no short text.")
    try:
        str(value).encode()
    except UnicodeEncodeError:
        raise Wrong(f"{names[0]} bukan teks.", f"{names[0]} is no text.") from None
    return " ".join(str(value).split())


def _agency(told: dict[str, Any], known: Known) -> str:
    asked = _word(told, "agency", "opd", "agency_id")
    found = agency_of(asked, dict(known.agencies), dict(known.agency_kinds))
    if not found:
        raise Wrong(f"OPD {asked!r} tidak dikenal.", f"Agency {asked!r} is not known, or is not the only one.")
    return found


def _kecamatan(told: dict[str, Any], code: str, known: Known) -> str:
    """As the file tells it, or as it is known for this kelurahan or its neighbours (the code's first three parts)."""
    if named := _word(told, "kecamatan", "kec"):
        return named
    if code in known.kelurahan:
        return known.kelurahan[code].kecamatan
    start = code.rsplit(".", 1)[0] + "."
    return next((one.kecamatan for other, one in known.kelurahan.items() if other.startswith(start)), "")


def _polygons(geometry: Any) -> list[Any]:
    told = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = told.get("type"), told.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list) or not coordinates:
        raise Wrong("Bentuknya harus Polygon atau MultiPolygon.", "Its geometry must be a Polygon or a MultiPolygon.")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return [[list(_ring(ring)) for ring in _some(polygon)] for polygon in polygons]


def _some(polygon: Any) -> list[Any]:
    if not isinstance(polygon, list) or not polygon:
        raise Wrong("Satu poligon kosong.", "A polygon is empty.")
    return polygon


def _ring(ring: Any) -> Iterator[list[float]]:
    if not isinstance(ring, list) or not SHORTEST_RING <= len(ring) <= MOST_POINTS:
        raise Wrong("Satu cincin punya kurang dari empat titik.", "A ring has fewer than four points.")
    if ring[0] != ring[-1]:
        raise Wrong("Satu cincin tidak tertutup.", "A ring is not closed: its last point must be its first.")
    for point in ring:
        if not (
            isinstance(point, list) and len(point) >= 2 and _in_degrees(point[0], 180) and _in_degrees(point[1], 90)
        ):
            raise Wrong(
                "Satu titik bukan [bujur, lintang] dalam derajat.", "A point is no [longitude, latitude] in degrees."
            )
        yield [round(float(point[0]), 7), round(float(point[1]), 7)]  # a centimetre


def _in_degrees(value: Any, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= most and math.isfinite(value)


def _kelurahan(area: dict[str, Any], known: Known) -> dict[str, Any]:
    """With its point of before as long as that lies inside."""
    before: Kelurahan | None = known.kelurahan.get(area["code"])
    if before and contains(area["polygons"], before.lon, before.lat):
        lat, lon = before.lat, before.lon
    else:
        lat, lon = point_inside(area["polygons"])
    return {"code": area["code"], "name": area["name"], "kecamatan": area["kecamatan"], "lat": lat, "lon": lon}
