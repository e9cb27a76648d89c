"""What became of a call, and a number that waits longer for a while."""

from dataclasses import dataclass
from datetime import datetime

DISPOSITIONS = ("genuine", "prank", "silent", "test", "wrong_number", "information", "pocket_dial")
# A lowered caller waits behind those of normal priority (0); the dialplan takes anything down to -99.
LOWERED = -10
DAYS = range(1, 91)
ENDINGS = ("lifted", "expired", "replaced", "erased")


@dataclass(frozen=True, kw_only=True)
class Lowered:
    """One person's number in the queue's lower order. `reason` is a dispatcher's words."""

    id: str
    center_id: str
    person_id: str
    call_id: str  # the call that gave the reason
    prio: int = LOWERED
    reason: str
    user_id: str
    since: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_as: str = ""
