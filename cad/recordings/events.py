"""What was done to a recording, or decided about all of them."""

from dataclasses import dataclass
from typing import ClassVar

from cad.calls.events import RecordingEvent
from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordingCompressed(RecordingEvent):
    """`wav_sha256` is what was recorded, `sha256` what is kept of it now."""

    bytes: int
    sha256: str
    wav_sha256: str


@dataclass(frozen=True, kw_only=True)
class RecordingPutAway(RecordingEvent):
    to: str


@dataclass(frozen=True, kw_only=True)
class RecordingRemoved(RecordingEvent):
    keep_days: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RecordingLocked(RecordingEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecordingUnlocked(RecordingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordingRulesChanged(Event):
    subject: ClassVar[tuple[str, str]] = ("recording_rules", "center_id")

    center_id: str
    keep_days: int
    compress_after_h: int
    away_after_d: int
    away_kind: str


@dataclass(frozen=True, kw_only=True)
class AuditEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("pbx", "pbx_id")

    pbx_id: str


@dataclass(frozen=True, kw_only=True)
class RecordingAuditRequested(AuditEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordingsAudited(AuditEvent):
    calls: int
    calls_without: int
    recordings_without: int
    repaired: int
