"""A recording of a call. A call may have any number of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Recording:
    """`state`: recording, ready, damaged, missing. `file` is a name inside the PBX's recording folder."""

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


# What makes a recording unfit to be played, by the note it was finished with.
STATE_BY_NOTE = {"missing": "missing", "damaged": "damaged"}
