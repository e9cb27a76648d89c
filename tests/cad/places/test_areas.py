"""Point in polygon and near a border: made-up squares, and the true kelurahan where they are at hand."""

import csv
import json
import math
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.places.areas import Area, Areas
from cad.places.model import Kelurahan
from cad.places.shapes import border_m, contains, point_inside

M = 1 / 111_195.08  # degrees a metre at the equator: 6,371,008.8 m * pi / 180


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(code: str, *polygons: list[list[list[float]]], kind: str = "kelurahan", agency_kind: str = "") -> Area:
    return Area(
        id=f"{kind}:{code}",
        kind=kind,
        code=code,
        name=f"Area {code}",
        kecamatan="Timur",
        city="Kota",
        agency_kind=agency_kind,
        polygons=polygons,
    )


# Two squares of 2 km side by side on the equator; the second has a hole of 400 m around its middle.
HOLE = square(3000 * M - 200 * M, 800 * M, 3000 * M + 200 * M, 1200 * M)
LEFT = area("1", [square(0, 0, 2000 * M, 2000 * M)])
RIGHT = area("2", [square(2000 * M, 0, 4000 * M, 2000 * M), HOLE])
CITY = Areas([LEFT, RIGHT])


def test_a_point_in_the_middle_is_inside_and_far_from_every_line() -> None:
    where = CITY.at(1000 * M, 1000 * M)
    assert (where.kelurahan_code, where.kelurahan, where.kecamatan, where.city) == ("1", "Area 1", "Timur", "Kota")
    assert (where.near_border, where.other, where.border_m) == (False, "", None)
    assert where.method == "polygon"


def test_within_200_m_of_a_line_the_other_side_is_named_with_the_metres() -> None:
    where = CITY.at(1000 * M, 1850 * M)
    assert (where.kelurahan_code, where.near_border, where.other) == ("1", True, "Area 2")
    assert where.border_m == pytest.approx(150, abs=0.5)


def test_at_the_edge_of_the_city_it_is_near_a_border_with_nothing_known_beyond() -> None:
    where = CITY.at(1000 * M, 100 * M)
    assert (where.near_border, where.other) == (True, "")
    assert where.border_m == pytest.approx(100, abs=0.5)


def test_just_outside_of_all_it_is_in_none_and_the_nearest_is_named() -> None:
    where = CITY.at(1000 * M, -50 * M)
    assert (where.kelurahan_code, where.method, where.near_border, where.other) == ("", "", True, "Area 1")


def test_a_hole_is_outside_and_its_line_is_a_border() -> None:
    assert CITY.at(1000 * M, 3000 * M).kelurahan_code == ""
    assert CITY.at(1000 * M, 3250 * M).kelurahan_code == "2"
    assert CITY.at(1000 * M, 3250 * M).border_m == pytest.approx(50, abs=0.5)


def test_an_island_within_the_hole_belongs_to_whom_it_is() -> None:
    island = area("3", [square(2950 * M, 950 * M, 3050 * M, 1050 * M)])
    assert Areas([LEFT, RIGHT, island]).at(1000 * M, 3000 * M).kelurahan_code == "3"


def test_an_area_of_two_parts_is_one() -> None:
    parts = area("5", [square(0, 0, 1, 1)], [square(5, 5, 6, 6)])
    assert [Areas([parts]).at(lat, lon).kelurahan_code for lat, lon in ((0.5, 0.5), (5.5, 5.5), (3.0, 3.0))] == [
        "5",
        "5",
        "",
    ]


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (2000 * M, 2000 * M), (1000 * M, 2000 * M), (0, 1000 * M)])
def test_on_a_corner_and_on_a_line_it_is_inside_of_the_first(lat: float, lon: float) -> None:
    where = CITY.at(lat, lon)
    assert (where.kelurahan_code, where.near_border) == ("1", True)
    assert where.border_m == pytest.approx(0, abs=0.01)


