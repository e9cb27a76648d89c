"""What happened to an incident. What people typed may name a person, so it is sealed."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("incident", "incident_id")

    incident_id: str


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(IncidentEvent):
    number: int
    type_code: str
    type_version: int = 0
    priority: int
    call_id: str | None = None
    exercise: bool = False
    what: str = field(default="", metadata=SEALED)
    place: dict[str, Any] | None = field(default=None, metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class IncidentChanged(IncidentEvent):
    """`changed` names the parts; type and priority are shown, words and place are sealed."""

    version: int
    changed: list[str] = field(default_factory=list)
    type_code: str = ""
    priority: int = 0
    what: str = field(default="", metadata=SEALED)
    place: dict[str, Any] | None = field(default=None, metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class NarrativeAdded(IncidentEvent):
    narrative_id: str
    text: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(IncidentEvent):
    disposition: str
    note: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class IncidentReopened(IncidentEvent):
    previous_disposition: str
    reason: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class AlarmUpgraded(IncidentEvent):
    level: int
    previous: int
    reason: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class NarrativeStruck(IncidentEvent):
    narrative_id: str
    reason: str = field(default="", metadata=SEALED)
