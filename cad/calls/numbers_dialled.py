"""A number that somebody asked to dial. Kept beside the journal, because it is personal data."""

import re
from dataclasses import dataclass
from datetime import datetime

SHOWN_LAST = 3


@dataclass(frozen=True, kw_only=True)
class DialledNumber:
    id: str
    call_id: str
    person_id: str | None
    number: str
    asked_at: datetime


def dialable(number: str) -> bool:
    """Digits as a trunk takes them: three at least (110, 113), fifteen at most (E.164)."""
    return bool(re.fullmatch(r"\+?[0-9]{3,15}", number))


def shown(number: str) -> str:
    """What a journal may say of it: its last digits."""
    return f"…{number[-SHOWN_LAST:]}" if number else ""


def plain_number(text: str) -> str:
    """As people write numbers, without what they put between the digits: `0751 33-113` -> `075133113`."""
    return re.sub(r"[\s().-]", "", text)
