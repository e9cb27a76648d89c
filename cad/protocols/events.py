"""What happened on a card, and to the protocols. Free text of a caller may name a person, so it is sealed."""

from dataclasses import dataclass, field
from typing import ClassVar

from cad.events import SEALED, Event
from cad.incidents.events import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(IncidentEvent):
    """`answer` is a choice or a figure; free text stands in `words`."""

    type_code: str
    type_version: int
    question: str
    answer: str = ""
    words: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class ChecklistTicked(IncidentEvent):
    type_code: str
    item: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class ProtocolEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("incident_type", "code")

    code: str


@dataclass(frozen=True, kw_only=True)
class ProtocolDrafted(ProtocolEvent):
    edit: int
    base: int


@dataclass(frozen=True, kw_only=True)
class ProtocolDraftDropped(ProtocolEvent):
    edit: int


@dataclass(frozen=True, kw_only=True)
class ProtocolPublished(ProtocolEvent):
    """`taken_back_to` is the earlier version that this one repeats."""

    version: int
    reason: str
    taken_back_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProtocolConfirmed(ProtocolEvent):
    version: int
    name: str