def test_response_areas_are_told_by_the_kind_of_agency_and_unsure_near_their_border() -> None:
    fire = area("f", [square(0, 0, 1000 * M, 2000 * M)], kind="response_area", agency_kind="fire")
    police = area("p", [square(0, 0, 4000 * M, 2000 * M)], kind="response_area", agency_kind="police")
    where = Areas([LEFT, RIGHT, fire, police]).at(1000 * M, 900 * M)
    assert where.response_areas == {"fire": "response_area:f", "police": "response_area:p"}
    assert where.unsure == ("fire",)


def test_without_polygons_the_nearest_point_tells_and_says_so() -> None:
    points = [
        Kelurahan(code="a", name="Ganting", kecamatan="Timur", lat=-0.46, lon=100.41),
        Kelurahan(code="b", name="Ngalau", kecamatan="Timur", lat=-0.48, lon=100.43),
    ]
    where = Areas(points=points).at(-0.461, 100.412)
    assert (where.kelurahan, where.method, where.near_border) == ("Ganting", "nearest_point", False)
    assert Areas(points=points).at(-6.2, 106.8).method == ""


def test_nothing_is_known_of_an_empty_city() -> None:
    assert Areas().at(0.0, 0.0).kelurahan_code == ""


corners = st.lists(st.tuples(st.floats(0.2, 1), st.floats(-1, 1)), min_size=3, max_size=12)


@settings(deadline=None, max_examples=60)
@given(corners, st.floats(-80, 80), st.floats(-170, 170))
def test_a_star_contains_its_centre_and_a_point_inside_is_inside(
    told: list[tuple[float, float]], lat: float, lon: float
) -> None:
    turn = 2 * math.pi / len(told)
    ring = [[lon + r * math.cos(n * turn), lat + r * math.sin(n * turn)] for n, (r, _) in enumerate(told)]
    assert contains([[ring]], *reversed(point_inside([[ring]])))
    assert all(contains([[ring]], x, y) for x, y in ring)
    assert not contains([[ring]], lon + 3, lat)
    assert border_m([[ring]], ring[0][0], ring[0][1]) == pytest.approx(0, abs=0.01)
    moved = [ring[1:] + ring[:1], list(reversed(ring)), [*ring, ring[0]]]
    x, y = lon + told[0][1] * 1.2, lat + told[1][1] * 1.2
    assert len({contains([[one]], x, y) for one in [ring, *moved]}) == 1


SHARED = os.environ.get("TANGGAP_SHARED_DATA", "")
needs_shared = pytest.mark.skipif(not SHARED, reason="TANGGAP_SHARED_DATA is not set: the true kelurahan are not here")


def true_areas(*cities: str) -> list[Area]:
    found = []
    for city in cities:
        told = json.loads((Path(SHARED) / "geo" / f"kel_{city}.geojson").read_text())
        for one in told["features"]:
            code, name = one["properties"]["kode"], one["properties"]["nama"]
            polygons = one["geometry"]["coordinates"]
            found.append(Area(id=code, kind="kelurahan", code=code, name=name, polygons=polygons))
    return found


@needs_shared
def test_every_point_of_the_list_lies_in_its_own_kelurahan() -> None:
    areas = Areas(true_areas("1374", "1371"))
    with (Path(SHARED) / "geo" / "padang_panjang_kelurahan.csv").open() as told:
        for row in csv.DictReader(told):
            where = areas.at(float(row["lat"]), float(row["lon"]))
            assert (where.kelurahan_code, where.kelurahan) == (row["code"], row["kelurahan"])


@needs_shared
def test_a_look_up_among_120_takes_well_under_a_millisecond() -> None:
    drawn = true_areas("1374", "1371")
    areas = Areas(drawn)
    points = [point_inside(one.polygons) for one in drawn]
    for (lat, lon), one in zip(points, drawn, strict=True):
        assert areas.at(lat, lon).kelurahan_code == one.code
    started = time.process_time()
    for lat, lon in points:
        areas.at(lat, lon)
    assert (time.process_time() - started) / len(points) < 0.001
