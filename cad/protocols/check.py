"""Is a protocol whole? Every fault with its place and a sentence for whoever edits it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cad.agencies.model import AGENCY_KINDS
from cad.dispatching import run_cards
from cad.protocols.model import (
    END,
    GROUPS,
    KINDS,
    UNKNOWN,
    Answer,
    ChecklistItem,
    Instruction,
    Protocol,
    Question,
)
from cad.protocols.plain import from_plain

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_TEXT = 600  # a breath or two to read out
LONGEST_NAME = 80
MOST = 60  # questions, answers, instructions, items: more is no card


@dataclass(frozen=True)
class Problem:
    """`path` as in `questions.2.answers.0.next`."""

    path: str
    sentence: str
    sentence_en: str


class Misshapen(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def problems(plain: Any, types: Collection[str]) -> list[Problem]:
    """Empty when it may be published. `types`: the codes that may be suggested or be the parent."""
    try:
        protocol = shaped(plain)
    except Misshapen as fault:
        return [fault.problem]
    return list(faults(protocol, types))


def shaped(plain: Any) -> Protocol:
    """Whatever its texts say, each field has its kind. Raises Misshapen otherwise."""
    return from_plain(_shape(plain))


def faults(protocol: Protocol, types: Collection[str]) -> Iterator[Problem]:
    yield from _head(protocol, types)
    yield from _questions(protocol.questions, types)
    yield from _instructions(protocol)
    yield from _texts("checklist", protocol.checklist)
    yield from _ids("checklist", protocol.checklist)


# -- the shape: what JSON may hold -----------------------------------------------------------------------------------

_TEXT, _WHOLE, _FIGURE, _YES, _WORDS, _THING = "text", "whole", "figure", "yes", "words", "thing"
_HEAD = {
    "code": _TEXT,
    "group": _TEXT,
    "parent": _TEXT,
    "name_id": _TEXT,
    "name_en": _TEXT,
    "priority": _WHOLE,
    "active": _YES,
    "agencies": _WORDS,
    "capabilities": _WORDS,
    "run_card": _THING,
}
_LISTS: dict[str, tuple[type, dict[str, str]]] = {
    "questions": (Question, {"id": _TEXT, "text_id": _TEXT, "text_en": _TEXT, "kind": _TEXT, "next": _TEXT}),
    "instructions": (
        Instruction,
        {"id": _TEXT, "text_id": _TEXT, "text_en": _TEXT, "question": _TEXT, "values": _WORDS},
    ),
    "checklist": (ChecklistItem, {"id": _TEXT, "text_id": _TEXT, "text_en": _TEXT}),
}
_ANSWER = {
    "value": _TEXT,
    "text_id": _TEXT,
    "text_en": _TEXT,
    "priority": _WHOLE,
    "type_code": _TEXT,
    "next": _TEXT,
    "at_least": _FIGURE,
    "at_most": _FIGURE,
}


def _shape(plain: Any) -> dict[str, Any]:
    """The same, when each field has its kind and none is unknown."""
    _part("", plain, Protocol, _HEAD, (*_LISTS,))
    for name, (kind, wanted) in _LISTS.items():
        for at, one in enumerate(_list(name, plain.get(name, []))):
            _part(f"{name}.{at}", one, kind, wanted, ("answers",) if kind is Question else ())
            if kind is Question:
                for below, answer in enumerate(_list(f"{name}.{at}.answers", one.get("answers", []))):
                    _part(f"{name}.{at}.answers.{below}", answer, Answer, _ANSWER)
    return {**plain, "run_card": _run_card(plain)}


def _run_card(plain: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return (
            run_cards.to_plain(run_cards.from_plain("", plain.get("run_card") or {})) if plain.get("run_card") else {}
        )
    except run_cards.InvalidRunCard as error:
        where = f"run_card.{error.fields.get('where', '')}".rstrip(".")
        raise Misshapen(Problem(where, str(error), error.sentence_en)) from error


def _list(path: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Misshapen(Problem(path, "Ini harus berupa daftar.", "This must be a list."))
    if len(value) > MOST:
        raise Misshapen(Problem(path, f"Paling banyak {MOST}.", f"At most {MOST}."))
    return value


def _part(path: str, value: Any, kind: type, wanted: Mapping[str, str], lists: Sequence[str] = ()) -> None:
    if not isinstance(value, dict):
        raise Misshapen(Problem(path, "Ini harus berupa isian.", "This must be an object."))
    for name, told in value.items():
        here = f"{path}.{ascii(name)[1:-1][:40]}".lstrip(".")  # whatever was sent as a name, it can be told
        if name not in wanted and name not in lists:
            raise Misshapen(Problem(here, "Isian ini tidak dikenal.", "Nobody knows this field."))
        if name in wanted and not _is(wanted[name], told):
            raise Misshapen(Problem(here, "Isi ini tidak sesuai jenisnya.", "This value is of the wrong kind."))
    for one in fields(kind):
        needed = one.default is one.default_factory  # both MISSING
        if needed and one.name not in value:
            raise Misshapen(Problem(f"{path}.{one.name}".lstrip("."), "Ini belum diisi.", "This is missing."))


def _is(kind: str, value: Any) -> bool:
    if kind == _TEXT:
        return isinstance(value, str) and keepable(value)
    if kind == _YES:
        return isinstance(value, bool)
    if kind == _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == _FIGURE:
        return value is None or (_number(value) and abs(value) < 1e9)
    if kind == _WORDS:
        return isinstance(value, list) and len(value) <= MOST and all(_is(_TEXT, one) for one in value)
    return isinstance(value, dict)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def keepable(text: str) -> bool:
    """PostgreSQL keeps neither NUL nor half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


