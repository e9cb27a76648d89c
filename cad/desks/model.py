"""A desk is a place with a phone. A desk session is one person sitting at it for a while."""

from dataclasses import dataclass
from datetime import datetime

STATES = ("off", "ready", "paused", "wrap_up")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """`user_id` is who sits there now; `registered` whether its phone is there, as the PBX sees it."""

    id: str
    center_id: str
    label: str
    exercise: bool = False
    user_id: str | None = None
    session_id: str | None = None
    state: str = "off"
    reason: str = ""
    since: datetime | None = None
    registered: bool = False
    skipped: int = 0  # rings in a row that nobody answered here
    wrap_up_until: datetime | None = None  # the time after a call, which ends by itself


@dataclass(frozen=True, kw_only=True)
class DeskSession:
    id: str
    desk_id: str
    user_id: str
    started_at: datetime
    ended_at: datetime | None = None
