"""An alarm: open from its raising to its clearing. A key has one row; the journal keeps every raising."""

from dataclasses import dataclass
from datetime import datetime

SEVERITIES = ("warning", "critical")


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """`key` says what is wrong (`disk_full`, `trunk.telkom-1`); `source` who found it. Never personal data in it."""

    key: str
    severity: str
    text_id: str
    text_en: str
    source: str
    raised_at: datetime
    cleared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None
