"""Points in the usual writings. 0 deg 27' 38.5" is 0 + 27/60 + 38.5/3600 = 0.46069; 100 deg 25' 3.7" is 100.41769."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.places.coordinates import read_coordinates

LAT, LON = -0.46069, 100.41769


@pytest.mark.parametrize(
    "told",
    [
        "-0.46069, 100.41769",
        "-0.46069 100.41769",
        "-0.46069,100.41769",
        "(-0.46069; 100.41769)",
        "-0,46069, 100,41769",
        "-0,46069 100,41769",
        "-0,46069;100,41769",
        "100.41769, -0.46069",
        "lat -0.46069 lon 100.41769",
        "Lintang: -0.46069, Bujur: 100.41769",
        "geo:-0.46069,100.41769?z=17",
        "https://www.google.com/maps/@-0.46069,100.41769,17z",
        "https://maps.google.com/maps?q=-0.46069,100.41769",
        "0.46069 S 100.41769 E",
        "0.46069° LS, 100.41769° BT",
        "0,46069 LS 100,41769 BT",
        "S 0.46069 E 100.41769",
        "0°27'38.5\"S 100°25'03.7\"E",
        "0° 27' 38,5\" LS 100° 25' 3,7\" BT",
        "0°27′38.5″ LS / 100°25′3.7″ BT",  # noqa: RUF001
        "S 0 27 38.5 E 100 25 3.7",
        "S0°27.6417' E100°25.0617'",
        "0d27m38.5s S, 100d25m3.7s E",
        "100°25'3.7\" BT 0°27'38.5\" LS",
        "0 derajat 27 menit 38.5 detik LS 100 derajat 25 menit 3.7 detik BT",
    ],
)
def test_it_is_read(told: str) -> None:
    assert read_coordinates(told) == pytest.approx((LAT, LON), abs=2e-5)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Jalan Sudirman 12",
        "12, 14",
        "Jl. Merdeka No. 5, 10",
        "95.5, 195.5",
        "0°75'00\" LS 100°25'03\" BT",
        "0.46 LS 100.41 LU",
        "112",
        "+62 812-3456-7890",
        "0.46",
        "123456 LS 7891011 BT",
        "nan, inf",
    ],
)
def test_it_is_no_point(told: str) -> None:
    assert read_coordinates(told) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_what_a_phone_writes_is_read_again(lat: float, lon: float) -> None:
    told = read_coordinates(f"{lat:.6f}, {lon:.6f}")
    assert told == pytest.approx((lat, lon), abs=1e-6)


@given(st.text(max_size=80))
def test_any_text_is_a_point_on_earth_or_none(told: str) -> None:
    found = read_coordinates(told)
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


@given(st.text(alphabet="0123456789.,;:°'\"-+ LSUBTNEW", max_size=60))
def test_nearly_a_point_never_fails(told: str) -> None:
    read_coordinates(told)
