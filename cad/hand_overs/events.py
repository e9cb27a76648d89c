"""What became of a hand-over."""

from dataclasses import dataclass, field
from typing import ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class HandOverEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("incident", "incident_id")

    incident_id: str
    hand_over_id: str
    from_agency_id: str
    to_agency_id: str


@dataclass(frozen=True, kw_only=True)
class HandOverAsked(HandOverEvent):
    reason: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class HandOverAccepted(HandOverEvent):
    note: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class HandOverRefused(HandOverEvent):
    note: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class HandOverExpired(HandOverEvent):
    """Nobody answered; who led goes on leading."""