# -- the head --------------------------------------------------------------------------------------------------------


def _head(protocol: Protocol, types: Collection[str]) -> Iterator[Problem]:
    if not CODE.fullmatch(protocol.code):
        yield Problem(
            "code",
            "Kode memakai huruf kecil, angka dan garis bawah, paling panjang 40.",
            "A code is made of small letters, digits and underscores, 40 at most.",
        )
    if protocol.group not in {one.code for one in GROUPS}:
        yield Problem("group", "Pilih kelompok dari daftar.", "Choose a group from the list.")
    if not protocol.name_id.strip():
        yield Problem("name_id", "Nama Indonesia belum diisi.", "The Indonesian name is missing.")
    for name in ("name_id", "name_en"):
        if len(getattr(protocol, name)) > LONGEST_NAME:
            yield Problem(name, f"Paling panjang {LONGEST_NAME} huruf.", f"At most {LONGEST_NAME} characters.")
    if protocol.priority not in (1, 2, 3, 4):
        yield Problem("priority", "Prioritas harus 1, 2, 3 atau 4.", "The priority must be 1, 2, 3 or 4.")
    if protocol.parent and (protocol.parent == protocol.code or protocol.parent not in types):
        yield Problem("parent", "Induk ini tidak ada.", "There is no such parent.")
    if not protocol.agencies:
        yield Problem("agencies", "Pilih paling sedikit satu instansi.", "Choose at least one agency.")
    if set(protocol.agencies) - set(AGENCY_KINDS):
        yield Problem("agencies", "Pilih instansi dari daftar.", "Choose the agencies from the list.")
    if any(not CODE.fullmatch(one) for one in protocol.capabilities):
        yield Problem("capabilities", "Pilih kemampuan dari daftar.", "Choose the capabilities from the list.")


# -- questions, answers, instructions ----------------------------------------------------------------------------------


def _questions(card: Sequence[Question], types: Collection[str]) -> Iterator[Problem]:
    yield from _texts("questions", card)
    yield from _ids("questions", card)
    ids = {question.id for question in card}
    for at, question in enumerate(card):
        yield from _question(f"questions.{at}", question, ids, types)
    if len(ids) == len(card):
        yield from _circles(card)


def _question(path: str, question: Question, ids: Collection[str], types: Collection[str]) -> Iterator[Problem]:
    if question.kind not in KINDS:
        yield Problem(f"{path}.kind", "Pilih jenis pertanyaan dari daftar.", "Choose the kind from the list.")
    if question.kind == "choice" and len(question.answers) < 2:
        yield Problem(f"{path}.answers", "Pilihan perlu paling sedikit dua jawaban.", "A choice needs two answers.")
    if question.kind == "yes_no" and {one.value for one in question.answers} != {"yes", "no"}:
        yield Problem(f"{path}.answers", "Jawabannya harus Ya dan Tidak.", "Its answers must be yes and no.")
    if question.kind == "text" and question.answers:
        yield Problem(f"{path}.answers", "Jawaban bebas tidak memakai pilihan.", "Free text has no choices.")
    yield from _texts(f"{path}.answers", question.answers)
    yield from _ids(f"{path}.answers", question.answers, "value")
    yield from _leads_on(f"{path}.next", question.next, ids)
    for at, answer in enumerate(question.answers):
        yield from _answer(f"{path}.answers.{at}", answer, ids, types)


