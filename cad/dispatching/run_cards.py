"""A run card: what goes to an incident, by alarm level. The city's own data, the same plain JSON everywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cad.agencies.model import AGENCY_KINDS
from cad.errors import Invalid
from cad.incidents.model import IncidentType

MOST_LEVELS, MOST_NEEDS, MOST_UNITS, MOST_CAPABILITIES, LONGEST_WORD = 9, 12, 20, 8, 40


@dataclass(frozen=True)
class Need:
    """`count` units, each with any one of these capabilities ("engine or tanker"); of this agency, or of any.

    Not `required`: whoever has it may come, and that nobody does is no shortfall.
    """

    any_of: tuple[str, ...]
    count: int = 1
    agency: str = ""
    required: bool = True

    def fits(self, agency_kind: str, capabilities: Iterable[str]) -> bool:
        if self.agency and self.agency != agency_kind:
            return False
        return not self.any_of or not set(self.any_of).isdisjoint(capabilities)


@dataclass(frozen=True)
class AlarmLevel:
    number: int
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class RunCard:
    """Each level adds to those below it."""

    code: str
    levels: tuple[AlarmLevel, ...] = field(default=())

    def needs(self, level: int = 1) -> tuple[Need, ...]:
        """All that is asked for up to this level, in the card's order; the first leads."""
        return tuple(need for one in self.levels if one.number <= level for need in one.needs)


class InvalidRunCard(Invalid):
    error_id = "run_card_invalid"


def from_plain(code: str, plain: Mapping[str, Any]) -> RunCard:
    """`{"levels": [{"number": 1, "needs": [{"any_of": ["water"], "count": 2, "agency": "fire"}]}]}`; `{}` is an empty
    card. Raises InvalidRunCard, which says what is wrong and where."""
    levels = _list(plain.get("levels", []), "levels", MOST_LEVELS)
    return RunCard(code, tuple(_level(one, number) for number, one in enumerate(levels, 1)))


def to_plain(card: RunCard) -> dict[str, Any]:
    return {"levels": [{"number": one.number, "needs": [_plain(need) for need in one.needs]} for one in card.levels]}


def of_type(kind: IncidentType) -> RunCard:
    """The card of a type that has none of its own: one unit of each agency, with any of the type's capabilities. What
    only the leading agency has (a pump) need not be found with the others."""
    needs = tuple(
        Need(tuple(kind.capabilities), 1, agency, required=agency == kind.agencies[0]) for agency in kind.agencies
    )
    return RunCard(kind.code, (AlarmLevel(1, needs),)) if needs else RunCard(kind.code)


def _plain(need: Need) -> dict[str, Any]:
    told: dict[str, Any] = {"any_of": list(need.any_of), "count": need.count, "agency": need.agency}
    return told if need.required else told | {"required": False}


def _level(plain: Any, number: int) -> AlarmLevel:
    where = f"levels[{number}]"
    if not isinstance(plain, Mapping) or plain.get("number", number) != number:
        raise _wrong(where, "tingkat alarm dinomori 1, 2, 3 …", "alarm levels are numbered 1, 2, 3 …")
    needs = _list(plain.get("needs", []), f"{where}.needs", MOST_NEEDS)
    return AlarmLevel(number, tuple(_need(one, f"{where}.needs[{n}]") for n, one in enumerate(needs, 1)))


def _need(plain: Any, where: str) -> Need:
    if not isinstance(plain, Mapping):
        raise _wrong(where, "bukan kebutuhan", "not a need")
    words = _list(plain.get("any_of", []), f"{where}.any_of", MOST_CAPABILITIES)
    count, agency, required = plain.get("count", 1), plain.get("agency", ""), plain.get("required", True)
    if not all(isinstance(word, str) and 0 < len(word) <= LONGEST_WORD and word.isprintable() for word in words):
        raise _wrong(f"{where}.any_of", "kemampuan adalah kata", "capabilities are words")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_UNITS:
        raise _wrong(f"{where}.count", f"1 sampai {MOST_UNITS} unit", f"1 to {MOST_UNITS} units")
    if not isinstance(agency, str) or agency not in ("", *AGENCY_KINDS):
        raise _wrong(f"{where}.agency", "instansi tidak dikenal", "no such agency")
    if not isinstance(required, bool) or not (words or agency):
        raise _wrong(where, "sebut kemampuan atau instansi", "name a capability or an agency")
    return Need(tuple(words), count, agency, required)


def _list(plain: Any, where: str, most: int) -> list[Any]:
    if not isinstance(plain, list | tuple) or len(plain) > most:
        raise _wrong(where, f"daftar, paling banyak {most}", f"a list of {most} at most")
    return list(plain)


def _wrong(where: str, indonesian: str, english: str) -> InvalidRunCard:
    return InvalidRunCard(f"Kartu {where}: {indonesian}.", en=f"Card {where}: {english}.", where=where)
