"""Ids of imported rows: the same row in the next file has the same id."""

import hashlib
import re


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48]


def key_of(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def agency_of(told: str, agencies: dict[str, str], kinds: dict[str, str]) -> str:
    """The id of the agency that is meant by its id, name or kind; empty when there is none, or more than one."""
    if told in agencies:
        return told
    low = told.lower()
    found = [key for key, name in agencies.items() if name.lower() == low] or [k for k, v in kinds.items() if v == low]
    return found[0] if len(found) == 1 else ""
