"""PIDF-LO of our own: every shape of RFC 5491, what goes first, and what strangers may send."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.locations import civic, pidf_lo, shapes
from cad.locations.errors import Refused
from cad.places.model import distance_m
from tests.cad.locations import made_up as made

# From RFC 5491's definitions: kind, centre, radius, altitude.
SHAPES = [
    (made.POINT, "point", (-0.46425, 100.3992), None, None),
    (made.CIRCLE, "circle", (-0.46425, 100.3992), 30.0, None),
    (made.SPHERE, "sphere", (-0.46425, 100.3992), 40.0, 781.5),
    (made.ELLIPSE, "ellipse", (-0.46425, 100.3992), 77.1, None),
    (made.ELLIPSOID, "ellipsoid", (-0.46425, 100.3992), 7.1, 781.5),
    # Its corners are (0, 1..2 km) and (1..2 km, 0): the outer two are the diameter, 1414 m from their middle.
    (made.ARC_BAND, "arcband", (0.0089932, 100.0089932), 1414.2136, None),
    (made.SQUARE, "polygon", (0.01, 100.01), 1572.53, None),
    (made.PRISM, "prism", (0.01, 100.01), 1572.53, 36.0),
]


@pytest.mark.parametrize(("chunk", "kind", "centre", "radius", "altitude"), SHAPES, ids=[one[1] for one in SHAPES])
def test_every_shape_becomes_a_centre_and_the_radius_that_encloses_it(
    chunk: str, kind: str, centre: tuple[float, float], radius: float | None, altitude: float | None
) -> None:
    (fix,) = pidf_lo.read(made.document(made.in_tuple(made.info(chunk))))
    assert fix.raw_kind == kind
    assert fix.point == pytest.approx(centre, abs=1e-6)
    assert fix.radius_m == (pytest.approx(radius, rel=1e-4) if radius else None)
    assert fix.altitude_m == altitude
    assert fix.confidence == (95 if radius else None)
    assert fix.at == datetime(2026, 3, 1, 7, 5, 10, tzinfo=UTC)


def test_a_civic_address_is_said_in_words_and_stands_beside_its_shape() -> None:
    (fix,) = pidf_lo.read(made.document(made.in_tuple(made.info(made.CIRCLE, made.CIVIC))))
    assert fix.radius_m == 30
    assert civic.text_of(fix.civic) == (
        "Pasar Pusat, Jalan Soekarno Hatta 12B, lt. 2, Padang Panjang, Sumatera Barat, 27118"
    )


def test_the_device_goes_before_the_tuple_and_the_person_comes_last() -> None:
    person = made.in_person(made.info(made.CIVIC))
    both = made.document(person, made.in_tuple(made.info(made.CIRCLE)), made.in_device(made.info(made.POINT)))
    fixes = pidf_lo.read(both)
    assert [fix.raw_kind for fix in fixes] == ["point", "circle", "civic"]
    assert fixes[0].method == "wifi"
    assert fixes[0].at == datetime(2026, 3, 1, 7, 5, 10, tzinfo=UTC)


def test_a_good_location_is_read_beside_a_bad_one() -> None:
    bad = "<gs:Circle><gs:radius>3</gs:radius></gs:Circle>"
    (fix,) = pidf_lo.read(made.document(made.in_device(made.info(bad)), made.in_tuple(made.info(made.CIRCLE))))
    assert fix.radius_m == 30


def test_a_stated_confidence_counts() -> None:
    said = '<con:confidence pdf="normal">68</con:confidence>'
    (fix,) = pidf_lo.read(made.document(made.in_tuple(made.info(made.CIRCLE, said))))
    assert fix.confidence == 68


REFUSED = {
    "doctype": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "not_xml": b"",
    "too_long": b"<a>" + b" " * 70_000 + b"</a>",
    "too_complex": b"<a>" * 50 + b"</a>" * 50,
    "no_location": made.document(made.in_tuple()),
    "position_missing": made.document(made.in_tuple(made.info("<gml:Point/>"))),
    "null_island": made.document(made.in_tuple(made.info("<gml:Point><gml:pos>0 0</gml:pos></gml:Point>"))),
    "position_out_of_range": made.document(
        made.in_tuple(made.info("<gml:Point><gml:pos>100.4 -0.5</gml:pos></gml:Point>"))
    ),
    "position_unreadable": made.document(made.in_tuple(made.info("<gml:Point><gml:pos>nan inf</gml:pos></gml:Point>"))),
    "radius_unreadable": made.document(made.in_tuple(made.info(made.CIRCLE.replace(">30<", ">-1<")))),
    "polygon_too_small": made.document(
        made.in_tuple(made.info(made.SQUARE.replace("0 100 0 100.02 0.02 100.02 0.02 100 0 100", "1 2 1 2 1 2 1 2")))
    ),
}


@pytest.mark.parametrize("reason", sorted(REFUSED))
def test_what_names_no_place_is_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        pidf_lo.read(REFUSED[reason])
    assert refused.value.reason == reason


@given(inner=st.floats(0, 5_000), more=st.floats(1, 5_000), opening=st.floats(0, 360), start=st.floats(-360, 360))
def test_a_band_lies_inside_its_circle(inner: float, more: float, opening: float, start: float) -> None:
    away, radius = shapes.around_band(inner, inner + more, opening)
    for far in (inner, inner + more):
        for part in range(9):
            angle = math.radians(-opening / 2 + opening * part / 8)
            assert math.dist((far * math.cos(angle), far * math.sin(angle)), (away, 0)) <= radius + 1e-6


@given(
    st.lists(st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05)), min_size=3, max_size=12, unique=True),
    st.sampled_from([(-0.46, 100.4), (60.0, 179.99), (-45.0, -179.99)]),
)
def test_a_polygon_lies_inside_its_circle(offsets: list[tuple[float, float]], at: tuple[float, float]) -> None:
    corners = [(at[0] + lat, shapes._turn(at[1] + lon)) for lat, lon in offsets]
    listed = " ".join(f"{lat:.7f} {lon:.7f}" for lat, lon in [*corners, corners[0]])
    polygon = f"<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>{listed}</gml:posList></gml:LinearRing>"
    try:
        (fix,) = pidf_lo.read(made.document(made.in_tuple(made.info(f"{polygon}</gml:exterior></gml:Polygon>"))))
    except Refused as refused:
        assert refused.reason == "polygon_too_small"
        return
    assert fix.point
    for corner in corners:
        assert distance_m(fix.point, corner) <= (fix.radius_m or 0) * 1.01 + 1  # a plane, not the globe
