"""A protocol: one incident type with its question card, instructions, checklist and run card.

A published version never changes. Whoever opens an incident works by the version that was current then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

UNKNOWN = "unknown"  # "the caller does not know": an answer to every question, it changes nothing
END = "end"  # as `next`: no further question
KINDS = ("yes_no", "choice", "number", "text")


@dataclass(frozen=True, kw_only=True)
class Group:
    code: str
    name_id: str
    name_en: str


GROUPS = (
    Group(code="medical", name_id="Medis", name_en="Medical"),
    Group(code="fire", name_id="Kebakaran", name_en="Fire"),
    Group(code="traffic", name_id="Kecelakaan lalu lintas", name_en="Traffic accident"),
    Group(code="police", name_id="Kejahatan", name_en="Crime"),
    Group(code="disaster", name_id="Bencana", name_en="Disaster"),
    Group(code="rescue", name_id="Penyelamatan", name_en="Rescue"),
    Group(code="animal", name_id="Hewan", name_en="Animal"),
    Group(code="order", name_id="Ketertiban umum", name_en="Public order"),
    Group(code="other", name_id="Bukan darurat", name_en="Non-emergency"),
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`priority` 1..4 is what this answer makes of it, 0 leaves it. `type_code` is a type that fits better.

    Of a number, the answer is the first whose bounds hold it (both included; None is open).
    """

    value: str
    text_id: str
    text_en: str = ""
    priority: int = 0
    type_code: str = ""
    next: str = ""
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """After an answer comes its own `next`, else the question's, else the question below; `end` is the last word."""

    id: str
    text_id: str
    text_en: str = ""
    kind: str = "yes_no"
    answers: tuple[Answer, ...] = ()
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """Read to the caller; with `question` only while that was answered by one of `values`."""

    id: str
    text_id: str
    text_en: str = ""
    question: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    id: str
    text_id: str
    text_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """`parent` is another type's code, empty right under the group. `run_card` is the plain form of
    `cad.dispatching.run_cards`; empty: agencies and capabilities are the card."""

    code: str
    group: str
    parent: str = ""
    name_id: str
    name_en: str = ""
    priority: int
    agencies: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    active: bool = True
    questions: tuple[Question, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    run_card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProtocolVersion:
    """One published version. `source`: `seed` came with Tanggap, `city` is the city's own.

    Until somebody who may answer for it has signed (`confirmed_name`), it counts as not confirmed.
    """

    id: str  # code.version
    code: str
    version: int
    source: str
    protocol: dict[str, Any]
    published_at: datetime
    published_by: str | None = None
    reason: str = ""
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    confirmed_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ProtocolDraft:
    """What somebody is working on; one for a type. `edit` counts the savings, `base` the version it began from."""

    code: str
    protocol: dict[str, Any]
    base: int
    edit: int
    saved_at: datetime
    saved_by: str | None


@dataclass(frozen=True, kw_only=True)
class CardAnswer:
    """Answers are kept one by one; the latest to a question counts."""

    id: str
    incident_id: str
    type_code: str
    type_version: int
    question: str
    answer: str
    at: datetime
    by: str | None


@dataclass(frozen=True, kw_only=True)
class ChecklistTick:
    id: str  # incident.type.item
    incident_id: str
    type_code: str
    item: str
    ticked: bool
    at: datetime
    by: str | None
