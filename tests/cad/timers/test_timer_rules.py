"""Which timers run, when each step of the ladder is due, and that nobody is told twice. Pure: the clock is a number."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.dispatching.model import Assignment
from cad.hand_overs.model import HandOver
from cad.timers.defaults import DEFAULT_RULES
from cad.timers.model import Rule, Timer
from cad.timers.rules import Crew, RulesInvalid, Watched, checked_rules, reconciled, rule_for, wanted

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def crew(agency: str = "fire", **more: Any) -> Crew:
    told: dict[str, Any] = {"id": "a", "incident_id": "i", "unit_id": "u", "order": 1, "token": "t"}
    one = Assignment(**(told | {"dispatched_at": START, "dispatched_by": None} | more))
    return Crew(assignment=one, agency_id=f"agency-{agency}", agency_kind=agency)


def watched(*crews: Crew, **more: Any) -> Watched:
    told: dict[str, Any] = {"incident_id": "i", "group": "fire", "priority": 1, "lead_agency_id": "agency-fire"}
    return Watched(**(told | {"unserved_since": None if crews else START} | more), crews=crews)


def due(*args: Any, **more: Any) -> dict[str, float]:
    """By kind, seconds from the start until the dispatcher is told."""
    pairs = wanted(watched(*args, **more), DEFAULT_RULES)
    return {timer.kind: (timer.due_at - START).total_seconds() for timer, _ in pairs}


def test_a_unit_that_was_sent_is_waited_for_at_each_stage() -> None:
    assert due(crew(eta_s=240.0)) == {
        "not_acknowledged": 60,
        "not_en_route": 120,  # P1: NFPA 1710 gives 60 to 80 s to turn out
        "overdue_on_scene": 240 * 1.5 + 120,
    }
    assert due(crew(status="acknowledged", acknowledged_at=at(20), eta_s=240.0)).keys() == {
        "not_en_route",
        "overdue_on_scene",
    }
    assert due(crew(status="en_route", en_route_at=at(90), eta_s=240.0)) == {"overdue_on_scene": 90 + 480}


def test_without_an_expected_time_a_quarter_of_an_hour_is_allowed() -> None:
    assert due(crew(status="en_route", en_route_at=START))["overdue_on_scene"] == 900 * 1.5 + 120


@pytest.mark.parametrize(("agency", "every"), [("fire", 600), ("police", 900), ("bpbd", 900)])
def test_a_crew_on_scene_is_asked_whether_all_is_well(agency: str, every: int) -> None:
    there = {"status": "on_scene", "on_scene_at": at(300)}

    assert due(crew(agency, **there)) == {"crew_check": 300 + every}
    assert due(crew(agency, **there, crew_ok_at=at(800))) == {"crew_check": 800 + every}


@pytest.mark.parametrize("agency", ["health", "dishub", "satpol"])
def test_a_crew_check_is_not_routine_for_everybody(agency: str) -> None:
    assert due(crew(agency, status="on_scene", on_scene_at=START)) == {}


@pytest.mark.parametrize(("priority", "seconds"), [(1, 60), (2, 120), (3, 600), (4, 1800)])
def test_an_incident_without_a_unit_is_told_by_its_priority(priority: int, seconds: int) -> None:
    assert due(priority=priority) == {"no_unit": seconds}


def test_a_hand_over_waits_for_the_agency_that_was_asked() -> None:
    asked = HandOver(
        id="h",
        incident_id="i",
        from_agency_id=None,
        to_agency_id="agency-bpbd",
        reason="x",
        asked_at=at(30),
        asked_by=None,
    )
    pairs = wanted(watched(crew(status="returning"), hand_over=asked), DEFAULT_RULES)

    assert [(timer.kind, timer.agency_id, timer.due_at) for timer, _ in pairs] == [
        ("hand_over", "agency-bpbd", at(150))
    ]


def test_the_rule_that_names_most_holds_and_may_be_off() -> None:
    rules = (
        Rule(kind="not_en_route", after_s=100),
        Rule(kind="not_en_route", after_s=200, group="fire"),
        Rule(kind="not_en_route", after_s=300, group="fire", priority=1, on=False),
    )

    assert rule_for("not_en_route", watched(group="medical"), "health", rules) == rules[0]
    assert rule_for("not_en_route", watched(priority=2), "fire", rules) == rules[1]
    assert rule_for("not_en_route", watched(), "fire", rules) is None


def ladder_of(moments: list[float], acknowledged_at: float | None = None) -> list[tuple[float, int]]:
    """What is told when the runner looks at these moments."""
    kept: dict[str, Timer] = {}
    told: list[tuple[float, int]] = []
    rules = (Rule(kind="no_unit", after_s=60, supervisor_s=60, sms_s=180),)
    for moment in moments:
        if acknowledged_at is not None and moment >= acknowledged_at:
            kept = {key: Timer(**{**one.__dict__, "state": "acknowledged"}) for key, one in kept.items()}
        changes = reconciled(wanted(watched(), rules), kept.values(), at(moment))
        kept |= {timer.key: timer for timer in changes.kept}
        told += [(moment, level) for _, level in changes.told]
    return told


def test_the_dispatcher_is_told_then_the_supervisor_then_the_agency() -> None:
    assert ladder_of([0, 59, 60, 61, 119, 120, 200, 240, 9999]) == [(60, 1), (120, 2), (240, 3)]


def test_given_nobody_looked_for_an_hour_then_all_is_told_once_and_in_order() -> None:
    assert ladder_of([0, 3600, 3601, 7200]) == [(3600, 1), (3600, 2), (3600, 3)]


def test_given_somebody_sees_to_it_then_nobody_further_is_told() -> None:
    assert ladder_of([0, 60, 130, 240, 9999], acknowledged_at=70) == [(60, 1)]


@given(st.lists(st.floats(0, 600), max_size=15))
def test_whenever_it_is_looked_each_step_is_told_once_and_never_early(moments: list[float]) -> None:
    told = ladder_of(sorted(moments))

    levels = [level for _, level in told]
    assert levels == sorted(set(levels))
    assert all(moment >= {1: 60, 2: 120, 3: 240}[level] for moment, level in told)
    last = max(moments, default=0)
    assert set(levels) == {level for level, when in ((1, 60), (2, 120), (3, 240)) if last >= when}


def test_given_the_unit_answers_then_what_was_late_stops_and_what_was_not_ends_quietly() -> None:
    first = reconciled(wanted(watched(crew(eta_s=60.0)), DEFAULT_RULES), [], at(61))
    kept = first.kept

    after = crew(status="en_route", acknowledged_at=at(70), en_route_at=at(70), eta_s=60.0)
    changes = reconciled(wanted(watched(after), DEFAULT_RULES), kept, at(70))

    assert [timer.kind for timer in changes.stopped] == ["not_acknowledged"]
    assert {timer.kind for timer in changes.kept if timer.state == "stopped"} == {
        "not_acknowledged", "not_en_route", "overdue_on_scene"  # its way is counted from the departure now
    }  # fmt: skip
    assert changes.next_at == at(70 + 60 * 1.5 + 120)


def test_given_nothing_changed_then_there_is_nothing_to_write() -> None:
    first = reconciled(wanted(watched(), DEFAULT_RULES), [], at(0))
    again = reconciled(wanted(watched(), DEFAULT_RULES), first.kept, at(1))

    assert (again.kept, again.told, again.stopped, again.next_at) == ([], [], [], at(60))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "late", "after_s": 60},
        {"kind": "no_unit", "after_s": 1},
        {"kind": "no_unit", "after_s": 60, "supervisor_s": 300, "sms_s": 60},
        {"kind": "no_unit", "after_s": 60, "priority": 7},
        {"kind": "no_unit", "after_s": 60, "eta_share": 99.0},
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused_with_its_row(wrong: dict[str, Any]) -> None:
    with pytest.raises(RulesInvalid) as refused:
        checked_rules([{"kind": "hand_over", "after_s": 60}, wrong])

    assert refused.value.fields["row"] == 1


def test_the_defaults_hold_and_each_says_why() -> None:
    assert checked_rules([rule.__dict__ for rule in DEFAULT_RULES]) == DEFAULT_RULES
    assert all(rule.why_id and rule.why_en for rule in DEFAULT_RULES)
