"""An incident: one thing that happened, however many called about it."""

from dataclasses import dataclass, field
from datetime import datetime

from cad.places.model import Place

PRIORITIES = (1, 2, 3, 4)
# How an incident ended, as a dispatcher closes it.
DISPOSITIONS = ("handled", "no_response_needed", "cancelled", "duplicate", "false_alarm", "prank", "referred", "test")


@dataclass(frozen=True, kw_only=True)
class IncidentType:
    """`agencies` are the kinds that answer it, the first one leads; `capabilities` what a unit should be able to do."""

    code: str
    name_id: str
    name_en: str
    group: str
    priority: int
    agencies: list[str] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Incident:
    id: str
    center_id: str
    exercise: bool
    number: int
    type_code: str
    priority: int
    what: str
    place: Place
    state: str = "open"
    opened_at: datetime
    opened_by: str | None
    closed_at: datetime | None = None
    disposition: str = ""
    note: str = ""
    version: int = 1
    person_id: str | None = None  # who called first: what was typed is sealed under their key in the journal


@dataclass(frozen=True, kw_only=True)
class Narrative:
    id: str
    incident_id: str
    at: datetime
    user_id: str | None
    text: str
    struck: bool = False
