"""Alarms as every screen shows them."""

from typing import Literal

from api.schemas.common import View


class AlarmView(View):
    """Open while `cleared_at` is null. `acknowledged_by` is a person's name."""

    id: str
    key: str
    severity: Literal["warning", "critical"]
    text_id: str
    text_en: str
    source: str
    raised_at: str
    cleared_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None
