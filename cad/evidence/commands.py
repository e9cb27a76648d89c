"""What is done about evidence."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RequestEvidence:
    """An incident's whole story as one signed file; made in the background. Returns the Evidence.

    The same `evidence_id` again is the same export. `numbers`: may the file name callers' numbers.
    """

    user_id: str
    incident_id: str
    reason: str
    numbers: bool
    evidence_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class FinishEvidence:
    """The file is there. Returns the Evidence."""

    evidence_id: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FailEvidence:
    """It could not be made; `error` is a sentence without personal data. Returns the Evidence."""

    evidence_id: str
    error: str


@dataclass(frozen=True, kw_only=True)
class NoteEvidenceTaken:
    """Somebody downloads the file."""

    user_id: str
    evidence_id: str


@dataclass(frozen=True, kw_only=True)
class NoteEidoExported:
    """Somebody takes an incident out as an EIDO document."""

    user_id: str
    incident_id: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NoteJournalChecked:
    """The whole chain was gone over. `position`: the last entry looked at; `problem`: the first place that is wrong."""

    position: int
    seals: int
    problems: int
    problem: str = ""
    seconds: float = 0.0
