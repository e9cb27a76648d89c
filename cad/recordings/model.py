"""A recording of a call. A call may have any number of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Recording:
    """`state`: recording, ready, damaged, missing, removed (its time was over). `file` is a name inside the PBX's
    recording folder. `bytes` and `sha256` are the WAV's, as it was recorded, whatever `format` it is kept in now."""

    id: str
    call_id: str
    center_id: str
    pbx_id: str
    file: str
    state: str = "recording"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    bytes: int = 0
    sha256: str = ""
    duration_ms: int = 0
    peaks: list[Any] = field(default_factory=list)
    note: str = ""
    format: str = "wav"  # wav, opus
    opus_bytes: int = 0
    opus_sha256: str = ""
    away: str = ""  # folder, s3: it lies there and no longer here
    away_where: str = ""  # the folder, or address and bucket
    away_at: datetime | None = None
    locked_at: datetime | None = None
    locked_by: str | None = None
    lock_reason: str = ""
    removed_at: datetime | None = None
    gone: bool = False  # removed, and no file is left anywhere

    @property
    def is_playable(self) -> bool:
        return self.state in ("ready", "damaged")


# What makes a recording unfit to be played, by the note it was finished with.
STATE_BY_NOTE = {"missing": "missing", "damaged": "damaged"}


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What the last comparison of calls, recordings and files found on one PBX. `state`: asked, running, done."""

    pbx_id: str
    state: str = "asked"
    asked_at: datetime | None = None
    asked_by: str | None = None
    checked_at: datetime | None = None
    done: int = 0
    total: int = 0
    repaired: int = 0
    calls_without: list[Any] = field(default_factory=list)
    recordings_without: list[Any] = field(default_factory=list)
