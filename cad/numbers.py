"""One reading of a caller's number, the same as the dialplan's (tests/data/numbers.csv holds both to it)."""

import re
from dataclasses import dataclass

WITHHELD = frozenset({"", "anonymous", "unavailable", "restricted"})
PUNCTUATION = str.maketrans("", "", " -.()\t\u00a0")


@dataclass(frozen=True)
class Number:
    """`e164` is empty when the number is withheld or has no place in the world's plan (short codes)."""

    raw: str
    e164: str
    withheld: bool


def read_number(raw: str, *, country_code: str = "62", area_code: str = "") -> Number:
    """`area_code` with its leading zero (`0752`) completes local numbers."""
    digits = raw.translate(PUNCTUATION)
    if digits.lower() in WITHHELD:
        return Number(raw, "", True)
    return Number(raw, _e164(digits, country_code, area_code), False)


def _e164(digits: str, country: str, area: str) -> str:
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits):
        return digits
    if found := re.fullmatch(rf"(?:00)?{country}([0-9]{{8,}})", digits):
        return f"+{country}{found[1]}"
    if found := re.fullmatch(r"0([1-9][0-9]{5,12})", digits):
        return f"+{country}{found[1]}"
    if area and re.fullmatch(r"[2-9][0-9]{4,7}", digits):
        return f"+{country}{area.lstrip('0')}{digits}"
    return ""
