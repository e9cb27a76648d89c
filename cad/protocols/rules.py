"""What a question card makes of its answers. Pure; `answers` maps a question's id to the value given.

The web console goes by the same rules (web/src/protocols/rules.ts); web/src/protocols/walks.json holds both to it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cad.protocols.model import END, UNKNOWN, Answer, Instruction, Protocol, Question

PRIORITIES = (1, 2, 3, 4)
Answers = Mapping[str, str]
Card = Sequence[Question]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """This answer speaks for this priority."""

    question: str
    value: str
    priority: int
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class PriorityAdvice:
    priority: int
    reasons: tuple[Reason, ...] = ()


def answer_of(question: Question, value: str | None) -> Answer | None:
    """The answer of the card that this value is; None for `unknown`, free text and what the card does not know."""
    if value is None or value == UNKNOWN:
        return None
    if question.kind == "number":
        return _of_number(question, value)
    return next((one for one in question.answers if one.value == value), None)


def _of_number(question: Question, value: str) -> Answer | None:
    number = read_figure(value)
    if number is None:
        return None
    return next((one for one in question.answers if _holds(one, number)), None)


def read_figure(value: str) -> float | None:
    """A finite number as typed, comma or point; None when it is none."""
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _holds(answer: Answer, number: float) -> bool:
    return (answer.at_least is None or number >= answer.at_least) and (
        answer.at_most is None or number <= answer.at_most
    )


def is_answer(question: Question, value: str) -> bool:
    """Whether this value may be given as an answer to this question."""
    if value == UNKNOWN:
        return True
    if question.kind == "text":
        return bool(value.strip())
    if question.kind == "number":
        return read_figure(value) is not None
    return answer_of(question, value) is not None


def path(card: Card, answers: Answers) -> Iterator[Question]:
    """The questions in the order they come up, each once: those that were answered, then those that come next if
    nothing out of the way is said."""
    order = [question.id for question in card]
    known = dict(zip(order, card, strict=True))
    seen: set[str] = set()
    at = order[0] if order else END
    while at in known and at not in seen:
        seen.add(at)
        question = known[at]
        yield question
        at = _next(question, answers.get(question.id), order)


def _next(question: Question, value: str | None, order: Sequence[str]) -> str:
    answer = answer_of(question, value)
    told = (answer.next if answer else "") or question.next
    if told:
        return told
    below = order.index(question.id) + 1
    return order[below] if below < len(order) else END


def next_questions(card: Card, answers: Answers) -> list[Question]:
    """Open questions, the first one is to be asked now."""
    return [question for question in path(card, answers) if question.id not in answers]


def given(card: Card, answers: Answers) -> list[tuple[Question, Answer | None]]:
    """What was answered on the way that the answers lead; one that they lead past does not count."""
    return [(one, answer_of(one, answers[one.id])) for one in path(card, answers) if one.id in answers]


def priority_after(card: Card, answers: Answers, base: int) -> PriorityAdvice:
    """The most urgent of what the answers speak for, with those that do; `base` when none says anything."""
    named = [
        Reason(
            question=question.id,
            value=answer.value,
            priority=answer.priority,
            text_id=f"{question.text_id} {answer.text_id}",
            text_en=f"{question.text_en or question.text_id} {answer.text_en or answer.text_id}",
        )
        for question, answer in given(card, answers)
        if answer and answer.priority in PRIORITIES
    ]
    if not named:
        return PriorityAdvice(priority=base)
    priority = min(one.priority for one in named)
    return PriorityAdvice(priority=priority, reasons=tuple(one for one in named if one.priority == priority))


def type_suggested(card: Card, answers: Answers) -> str:
    """The type that fits better by the last answer that names one; empty when this one fits."""
    named = [answer.type_code for _, answer in given(card, answers) if answer and answer.type_code]
    return named[-1] if named else ""


def instructions_for(protocol: Protocol, answers: Answers) -> list[Instruction]:
    """What to read to the caller now, in the card's order."""
    chosen = {question.id: answer.value for question, answer in given(protocol.questions, answers) if answer}
    return [one for one in protocol.instructions if not one.question or chosen.get(one.question) in one.values]
