"""A question card: what is asked next, what the answers make of the priority, what is read out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cad.protocols.check import problems, shaped
from cad.protocols.model import KINDS, UNKNOWN, Answer, Question
from cad.protocols.plain import to_plain
from cad.protocols.rules import (
    instructions_for,
    is_answer,
    next_questions,
    path,
    priority_after,
    read_figure,
    type_suggested,
)
from cad.protocols.seed import PROTOCOLS

WALKS = json.loads(Path("web/src/protocols/walks.json").read_text())
SAMPLE = shaped(WALKS["protocol"])
CODES = {one.code for one in PROTOCOLS}
ANSWERED = some.dictionaries(
    some.sampled_from(sorted({question.id for one in PROTOCOLS for question in one.questions} | {"elsewhere"})),
    some.sampled_from(["yes", "no", UNKNOWN, "none", "heavy", "3", "-1", "nan", "1e400", "", "0,5", "many"])
    | some.text(max_size=8),
)
ids = some.sampled_from(["a", "b", "c", "d", "end", "", "nowhere"])
answers = some.builds(
    Answer,
    value=some.sampled_from(["yes", "no", "x"]),
    text_id=some.just("…"),
    priority=some.integers(-2, 6),
    next=ids,
    at_least=some.none() | some.floats(allow_nan=False),
)
cards = some.lists(
    some.builds(
        Question,
        id=some.sampled_from(["a", "b", "c", "d"]),
        text_id=some.just("?"),
        kind=some.sampled_from(KINDS),
        answers=some.lists(answers, max_size=3).map(tuple),
        next=ids,
    ),
    max_size=5,
    unique_by=lambda question: question.id,
)


@pytest.mark.parametrize("walk", WALKS["walks"], ids=lambda walk: json.dumps(walk["answers"]))
def test_given_answers_when_the_card_is_walked_then_it_goes_as_written_by_hand(walk: dict[str, Any]) -> None:
    card, told = SAMPLE.questions, walk["answers"]
    advice = priority_after(card, told, SAMPLE.priority)

    assert [question.id for question in next_questions(card, told)] == walk["open"]
    assert (advice.priority, [reason.question for reason in advice.reasons]) == (walk["priority"], walk["because"])
    assert type_suggested(card, told) == walk["type"]
    assert [one.id for one in instructions_for(SAMPLE, told)] == walk["say"]


def test_given_an_answer_that_decides_when_asked_why_then_question_and_answer_stand_in_the_reason() -> None:
    reason = priority_after(SAMPLE.questions, {"awake": "no"}, 2).reasons[0]

    assert reason.text_id == "Apakah ia sadar? Tidak"


@settings(max_examples=150, deadline=None)
@given(card=cards, told=some.dictionaries(some.sampled_from(["a", "b", "c", "d"]), some.text(max_size=5)))
def test_given_any_card_even_a_broken_one_when_walked_then_each_question_comes_once(
    card: list[Question], told: dict[str, str]
) -> None:
    way = [question.id for question in path(card, told)]

    assert len(way) == len(set(way))
    assert set(way) <= {question.id for question in card}


@settings(max_examples=150, deadline=None)
@given(which=some.sampled_from(PROTOCOLS), told=ANSWERED, base=some.integers(1, 4))
def test_given_any_answers_in_any_order_when_a_card_of_ours_is_walked_then_the_priority_is_1_to_4(
    which: Any, told: dict[str, str], base: int
) -> None:
    assert priority_after(which.questions, told, base).priority in (1, 2, 3, 4)
    assert type_suggested(which.questions, told) in CODES | {""}
    assert not {one.id for one in next_questions(which.questions, told)} & set(told)
    instructions_for(which, told)


@given(text=some.text(max_size=20))
def test_given_any_text_when_read_as_a_figure_then_it_is_finite_or_none(text: str) -> None:
    number = read_figure(text)
    assert number is None or abs(number) < float("inf")


def test_given_each_kind_of_question_when_answered_then_only_what_fits_is_taken() -> None:
    awake, pain, age, note = SAMPLE.questions

    assert [is_answer(awake, value) for value in ("yes", "no", "perhaps", UNKNOWN)] == [True, True, False, True]
    assert [is_answer(pain, value) for value in ("much", "")] == [True, False]
    assert [is_answer(age, value) for value in ("3", "3,5", "tiga", "inf")] == [True, True, False, False]
    assert [is_answer(note, value) for value in ("di dapur", "  ")] == [True, False]


# -- what came with Tanggap ------------------------------------------------------------------------------------------

IMPORTANT = (
    "cardiac_arrest unconscious breathing injury bleeding stroke childbirth burns choking poisoning structure_fire "
    "vehicle_fire gas_leak traffic_injury trapped traffic_trapped crime_in_progress domestic_violence flood landslide "
    "earthquake drowning animal_rescue snake fallen_tree silent_call public_service"
)


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda one: one.code)
def test_given_a_protocol_of_ours_when_checked_then_nothing_is_wrong_and_english_is_there(protocol: Any) -> None:
    assert problems(to_plain(protocol), CODES) == []
    parts = [*protocol.questions, *protocol.instructions, *protocol.checklist]
    parts += [answer for question in protocol.questions for answer in question.answers]
    assert all(part.text_en.strip() for part in parts)


@pytest.mark.parametrize("code", IMPORTANT.split())
def test_given_an_important_type_when_looked_at_then_it_has_questions_and_a_checklist(code: str) -> None:
    protocol = next(one for one in PROTOCOLS if one.code == code)

    assert protocol.questions
    assert protocol.checklist


def test_given_nobody_breathes_when_the_card_of_the_unconscious_is_asked_then_it_leads_to_compressions() -> None:
    cards = {one.code: one for one in PROTOCOLS}
    told = {"breathing": "gasping"}

    assert type_suggested(cards["unconscious"].questions, told) == "cardiac_arrest"
    assert priority_after(cards["unconscious"].questions, told, 2).priority == 1
    for answer, read in (("gasping", True), ("none", True), ("unsure", True), ("normal", False)):
        told = {"awake": "no", "breathing": answer, "age": "0,5"}
        said = {one.id for one in instructions_for(cards["cardiac_arrest"], told)}
        assert ({"push", "baby"} <= said, bool({"push", "baby"} & said)) == (read, read)
