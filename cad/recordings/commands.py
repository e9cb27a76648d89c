"""Every look at a recording is on record, and so is everything that is done to one."""

from dataclasses import dataclass, field
from typing import Any

from cad.recordings.rules import RecordingRules


@dataclass(frozen=True, kw_only=True)
class NotePlayback:
    """`kind`: listened or downloaded."""

    user_id: str
    recording_id: str
    kind: str = "listened"


@dataclass(frozen=True, kw_only=True)
class SetRecordingRules:
    """`rules.s3_secret` empty keeps the one that is there. Returns the RecordingRules."""

    user_id: str
    rules: RecordingRules


@dataclass(frozen=True, kw_only=True)
class LockRecording:
    """Held by a supervisor: kept whatever the rules say, until it is let go. Returns the Recording."""

    user_id: str
    recording_id: str
    locked: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteCompressed:
    """An Opus was made, decoded again and found as long as the WAV; the WAV may go. Returns the Recording."""

    recording_id: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NotePutAway:
    """The file was copied to the second store and read again there; the one here may go. Returns the Recording."""

    recording_id: str
    kind: str
    where: str


@dataclass(frozen=True, kw_only=True)
class RemoveRecording:
    """Its time is over. Looked at again when it is done: a lock or an open incident keeps it. Returns the Recording."""

    recording_id: str


@dataclass(frozen=True, kw_only=True)
class NoteGone:
    """The last file of a removed recording is gone."""

    recording_id: str


@dataclass(frozen=True, kw_only=True)
class RequestAudit:
    """Compare calls, recordings and files. Telephony does it; the audit's state tells how far it is."""

    user_id: str
    pbx_id: str


@dataclass(frozen=True, kw_only=True)
class ReportAudit:
    """How far the comparison is, or with `finished` what it found."""

    pbx_id: str
    done: int
    total: int
    finished: bool = False
    repaired: int = 0
    calls_without: list[dict[str, Any]] = field(default_factory=list)
    recordings_without: list[dict[str, Any]] = field(default_factory=list)
