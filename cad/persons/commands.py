"""A person's right to be forgotten."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ErasePerson:
    """Destroys the person's key and clears their number everywhere. The journal's chain stays whole. Twice is once."""

    user_id: str
    person_id: str
    reason: str = ""
