"""A hand-over: one agency asks another to lead an incident."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """`state`: pending, accepted, refused, expired (`cad.dispatching.steps.HAND_OVER`)."""

    id: str
    incident_id: str
    from_agency_id: str | None
    to_agency_id: str
    reason: str
    state: str = "pending"
    asked_at: datetime
    asked_by: str | None
    answered_at: datetime | None = None
    answered_by: str | None = None
    note: str = ""
