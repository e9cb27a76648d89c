"""What a routing plan may say, and what it says to the dialplan."""

from dataclasses import replace
from typing import Any

import pytest

from cad.installation import Settings
from cad.queues.errors import PlanInvalid
from cad.queues.model import RoutingPlan, is_night, plan_of_settings, route_outside, route_text
from cad.queues.rules import changed_plan, changes

PLAN = RoutingPlan(center_id="padang-panjang")
DESKS = {"desk-01", "desk-02", "desk-03"}
NOON, EVENING, MIDNIGHT = 12 * 3600, 22 * 3600, 0


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"ring_seconds": 4}, "ring_seconds"),
        ({"wrap_up_s": 601}, "wrap_up_s"),
        ({"announce_every_s": 5}, "announce_every_s"),
        ({"overflow_desks": ["desk-09"]}, "overflow_desks"),
        ({"overflow_desks": sorted(DESKS)}, "overflow_desks"),
        ({"night_mode": "sometimes"}, "night.mode"),
        ({"night_from": "25:00"}, "night.from"),
        ({"night_mode": "schedule", "night_from": "22:00", "night_to": "22:00"}, "night.to"),
        ({"skills": [{"code": "Minang!", "name_id": "Minang"}]}, "skills.0.code"),
        ({"skills": [{"code": "medis", "name_id": " "}]}, "skills.0.name_id"),
        ({"skills": [{"code": "medis", "name_id": "Medis"}] * 2}, "skills.1.code"),
        ({"dialled": [{"number": "119", "skill": "medis"}]}, "dialled.0.skill"),
        ({"dialled": [{"number": "112", "skill": "medis"}]}, "dialled.0.number"),
        ({"dialled": [{"number": "119\nexten", "skill": "medis"}]}, "dialled.0.number"),
        ({"outside": [{"name": "Padang", "number": "tetangga"}]}, "outside.0.number"),
        ({"outside": [{"name": "", "number": "0751112"}]}, "outside.0.name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_given_a_choice_that_cannot_be_when_changed_then_the_refusal_names_it(
    choices: dict[str, Any], field: str
) -> None:
    with pytest.raises(PlanInvalid) as refused:
        changed_plan(PLAN, choices, DESKS)
    assert refused.value.fields == {"field": field}


def test_given_numbers_as_people_write_them_when_changed_then_only_digits_are_kept_and_the_version_grows() -> None:
    choices: dict[str, Any] = {
        "outside": [{"name": "  Kota  Padang ", "number": "(0751) 112-000"}],
        "skills": [{"code": "medis", "name_id": "Medis", "name_en": "Medical"}],
        "dialled": [{"number": "1 1 9", "skill": "medis"}],
    }
    changed = changed_plan(PLAN, choices, DESKS)
    assert (changed.version, changed.outside) == (1, [{"name": "Kota Padang", "number": "0751112000"}])
    assert changed.dialled == [{"number": "119", "skill": "medis"}]
    assert changed_plan(changed, choices, DESKS) is changed


def test_given_a_change_when_told_to_the_journal_then_what_stood_before_is_there_and_no_outside_number() -> None:
    after = replace(PLAN, wrap_up_s=10, outside=[{"name": "Pak Anton", "number": "081234567890"}])
    told = changes(PLAN, after)
    assert told == {"wrap_up_s": {"from": 0, "to": 10}, "outside": {"from": [], "to": ["Pak Anton"]}}


@pytest.mark.parametrize(
    ("mode", "begins", "ends", "second", "night"),
    [
        ("off", "00:00", "23:59", NOON, False),
        ("on", "22:00", "06:00", NOON, True),
        ("schedule", "22:00", "06:00", NOON, False),
        ("schedule", "22:00", "06:00", EVENING, True),
        ("schedule", "22:00", "06:00", MIDNIGHT, True),
        ("schedule", "22:00", "06:00", 6 * 3600, False),
        ("schedule", "11:00", "13:00", NOON, True),
        ("schedule", "11:00", "13:00", MIDNIGHT, False),
    ],
)
def test_night_goes_over_midnight_when_it_ends_before_it_begins(
    mode: str, begins: str, ends: str, second: int, night: bool
) -> None:
    assert is_night(replace(PLAN, night_mode=mode, night_from=begins, night_to=ends), second) is night


def test_the_dialplan_gets_one_line_and_the_numbers_another() -> None:
    plan = replace(PLAN, ring_all_after_s=20, wrap_up_s=5, night_mode="schedule")
    assert route_text(plan, 7 * 3600) == "8:5:20:0,20,0,0,0,0,30,schedule,79200,21600,25200"
    outside = [{"name": "Kota & Padang: 2", "number": "0751112"}, {"name": "Piket", "number": "+62811"}]
    assert route_outside(replace(plan, outside=outside)) == "0751112:Kota%20%26%20Padang%3A%202&+62811:Piket"


@pytest.mark.parametrize(
    ("settings", "strategy", "all_after_s"),
    [
        (Settings(desks=8), "ringall", 1),
        (Settings(desks=9), "leastrecent", 16),
        (Settings(desks=60, queue_strategy="ringall"), "ringall", 1),
        (Settings(desks=4, queue_strategy="leastrecent", ring_seconds=5), "leastrecent", 10),
    ],
)
def test_a_small_room_rings_all_at_once_and_a_large_one_the_longest_idle_first(
    settings: Settings, strategy: str, all_after_s: int
) -> None:
    plan = plan_of_settings(settings)
    assert (plan.strategy, plan.ring_all_after_s, plan.version) == (strategy, all_after_s, 0)
