"""Disaster mode went on and off; incidents were grouped; numbers were set aside; paper was entered."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cad.events import Event
from cad.incidents.events import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class DisasterBegan(Event):
    subject: ClassVar[tuple[str, str]] = ("disaster", "disaster_id")

    disaster_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisasterEnded(Event):
    subject: ClassVar[tuple[str, str]] = ("disaster", "disaster_id")

    disaster_id: str


@dataclass(frozen=True, kw_only=True)
class IncidentGrouped(IncidentEvent):
    """`previous_incident_id` is the major one it stood under before; `major_incident_id` None: under none now."""

    major_incident_id: str | None = None
    major_number: int | None = None
    previous_incident_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class NumbersReserved(Event):
    subject: ClassVar[tuple[str, str]] = ("number_block", "block_id")

    block_id: str
    holder: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class PaperIncidentEntered(IncidentEvent):
    """It was opened at the time of IncidentOpened; this is when and by whom it was typed."""

    number: int
    entered_at: datetime
    held_by: str
