"""A caller to be called back. Every lost call of one number is in one entry until that is closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

STATES = ("open", "calling", "reached", "struck", "dismissed")
ACTIVE = ("open", "calling")
KINDS = ("before_answer", "cut_off")
# Why an entry was struck off without anybody having called back.
STRUCK_BY = ("got_through", "aged_out", "withdrawn", "erased")

KEPT_OPEN = timedelta(hours=24)
# An outbound call that nobody answered in this time is over, though nobody has told us of its end.
CALLING_AT_MOST = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class LostCall:
    """One call of an entry."""

    call_id: str
    abandoned_id: str
    kind: str
    at: datetime  # when the caller was gone
    waited_s: float


@dataclass(frozen=True, kw_only=True)
class Abandoned:
    """`kind` is the last call's; `waited_s` the longest wait. `reason` is one of STRUCK_BY, `note` a dispatcher's
    words. The number is the calls' own: it is nowhere in here."""

    id: str
    center_id: str
    exercise: bool
    person_id: str | None = None  # None: withheld
    kind: str
    calls: int = 0
    last_call_id: str
    first_at: datetime
    last_at: datetime
    waited_s: float = 0.0
    state: str = "open"
    reason: str = ""
    note: str = ""
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    callback_call_id: str | None = None
    attempts: int = 0
    last_attempt_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def active(self) -> bool:
        return self.state in ACTIVE
