"""The center's switch, and numbers that were set aside for paper."""

from dataclasses import dataclass
from datetime import datetime

SMALLEST_BLOCK, LARGEST_BLOCK = 1, 500
CENTER = "center"  # the holder of the block that screens take their numbers from


@dataclass(frozen=True, kw_only=True)
class Disaster:
    """From `began_at` until `ended_at` the center works in disaster mode."""

    id: str
    center_id: str
    reason: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class NumberBlock:
    """Incident numbers `first`..`last`, which nobody but `holder` gives out."""

    id: str
    center_id: str
    holder: str
    first: int
    last: int
    next: int
    reserved_at: datetime | None = None
    reserved_by: str | None = None