def _answer(path: str, answer: Answer, ids: Collection[str], types: Collection[str]) -> Iterator[Problem]:
    if answer.value == UNKNOWN:
        yield Problem(f"{path}.value", "«unknown» sudah ada di setiap pertanyaan.", "Every question has 'unknown'.")
    if answer.priority not in (0, 1, 2, 3, 4):
        yield Problem(f"{path}.priority", "Prioritas harus 1, 2, 3 atau 4.", "The priority must be 1, 2, 3 or 4.")
    if answer.type_code and answer.type_code not in types:
        yield Problem(f"{path}.type_code", "Jenis yang disarankan tidak ada.", "There is no such type to suggest.")
    if answer.at_least is not None and answer.at_most is not None and answer.at_least > answer.at_most:
        yield Problem(f"{path}.at_least", "Batas bawah melebihi batas atas.", "The lower bound is above the upper.")
    yield from _leads_on(f"{path}.next", answer.next, ids)


def _leads_on(path: str, told: str, ids: Collection[str]) -> Iterator[Problem]:
    if told and told != END and told not in ids:
        yield Problem(path, "Pertanyaan lanjutan ini tidak ada.", "There is no such question to go on with.")


def _circles(card: Sequence[Question]) -> Iterator[Problem]:
    ways = {question.id: _ways(card, at) for at, question in enumerate(card)}
    done: set[str] = set()
    for at, question in enumerate(card):
        if _meets_itself(question.id, ways, done):
            yield Problem(
                f"questions.{at}",
                "Urutan pertanyaan kembali ke pertanyaan ini; buat maju saja.",
                "The questions lead back to this one; let them go forward only.",
            )
            return


def _ways(card: Sequence[Question], at: int) -> set[str]:
    """Where one may come from here, whatever is answered."""
    question = card[at]
    usual = question.next or (card[at + 1].id if at + 1 < len(card) else END)
    return {usual, *(answer.next or usual for answer in question.answers)}


def _meets_itself(start: str, ways: Mapping[str, set[str]], done: set[str]) -> bool:
    """Depth first without recursion; `done` are those from which all ways end."""
    trail, open_ways = [start], [iter(ways[start])]
    while trail:
        following = next(open_ways[-1], None)
        if following is None:
            done.add(trail.pop())
            open_ways.pop()
        elif following in trail:
            return True
        elif following in ways and following not in done:
            trail.append(following)
            open_ways.append(iter(ways[following]))
    return False


def _instructions(protocol: Protocol) -> Iterator[Problem]:
    yield from _texts("instructions", protocol.instructions)
    yield from _ids("instructions", protocol.instructions)
    known = {question.id: {answer.value for answer in question.answers} for question in protocol.questions}
    for at, one in enumerate(protocol.instructions):
        if one.question and one.question not in known:
            yield Problem(f"instructions.{at}.question", "Pertanyaan ini tidak ada.", "There is no such question.")
        elif one.question and (not one.values or set(one.values) - known[one.question]):
            yield Problem(
                f"instructions.{at}.values", "Pilih jawaban dari pertanyaan itu.", "Choose answers of that question."
            )


def _texts(path: str, parts: Sequence[Any]) -> Iterator[Problem]:
    for at, one in enumerate(parts):
        if not one.text_id.strip():
            yield Problem(f"{path}.{at}.text_id", "Kalimat Indonesia belum diisi.", "The Indonesian text is missing.")
        for name in ("text_id", "text_en"):
            if len(getattr(one, name)) > LONGEST_TEXT:
                yield Problem(
                    f"{path}.{at}.{name}",
                    f"Paling panjang {LONGEST_TEXT} huruf.",
                    f"At most {LONGEST_TEXT} characters.",
                )


def _ids(path: str, parts: Sequence[Any], name: str = "id") -> Iterator[Problem]:
    seen: set[str] = set()
    for at, one in enumerate(parts):
        told = getattr(one, name)
        if not CODE.fullmatch(told) or told == END:
            yield Problem(f"{path}.{at}.{name}", "Kode ini tidak sah.", "This code is not valid.")
        if told in seen:
            yield Problem(f"{path}.{at}.{name}", "Kode ini sudah dipakai.", "This code is used already.")
        seen.add(told)
