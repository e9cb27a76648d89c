"""An incident: one thing that happened, however many called about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cad.places.model import Place

PRIORITIES = (1, 2, 3, 4)
ALARM_LEVELS = 3  # where a type has no run card that says how many
# How an incident ended, as a dispatcher closes it.
DISPOSITIONS = ("handled", "no_response_needed", "cancelled", "duplicate", "false_alarm", "prank", "referred", "test")


@dataclass(frozen=True, kw_only=True)
class IncidentType:
    """`agencies` are the kinds that answer it, the first one leads; `capabilities` what a unit should be able to do.

    `parent` is a wider type, or empty. `version` is the protocol's that is current (0: none was published yet),
    `run_card` its run card in the plain form of `cad.dispatching.run_cards`.
    """

    code: str
    name_id: str
    name_en: str
    group: str
    priority: int
    agencies: list[str] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)
    parent: str = ""
    version: int = 0
    active: bool = True
    run_card: dict[str, Any] = field(default_factory=dict)


def highest_alarm(kind: IncidentType | None) -> int:
    """Of the type's run card; without one, ALARM_LEVELS."""
    levels = kind.run_card.get("levels") if kind else None
    return len(levels) if levels else ALARM_LEVELS


@dataclass(frozen=True, kw_only=True)
class Incident:
    id: str
    center_id: str
    exercise: bool
    number: int
    type_code: str
    type_version: int = 0  # the protocol's that it was taken under
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
    alarm_level: int = 1
    reopened_at: datetime | None = None
    lead_agency_id: str | None = None  # None: the type's own first agency leads
    person_id: str | None = None  # who called first: what was typed is sealed under their key in the journal
    merged_into: str | None = None  # the incident that holds what this one held
    major_incident_id: str | None = None  # the one this is grouped under
    entered_at: datetime | None = None  # when it was typed from paper; its other times are the true ones


@dataclass(frozen=True, kw_only=True)
class Narrative:
    id: str
    incident_id: str
    at: datetime
    user_id: str | None
    text: str
    struck: bool = False
    struck_at: datetime | None = None
    struck_by: str | None = None
    struck_reason: str = ""
