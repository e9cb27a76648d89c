"""What an editor is told about a protocol that is not whole."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cad.protocols.check import problems, shaped
from cad.protocols.plain import from_plain, to_plain
from cad.protocols.seed import PROTOCOLS

GOOD = json.loads(Path("web/src/protocols/walks.json").read_text())["protocol"]
TYPES = {"sample", "unconscious"}


def changed(path: str, value: Any) -> dict[str, Any]:
    told = copy.deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at = told
    for step in way:
        at = at[step]
    at[last] = value
    return dict(told)


def test_given_a_whole_protocol_when_checked_then_nothing_is_wrong() -> None:
    assert problems(GOOD, TYPES) == []


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("name_id", " ", "name_id"),
        ("priority", 5, "priority"),
        ("priority", True, "priority"),
        ("group", "weather", "group"),
        ("parent", "nowhere", "parent"),
        ("parent", "sample", "parent"),
        ("agencies", [], "agencies"),
        ("agencies", ["army"], "agencies"),
        ("code", "Sample!", "code"),
        ("colour", "red", "colour"),
        ("questions", "none", "questions"),
        ("questions.0.text_id", "", "questions.0.text_id"),
        ("questions.0.text_id", 7, "questions.0.text_id"),
        ("questions.0.kind", "guess", "questions.0.kind"),
        ("questions.0.next", "nowhere", "questions.0.next"),
        ("questions.0.answers.0.next", "nowhere", "questions.0.answers.0.next"),
        ("questions.0.answers.0.priority", 9, "questions.0.answers.0.priority"),
        ("questions.0.answers.0.type_code", "nowhere", "questions.0.answers.0.type_code"),
        ("questions.0.answers.0.value", "perhaps", "questions.0.answers"),
        ("questions.1.answers", [], "questions.1.answers"),
        ("questions.1.answers.1.value", "unknown", "questions.1.answers.1.value"),
        ("questions.1.answers.1.value", "little", "questions.1.answers.1.value"),
        ("questions.1.id", "awake", "questions.1.id"),
        ("questions.2.answers.0.at_least", 13, "questions.2.answers.0.at_least"),
        ("questions.2.answers.0.at_least", float("nan"), "questions.2.answers.0.at_least"),
        ("questions.3.next", "awake", "questions.0"),  # round and round
        ("instructions.1.question", "nowhere", "instructions.1.question"),
        ("instructions.1.values", ["perhaps"], "instructions.1.values"),
        ("instructions.0.text_id", "x" * 601, "instructions.0.text_id"),
        ("instructions.0.text_id", "a\0b", "instructions.0.text_id"),
        ("run_card", {"levels": [{"number": 2, "needs": []}]}, "run_card.levels[1]"),
        ("run_card", {"levels": [{"needs": [{"any_of": [], "count": 1}]}]}, "run_card.levels[1].needs[1]"),
    ],
)
def test_given_one_fault_when_checked_then_its_place_is_named(path: str, value: Any, where: str) -> None:
    found = problems(changed(path, value), TYPES)

    assert where in [problem.path for problem in found]
    assert all(problem.sentence.endswith(".") and problem.sentence_en for problem in found)


def test_given_a_missing_field_when_checked_then_it_is_named() -> None:
    assert problems({"code": "x"}, TYPES)[0].path == "group"
    assert problems([], TYPES)[0].path == ""


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=6),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
PATHS = ["questions", "questions.0", "questions.0.answers", "questions.0.answers.1", "instructions.1.values",
         "run_card", "checklist", "agencies", "name_id", "questions.2.answers.0.at_most", "instructions.0"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(path=some.sampled_from(PATHS), value=json_values)
def test_given_any_json_in_any_place_when_checked_then_it_is_taken_or_its_fault_is_told(path: str, value: Any) -> None:
    told = changed(path, value)
    if not problems(told, TYPES):
        assert from_plain(to_plain(shaped(told))) == shaped(told)
    json.dumps([problem.__dict__ for problem in problems(told, TYPES)], ensure_ascii=False).encode()


@pytest.mark.parametrize("protocol", PROTOCOLS[:3], ids=lambda one: one.code)
def test_given_a_protocol_when_turned_plain_and_back_then_it_is_the_same(protocol: Any) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(protocol)))) == protocol


def test_given_a_figure_beyond_all_bounds_when_checked_then_it_is_told_and_nothing_breaks() -> None:
    for figure in (10**400, float("inf"), -(10**400)):
        assert problems(changed("questions.2.answers.0.at_most", figure), TYPES)[0].path.endswith("at_most")
