"""Expected values: decoding.csv and shortCodeTests.csv of the Open Location Code project; no code by its rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.places.plus_codes import DIGITS, decode, is_full, is_short, recover


@pytest.mark.parametrize(
    ("code", "south", "west", "north", "east"),
    [
        ("7FG49Q00+", 20.35, 2.75, 20.4, 2.8),
        ("7FG49QCJ+2V", 20.37, 2.782125, 20.370125, 2.78225),
        ("7FG49QCJ+2VX", 20.3701, 2.78221875, 20.370125, 2.78225),
        ("7FG49QCJ+2VXGJ", 20.370113, 2.782234375, 20.370114, 2.78223632813),
        ("8FVC2222+22", 47.0, 8.0, 47.000125, 8.000125),
        ("4VCPPQGP+Q9", -41.273125, 174.785875, -41.273, 174.786),
        ("62G20000+", 0.0, -180.0, 1, -179),
        ("22220000+", -90, -180, -89, -179),
        ("6FH32222+222", 1, 1, 1.000025, 1.00003125),
        ("CFX3X2X2+X2", 89.999875, 1, 90, 1.000125),
        ("84000000+", 30, -140, 50, -120),
        ("849VGJQF+VX7QR3J", 37.53966912, -122.3750698242, 37.53966916, -122.3750697021),
    ],
)
def test_a_full_code_is_its_cell(code: str, south: float, west: float, north: float, east: float) -> None:
    assert is_full(code) and is_full(code.lower())
    cell = decode(code)
    assert (cell.south, cell.west, cell.north, cell.east) == pytest.approx((south, west, north, east), abs=1e-9)


@pytest.mark.parametrize(
    ("full", "lat", "lon", "short"),
    [
        ("9C3W9QCJ+2VX", 51.3701125, -1.217765625, "CJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3708675, -1.217765625, "CJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3852125, -1.217765625, "9QCJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3701125, -1.232865625, "9QCJ+2VX"),
        ("8FJFW222+", 42.899, 9.012, "22+"),
        ("796RXG22+", 14.95125, -23.5001, "22+"),
        ("8FVC2GGG+GG", 46.976, 8.526, "2GGG+GG"),
        ("8FRCXGGG+GG", 47.026, 8.526, "XGGG+GG"),
        ("8FR9GXGG+GG", 46.526, 8.026, "GXGG+GG"),
        ("8FRCG2GG+GG", 46.526, 7.976, "G2GG+GG"),
        ("CFX22222+22", 89.6, 0.0, "2222+22"),
        ("2CXXXXXX+XX", -81.0, 0.0, "XXXXXX+XX"),
    ],
)
def test_a_short_code_is_completed_near_the_reference(full: str, lat: float, lon: float, short: str) -> None:
    assert is_short(short) and not is_full(short)
    assert recover(short, lat, lon).centre == pytest.approx(decode(full).centre, abs=1e-9)


@pytest.mark.parametrize(
    "told", ["", "+", "G+", "8FWC2345+G", "8FWC2_45+G6", "8FWC2η45+G6", "8FWC2345+G6+", "8FWC2300+G6", "WC2300+G6g",
             "8FWC20+", "00000000+", "8A345678+", "WC2345+G6 x", "Jalan+Merdeka", "X2222222+22"],
)  # fmt: skip
def test_it_is_no_code(told: str) -> None:
    assert not is_full(told) and not is_short(told)


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9), st.text(alphabet=DIGITS, min_size=2, max_size=2))
def test_a_completed_code_lies_within_half_a_step(lat: float, lon: float, last: str) -> None:
    """A code without its first four digits repeats each degree."""
    found_lat, found_lon = recover(f"22CC+{last}", lat, lon).centre
    assert abs(found_lon - lon) <= 0.5 + 1e-6
    assert abs(found_lat - lat) <= 0.5 + 1e-6 or abs(lat) > 89


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_not(told: str) -> None:
    if is_full(told):
        assert -90 <= decode(told).centre[0] <= 90
    elif is_short(told):
        recover(told, -0.46, 100.4)
