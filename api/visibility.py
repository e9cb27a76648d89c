"""Who sees what of a view. A caller's number is shown to those who must ring back; others see its ends.

| role | numbers | recordings |
|---|---|---|
| dispatcher | whole: rings callers back | none |
| supervisor | whole: answers complaints | yes |
| administrator | masked: runs the machine, not the calls | yes |
| auditor | masked: checks that the rules were kept, needs to tell numbers apart, not to ring them | yes |
| agency dispatcher | of its own incidents; others are masked where they are read (`cad.store.views.scoped`) | none |
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cad.access.scope import SIGHTS, Sight

NUMBER_FIELDS = frozenset({"number", "number_e164", "number_raw", "to"})
# The link in a page lets whoever has it answer for the unit.
_RESPONDER_LINK = re.compile(r"/r/\S+")
_DIGITS = re.compile(r"\d")
SHOWN_FIRST, SHOWN_LAST = 4, 3


@dataclass(frozen=True)
class Visibility:
    """Also the class by which a live message is serialised once and shared."""

    numbers: bool
    recordings: bool


def _of_sights(sights: Mapping[str, Sight]) -> Visibility:
    return Visibility(numbers=not sights["calls"].masked, recordings=sights["recordings"].reach != "none")


_OF_ROLE: Mapping[str, Visibility] = {
    role: _of_sights(sights) for role, sights in SIGHTS.items() if sights["calls"].reach != "none"
}
NOTHING = Visibility(numbers=False, recordings=False)


def of_role(role: str) -> Visibility:
    return _OF_ROLE.get(role, NOTHING)


def mask(number: str) -> str:
    """`08123456789` -> `0812-****-789`; `+628123456789` -> `+6281-****-789`. A short number shows only its last."""
    plus, digits = ("+" if number.startswith("+") else ""), "".join(_DIGITS.findall(number))
    if not digits:
        return "****" if number else ""
    if len(digits) < SHOWN_FIRST + SHOWN_LAST + 2:
        return f"****{digits[-2:]}" if len(digits) > 4 else "****"
    return f"{plus}{digits[:SHOWN_FIRST]}-****-{digits[-SHOWN_LAST:]}"


def seen_by(visibility: Visibility, view: Any) -> Any:
    """The view, its parts and lists of them, with each number masked when this class may not see it.

    `number` is a phone number when it is text; an incident's `number` is an int and stays.
    """
    if visibility.numbers:
        return view
    if isinstance(view, Mapping):
        return {key: _field(visibility, key, value) for key, value in view.items()}
    if isinstance(view, list):
        return [seen_by(visibility, item) for item in view]
    return view


def _field(visibility: Visibility, key: str, value: Any) -> Any:
    if key in NUMBER_FIELDS and isinstance(value, str):
        return mask(value)
    if key == "body" and isinstance(value, str):
        return _RESPONDER_LINK.sub("/r/****", value)
    return seen_by(visibility, value)
