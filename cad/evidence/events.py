"""Who took evidence out, why, and what its hash is; and whether the journal was found whole."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event
from cad.incidents.events import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class EvidenceRequested(IncidentEvent):
    evidence_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EvidenceExported(IncidentEvent):
    evidence_id: str
    reason: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidenceFailed(IncidentEvent):
    evidence_id: str
    error: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTaken(IncidentEvent):
    evidence_id: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EidoExported(IncidentEvent):
    sha256: str


@dataclass(frozen=True, kw_only=True)
class JournalChecked(Event):
    subject: ClassVar[tuple[str, str]] = ("journal", "journal_id")

    journal_id: str = "journal"
    position: int
    seals: int
    problems: int
    problem: str = ""
    seconds: float = 0.0
