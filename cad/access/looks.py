"""A look: who saw, or tried to see, a record of a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ONE_LOOK = timedelta(minutes=10)  # a console that opens the same call again and again is one person at work
# Neither UU PDP 27/2022 nor PP 71/2019 names a time; complaints about emergency calls come within these years.
KEPT = timedelta(days=5 * 365)
KINDS = ("call", "search", "recording", "incident", "export", "notes", "looks")
OUTCOMES = ("seen", "refused", "missing")


@dataclass(frozen=True, kw_only=True)
class Look:
    """`person_id` is whose record it was, when that is known."""

    id: str
    at: datetime
    last_at: datetime
    times: int = 1
    user_id: str
    role: str
    kind: str
    subject_id: str = ""
    person_id: str | None = None
    outcome: str = "seen"
    reason: str = ""
    address: str = ""
