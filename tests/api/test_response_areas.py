"""Whose own a station is: by the response areas that were imported."""

from api.response_areas import _homes
from cad.places.areas import Area, Areas


def square(lat: float, lon: float, half: float = 0.01) -> list[list[list[float]]]:
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [[[lon + east, lat + north] for east, north in corners]]


def fire_area(name: str, lon: float) -> Area:
    return Area(id=name, kind="response_area", code=name, name=name, agency_kind="fire", polygons=[square(-0.46, lon)])


def test_a_station_belongs_to_the_area_of_its_agency_that_it_stands_in() -> None:
    areas = Areas([fire_area("west", 100.38), fire_area("east", 100.42)])
    stations = [
        {"id": "s1", "agency_kind": "fire", "lat": -0.46, "lon": 100.38},
        {"id": "s2", "agency_kind": "fire", "lat": -0.46, "lon": 100.42},
        {"id": "s3", "agency_kind": "health", "lat": -0.46, "lon": 100.42},
        {"id": "s4", "agency_kind": "fire", "lat": -0.60, "lon": 100.42},
    ]

    assert _homes(areas, stations) == {("fire", "west"): ("s1",), ("fire", "east"): ("s2",)}
