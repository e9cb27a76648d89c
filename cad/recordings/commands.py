"""Every look at a recording is on record."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NotePlayback:
    """`kind`: listened or downloaded."""

    user_id: str
    recording_id: str
    kind: str = "listened"
