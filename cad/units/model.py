"""A unit that can be sent."""

from dataclasses import dataclass, field
from datetime import datetime

STATUSES = (
    "available",
    "dispatched",
    "acknowledged",
    "en_route",
    "on_scene",
    "transporting",
    "at_hospital",
    "returning",
    "out_of_service",
)


@dataclass(frozen=True, kw_only=True)
class Unit:
    id: str
    center_id: str
    agency_id: str
    call_sign: str
    kind: str
    station_id: str | None = None
    capabilities: list[str] = field(default_factory=list)
    crew: str = ""
    phone: str = ""  # where its pages go
    status: str = "available"
    status_since: datetime
    status_reason: str = ""
    lat: float | None = None
    lon: float | None = None
    position_at: datetime | None = None
    crew_count: int | None = None  # who is on board now, and how few may go; None: nobody keeps it
    crew_minimum: int | None = None
    shift_began_at: datetime | None = None
    shift_ends_at: datetime | None = None
