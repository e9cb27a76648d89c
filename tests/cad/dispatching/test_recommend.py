"""Which units to send, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.demo_city import padang_panjang
from cad.dispatching.fitness import OTHER_AREA_S, READY, Candidate, cost_s, readiness
from cad.dispatching.matching import NEVER, match
from cad.dispatching.move_up import Spare, move_ups
from cad.dispatching.recommend import Advice, recommend
from cad.dispatching.run_cards import Need, of_type
from cad.dispatching.travel import DETOUR, STRAIGHT_M_PER_S, Travel
from cad.incidents.types import INCIDENT_TYPES
from cad.places.model import distance_m

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CENTER = (-0.4650, 100.4000)
TYPES = {kind.code: kind for kind in INCIDENT_TYPES}
PUMPS = Need(("engine", "tanker"), 2, "fire")
LADDER = Need(("ladder",), 1, "fire")


def unit(call_sign: str, kind: str, can: str = "", *, km: float | None = 1.0, status: str = "available") -> Candidate:
    point = None if km is None else (CENTER[0] + km / 111.195, CENTER[1])
    return Candidate(
        unit_id=call_sign, call_sign=call_sign, agency_kind=kind, capabilities=tuple(can.split()), status=status,
        point=point, position_at=NOW,
    )  # fmt: skip


def order(type_code: str | None, *units: Candidate) -> list[str]:
    needs = of_type(TYPES[type_code]).needs() if type_code else ()
    return [one.call_sign for one in recommend(needs, CENTER, units, NOW).units]


def minutes(**told: float | None) -> dict[str, Travel]:
    return {name: Travel(None if one is None else one * 60) for name, one in told.items()}


def chosen(advice: Advice) -> list[list[str]]:
    return [need.chosen for need in advice.needs]


# -- of a type without a card -----------------------------------------------------------------------------------------


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


def test_without_a_type_time_alone_ranks() -> None:
    assert order(None, unit("B", "fire", km=2), unit("A", "police", km=1)) == ["A", "B"]


def test_a_unit_without_a_position_is_shown_last_of_its_kind() -> None:
    assert order("structure_fire", unit("LOST", "fire", "water", km=None), unit("SEEN", "fire", "water", km=9)) == [
        "SEEN",
        "LOST",
    ]


def test_the_estimate_says_how_it_was_made() -> None:
    fire = of_type(TYPES["structure_fire"]).needs()
    (one,) = recommend(fire, CENTER, [unit("D", "fire", "water rescue", km=3.0)], NOW).units

    assert (one.method, one.fits, one.need) == ("straight_line", True, 0)
    assert one.distance_m is not None and abs(one.distance_m - 3000) < 20
    assert one.minutes == pytest.approx(one.distance_m * DETOUR / STRAIGHT_M_PER_S / 60, abs=0.06)
    assert one.reasons_id == ["siaga", "pompa air", "3,0 km garis lurus"]
    assert one.reasons_en == ["available", "water", "3.0 km straight line"]


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

    advised = {code: recommend(of_type(kind).needs(), CENTER, units, NOW) for code, kind in TYPES.items()}

    assert [code for code, advice in advised.items() if not advice.units[0].fits] == []
    assert [code for code, advice in advised.items() if advice.shortfalls] == []


# -- by run card ------------------------------------------------------------------------------------------------------


def test_engine_or_tanker_whichever_is_there_first() -> None:
    units = [unit("E1", "fire", "engine"), unit("E2", "fire", "engine"), unit("T1", "fire", "tanker")]

    advice = recommend([PUMPS], CENTER, units, NOW, travel=minutes(E1=3, E2=9, T1=4))

    assert chosen(advice) == [["E1", "T1"]]
    assert [(one.call_sign, one.need) for one in advice.units] == [("E1", 0), ("T1", 0), ("E2", None)]


def test_one_unit_fills_one_place_and_leaves_its_own_to_who_alone_can_fill_it() -> None:
    """The only ladder can pump too; it must not be spent as a pump because it is nearest."""
    units = [unit("BOTH", "fire", "engine ladder"), unit("E1", "fire", "engine"), unit("E2", "fire", "engine")]

    advice = recommend([PUMPS, LADDER], CENTER, units, NOW, travel=minutes(BOTH=1, E1=5, E2=6))

    assert chosen(advice) == [["E1", "E2"], ["BOTH"]]


def test_what_is_missing_is_named_with_whom_to_ask() -> None:
    advice = recommend([PUMPS, LADDER], CENTER, [unit("E1", "fire", "engine")], NOW, neighbour="Bukittinggi")

    assert [one.text_id for one in advice.shortfalls] == [
        "Kurang 1 pompa atau tangki dalam 20 menit: minta Bukittinggi.",
        "Tidak ada tangga dalam 20 menit: minta Bukittinggi.",
    ]
    assert advice.shortfalls[1].text_en == "No ladder within 20 minutes: ask Bukittinggi."


def test_who_comes_too_late_is_chosen_and_yet_missing() -> None:
    advice = recommend([LADDER], CENTER, [unit("L", "fire", "ladder")], NOW, travel=minutes(L=25))

    assert (chosen(advice), [one.missing for one in advice.shortfalls]) == ([["L"]], [1])


def test_given_no_open_road_leads_there_then_it_says_so() -> None:
    advice = recommend([LADDER], CENTER, [unit("L", "fire", "ladder")], NOW, travel=minutes(L=None))

    assert advice.units[0].minutes is None and "no open road leads there" in advice.units[0].reasons_en
    assert len(advice.shortfalls) == 1


def test_those_on_their_way_fill_their_places() -> None:
    units = [unit("E1", "fire", "engine"), unit("E2", "fire", "engine"), unit("L", "fire", "ladder")]

    advice = recommend([PUMPS, LADDER], CENTER, units, NOW, sent=[unit("E1", "fire", "engine", status="en_route")])

    assert [(one.sent, one.chosen, one.missing) for one in advice.needs] == [(1, ["E2"], 0), (0, ["L"], 0)]


def test_the_areas_own_unit_is_preferred_within_a_tolerance() -> None:
    own = replace(unit("OWN", "fire", "ladder"), own_area=True)
    other = replace(unit("OTHER", "fire", "ladder"), own_area=False)
    near, far = OTHER_AREA_S / 60 - 0.5, OTHER_AREA_S / 60 + 0.5

    assert chosen(recommend([LADDER], CENTER, [own, other], NOW, travel=minutes(OWN=5 + near, OTHER=5))) == [["OWN"]]
    assert chosen(recommend([LADDER], CENTER, [own, other], NOW, travel=minutes(OWN=5 + far, OTHER=5))) == [["OTHER"]]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"crew_count": 2, "crew_minimum": 4}, "kru kurang 2/4"),
        ({"shift_ends_at": NOW - timedelta(minutes=1)}, "di luar giliran jaga"),
        ({"shift_began_at": NOW + timedelta(hours=1)}, "di luar giliran jaga"),
        ({"shift_began_at": NOW - timedelta(hours=13)}, "bertugas 13 jam"),
        ({"position_at": NOW - timedelta(minutes=12)}, "posisi 12 menit lalu"),
        ({"status": "returning"}, "sedang kembali"),
    ],
)
def test_what_speaks_against_a_unit_is_said_and_weighed(change: dict[str, object], reason: str) -> None:
    worse, better = replace(unit("A", "fire", "ladder"), **change), unit("B", "fire", "ladder")  # type: ignore[arg-type]

    advice = recommend([LADDER], CENTER, [worse, better], NOW)

    assert chosen(advice) == [["B"]]
    assert reason in next(one for one in advice.units if one.call_sign == "A").reasons_id


def test_an_old_position_at_its_own_station_is_no_worry() -> None:
    at_home = replace(unit("A", "fire", "ladder"), position_at=NOW - timedelta(days=2), at_base=True)

    assert recommend([LADDER], CENTER, [at_home], NOW).units[0].reasons_en == [
        "available", "ladder", "1.0 km straight line",
    ]  # fmt: skip


# -- whatever the units are -------------------------------------------------------------------------------------------

CAPABILITIES = ("engine", "tanker", "ladder", "ambulance")
SOME = st.lists(st.sampled_from(CAPABILITIES), unique=True, max_size=3).map(tuple)
NEEDS = st.lists(
    st.builds(Need, SOME.filter(bool), st.integers(1, 2), st.sampled_from(["", "fire", "health"])),
    min_size=1,
    max_size=3,
)
FLEET = st.lists(
    st.tuples(
        st.sampled_from(["fire", "health"]), SOME, st.sampled_from(["available", "on_scene"]), st.integers(0, 3000)
    ),
    max_size=6,
)


def fleet(told: list[tuple[str, tuple[str, ...], str, int]]) -> tuple[list[Candidate], dict[str, Travel]]:
    units = [unit(f"U{n}", kind, " ".join(can), status=status) for n, (kind, can, status, _) in enumerate(told)]
    return units, {f"U{n}": Travel(float(seconds)) for n, (*_, seconds) in enumerate(told)}


@given(NEEDS, FLEET)
@settings(deadline=None, max_examples=60)
def test_the_choice_is_the_best_there_is(needs: list[Need], told: list[tuple[str, tuple[str, ...], str, int]]) -> None:
    units, travel = fleet(told)
    advice = recommend(needs, CENTER, units, NOW, travel=travel)
    by_id = {one.unit_id: one for one in units}
    taken = [unit_id for need in advice.needs for unit_id in need.chosen]

    assert len(taken) == len(set(taken))
    for need, filled in zip(needs, advice.needs, strict=True):
        assert len(filled.chosen) <= need.count
        for unit_id in filled.chosen:
            assert need.fits(by_id[unit_id].agency_kind, by_id[unit_id].capabilities)
            assert readiness(by_id[unit_id], NOW) == READY
    total = sum(cost_s(by_id[unit_id], travel[unit_id], NOW) for unit_id in taken)
    assert (len(taken), -total) == best_by_trying(needs, units, travel)


def best_by_trying(needs: list[Need], units: list[Candidate], travel: dict[str, Travel]) -> tuple[int, float]:
    places: list[Need | None] = [need for need in needs for _ in range(need.count)]
    ready = [one for one in units if readiness(one, NOW) == READY]
    places += [None] * max(0, len(ready) - len(places))
    best = (0, 0.0)
    for some in permutations(range(len(places)), len(ready)):
        sat = [
            cost_s(one, travel[one.unit_id], NOW)
            for one, at in zip(ready, some, strict=True)
            if (need := places[at]) and need.fits(one.agency_kind, one.capabilities)
        ]
        best = max(best, (len(sat), -sum(sat)))
    return best


@given(NEEDS, FLEET, st.randoms())
@settings(deadline=None, max_examples=60)
def test_the_order_of_the_rows_does_not_matter(needs: list[Need], told: list, chance) -> None:  # type: ignore[type-arg, no-untyped-def]
    units, travel = fleet(told)
    mixed = list(units)
    chance.shuffle(mixed)

    assert recommend(needs, CENTER, mixed, NOW, travel=travel) == recommend(needs, CENTER, units, NOW, travel=travel)


@given(st.lists(st.lists(st.integers(0, 30) | st.just(2 * NEVER), min_size=4, max_size=4), max_size=3))
def test_matching_takes_each_once_and_never_whom_it_must_not(costs: list[list[float]]) -> None:
    told = match(costs)
    taken = [who for who in told if who is not None]

    assert len(told) == len(costs) and len(taken) == len(set(taken))
    assert all(costs[place][who] < NEVER for place, who in enumerate(told) if who is not None)


# -- a station left bare ----------------------------------------------------------------------------------------------


def spare(name: str, km: float, *units: str, kind: str = "fire") -> Spare:
    return Spare(name, name, (CENTER[0] + km / 111.195, CENTER[1]), kind, tuple((one, one) for one in units))


def test_a_bare_station_is_stood_by_from_the_nearest_that_can_spare_one() -> None:
    stations = [spare("Timur", 0), spare("Barat", 2, "B1"), spare("Pusat", 4, "P1", "P2"), spare("Jauh", 9, "J1", "J2")]

    (one,) = move_ups(stations, ["Timur"])

    assert (one.call_sign, one.from_station, one.to_station) == ("P2", "Pusat", "Timur")
    assert one.text_id == "Timur kosong: siagakan P2 dari Pusat di sana."


def test_nobody_moves_up_where_somebody_stays_or_nobody_can_be_spared() -> None:
    assert move_ups([spare("Timur", 0, "T2"), spare("Pusat", 4, "P1", "P2")], ["Timur"]) == []
    assert move_ups([spare("Timur", 0), spare("RS", 4, "A1", "A2", kind="health")], ["Timur"]) == []
    assert move_ups([spare("Timur", 0), spare("Barat", 0), spare("Pusat", 4, "P1")], ["Timur", "Barat"]) == []
