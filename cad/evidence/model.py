"""One export of an incident's whole story as a signed file."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """`state`: asked, running, ready, failed. `numbers`: may callers' numbers be named. `done` of `total` bytes."""

    id: str
    incident_id: str
    asked_by: str
    asked_at: datetime
    reason: str
    numbers: bool
    state: str = "asked"
    done: int = 0
    total: int = 0
    claimed_until: datetime | None = None
    finished_at: datetime | None = None
    bytes: int = 0
    sha256: str = ""
    error: str = ""
