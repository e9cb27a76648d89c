"""Which units to send, and why."""

from datetime import UTC, datetime, timedelta

from cad.demo_city import padang_panjang
from cad.dispatching.recommend import SPEED_M_PER_MIN, Candidate, recommend
from cad.incidents.types import INCIDENT_TYPES
from cad.places.model import distance_m

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CENTER = (-0.4650, 100.4000)
TYPES = {kind.code: kind for kind in INCIDENT_TYPES}


def unit(call_sign: str, kind: str, can: str = "", *, km: float | None = 1.0, status: str = "available") -> Candidate:
    point = None if km is None else (CENTER[0] + km / 111.195, CENTER[1])
    return Candidate(
        unit_id=call_sign, call_sign=call_sign, agency_kind=kind, capabilities=tuple(can.split()), status=status,
        point=point, position_at=NOW,
    )  # fmt: skip


def order(type_code: str | None, *units: Candidate) -> list[str]:
    kind = TYPES[type_code] if type_code else None
    return [one.call_sign for one in recommend(kind, CENTER, units, NOW)]


def test_the_nearest_unit_that_fits_comes_first() -> None:
    assert order(
        "breathing", unit("POL", "police", "patrol", km=0.1), unit("FAR", "health", "ambulance", km=5),
        unit("NEAR", "health", "ambulance", km=2),
    ) == ["NEAR", "FAR", "POL"]  # fmt: skip


def test_a_free_unit_goes_before_a_nearer_busy_one() -> None:
    busy = unit("BUSY", "fire", "water", km=0.2, status="on_scene")

    assert order("structure_fire", busy, unit("FREE", "fire", "water", km=4)) == ["FREE", "BUSY"]


def test_each_agency_the_type_asks_for_sends_its_best_before_a_second_one_comes() -> None:
    assert order(
        "traffic_injury",
        unit("POL-1", "police", "traffic", km=0.1), unit("POL-2", "police", "traffic", km=0.2),
        unit("AMB-1", "health", "ambulance", km=3), unit("AMB-2", "health", "ambulance", km=4),
    ) == ["AMB-1", "POL-1", "AMB-2", "POL-2"]  # fmt: skip


def test_without_a_type_distance_alone_ranks() -> None:
    assert order(None, unit("B", "fire", km=2), unit("A", "police", km=1)) == ["A", "B"]


def test_a_unit_without_a_position_is_shown_last_of_its_kind() -> None:
    assert order("structure_fire", unit("LOST", "fire", "water", km=None), unit("SEEN", "fire", "water", km=9)) == [
        "SEEN",
        "LOST",
    ]


def test_the_estimate_says_how_it_was_made() -> None:
    (one,) = recommend(TYPES["structure_fire"], CENTER, [unit("D", "fire", "water rescue", km=3.0)], NOW)

    assert (one.method, one.fits) == ("straight_line", True)
    assert one.distance_m is not None and abs(one.distance_m - 3000) < 20
    assert one.minutes == round(one.distance_m / SPEED_M_PER_MIN, 1)
    assert one.reasons_id == ["siaga", "pompa air", "3,0 km garis lurus"]
    assert one.reasons_en == ["available", "water", "3.0 km straight line"]


def test_an_old_position_of_a_moving_unit_is_told() -> None:
    moving = unit("D", "fire", "water", status="returning")

    (one,) = recommend(TYPES["structure_fire"], CENTER, [moving], NOW + timedelta(minutes=12))

    assert "position 12 min old" in one.reasons_en


def test_distance_is_that_of_the_globe() -> None:
    """One minute of latitude is a nautical mile, 1,852 m, within the difference of sphere and ellipsoid."""
    assert abs(distance_m((0.0, 100.0), (1 / 60, 100.0)) - 1852) < 5


def test_every_type_finds_a_unit_of_the_demo_city_that_fits() -> None:
    city = padang_panjang("center", NOW)
    kinds = {agency.id: agency.kind for agency in city.agencies}
    units = [
        Candidate(
            unit_id=one.id, call_sign=one.call_sign, agency_kind=kinds[one.agency_id],
            capabilities=tuple(one.capabilities), status=one.status, point=(one.lat or 0, one.lon or 0),
            position_at=NOW,
        )
        for one in city.units
    ]  # fmt: skip

    without = [code for code, kind in TYPES.items() if not recommend(kind, CENTER, units, NOW)[0].fits]

    assert without == []
