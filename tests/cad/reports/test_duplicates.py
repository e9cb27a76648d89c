"""Which reports are one incident: a table written by hand, and what must hold for any two."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.incidents.types import INCIDENT_TYPES
from cad.reports.duplicates import LIKELY, POSSIBLE, SURE, Match, Sighting, address_words, score

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HERE = (-0.4650, 100.4000)
CODES = {kind.code: kind.group for kind in INCIDENT_TYPES}


def north(metres: float) -> tuple[float, float]:
    return HERE[0] + metres / 111_195, HERE[1]


def taken(code: str = "", metres: float | None = 0, *, ago: float = 0, **more: object) -> Sighting:
    told = Sighting(
        type_code=code,
        group=CODES.get(code, ""),
        point=None if metres is None else north(metres),
        first_at=NOW - timedelta(minutes=ago),
        last_at=NOW - timedelta(minutes=ago),
    )
    return replace(told, **more)  # type: ignore[arg-type]


def test_two_fires_3_km_apart_are_not_one() -> None:
    assert score(taken("structure_fire"), taken("structure_fire", 3000, ago=2), NOW).grade == ""


@pytest.mark.parametrize("metres", [40, 120, 180, 240, 300])
def test_five_calls_on_one_crash_within_300_m_are_one(metres: float) -> None:
    assert score(taken("traffic_injury"), taken("traffic_injury", metres, ago=4), NOW).score >= LIKELY


# Each line is at least as likely to be one as the line below it; where a figure stands, it is the grade expected.
ORDER: list[tuple[str, Sighting, Sighting, str]] = [
    ("same fire, same house", taken("structure_fire"), taken("structure_fire", 20, ago=1), "sure"),
    ("smoke 400 m off", taken("wildfire"), taken("structure_fire", 400, ago=3), "likely"),
    ("road blocked by that crash", taken("road_blocked"), taken("traffic_injury", 150, ago=4), "likely"),
    ("no type yet, same spot", taken(""), taken("traffic_injury", 50, ago=5), "likely"),
    ("same kelurahan, same type", taken("theft", None, kelurahan_code="a"),
     taken("theft", None, ago=3, kelurahan_code="a"), "possible"),
    ("the next house's heart attack", taken("cardiac_arrest"), taken("cardiac_arrest", 200, ago=5), "possible"),
    ("theft where it burns", taken("theft"), taken("structure_fire", 50, ago=3), ""),
    ("closed four hours ago", taken("traffic_injury"), taken("traffic_injury", 10, ago=240, open=False), ""),
    ("across the town", taken("theft"), taken("theft", 5000, ago=3), ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "one", "other", "grade"), ORDER, ids=[line[0] for line in ORDER])
def test_the_grade_is_what_a_dispatcher_would_say(said: str, one: Sighting, other: Sighting, grade: str) -> None:
    assert score(one, other, NOW).grade == grade


def test_the_order_is_what_a_dispatcher_would_say() -> None:
    scores = [score(one, other, NOW).score for _, one, other, _ in ORDER]
    assert [round(figure, 3) for figure in scores] == sorted((round(figure, 3) for figure in scores), reverse=True)


def test_the_same_caller_again_without_a_place_is_likely_about_the_same() -> None:
    again = Sighting(caller_ids=frozenset({"p1"}))
    known = taken("structure_fire", 0, ago=2, caller_ids=frozenset({"p1", "p2"}))
    assert score(again, known, NOW).grade in ("likely", "sure")
    assert score(again, known, NOW).reasons_id[0] == "penelepon yang sama"


def test_a_fix_that_covers_the_whole_town_is_no_evidence() -> None:
    rough = taken("traffic_injury", radius_m=5000)
    assert score(rough, taken("traffic_injury", 1500, ago=1), NOW).score < POSSIBLE


def test_words_of_one_address_count_where_there_is_no_point() -> None:
    here = taken("structure_fire", None, words=address_words("Jl. Sudirman No. 12, dekat Pasar Pusat"))
    same = taken("structure_fire", None, ago=2, words=address_words("pasar pusat sudirman"))
    other = taken("structure_fire", None, ago=2, words=address_words("Jl. Hamka 4"))
    assert score(here, same, NOW).score > score(here, other, NOW).score
    assert "alamat mirip" in score(here, same, NOW).reasons_id


def test_reasons_are_said_in_both_languages() -> None:
    match = score(taken("traffic_injury"), taken("traffic_injury", 1200, ago=12, radius_m=400), NOW)
    assert match.grade == "" and match.reasons_id == []
    match = score(taken("structure_fire"), taken("wildfire", 600, ago=12, radius_m=150), NOW)
    assert match.reasons_id == ["600 m dari sini (± 150 m)", "12 menit lalu", "jenis serumpun"]
    assert match.reasons_en == ["600 m from here (± 150 m)", "12 min ago", "related type"]


points = st.none() | st.tuples(st.floats(-0.6, -0.3), st.floats(100.3, 100.5))
moments = st.none() | st.integers(-600, 0).map(lambda minutes: NOW + timedelta(minutes=minutes))
callers = st.frozensets(st.sampled_from(["p1", "p2", "p3"]), max_size=2)


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    code = draw(st.sampled_from(["", "x.unheard_of", *CODES]))
    first = draw(moments)
    last = None if first is None else first + timedelta(minutes=draw(st.integers(0, 60)))
    return Sighting(
        type_code=code,
        group=CODES.get(code, ""),
        point=draw(points),
        radius_m=draw(st.floats(0, 1e6)),
        kelurahan_code=draw(st.sampled_from(["", "a", "b"])),
        words=address_words(draw(st.sampled_from(["", "Jl. Sudirman 12", "sudirman pasar", "Hamka"]))),
        first_at=first,
        last_at=last,
        open=draw(st.booleans()),
        caller_ids=draw(callers),
    )


def close(one: Match, other: Match) -> bool:
    return math.isclose(one.score, other.score, rel_tol=1e-9, abs_tol=1e-12)


@given(sightings(), sightings())
def test_it_is_a_share_and_the_same_from_both_sides(one: Sighting, other: Sighting) -> None:
    match, back = score(one, other, NOW), score(other, one, NOW)
    assert 0 <= match.score <= 1
    assert close(match, back)
    assert bool(match.grade) == bool(match.reasons_id) == bool(match.reasons_en)
    assert (match.grade == "sure") == (match.score >= SURE)


@given(sightings(), sightings(), st.floats(0, 20_000), st.floats(0, 20_000))
@settings(max_examples=150)
def test_nearer_never_scores_lower(one: Sighting, other: Sighting, near: float, far: float) -> None:
    near, far = sorted((near, far))
    here = replace(one, point=HERE)
    at = [score(here, replace(other, point=north(metres)), NOW).score for metres in (near, far)]
    assert at[0] >= at[1] - 1e-9


@given(sightings(), sightings(), st.integers(0, 2000), st.integers(0, 2000))
@settings(max_examples=150)
def test_longer_ago_never_scores_higher(one: Sighting, other: Sighting, late: int, early: int) -> None:
    late, early = sorted((late, early))
    now = replace(one, first_at=None, last_at=None)
    scores = []
    for minutes in (late, early):
        at = NOW - timedelta(minutes=minutes)
        scores.append(score(now, replace(other, first_at=at, last_at=at), NOW).score)
    assert scores[0] >= scores[1] - 1e-9


@given(sightings(), sightings())
def test_the_same_caller_never_makes_it_less_likely(one: Sighting, other: Sighting) -> None:
    strangers = replace(one, caller_ids=frozenset()), replace(other, caller_ids=frozenset())
    one, other = (replace(side, caller_ids=frozenset({"p1"})) for side in (one, other))
    assert score(one, other, NOW).score >= score(*strangers, NOW).score - 1e-12
    assert score(one, other, NOW).same_caller


@given(sightings(), sightings())
def test_a_closed_one_never_scores_higher_than_the_same_while_open(one: Sighting, other: Sighting) -> None:
    closed = score(one, replace(other, open=False), NOW).score
    assert closed <= score(one, replace(other, open=True), NOW).score + 1e-12


@given(st.text(max_size=200))
def test_any_words_are_read(text: str) -> None:
    assert all(word for word in address_words(text))
