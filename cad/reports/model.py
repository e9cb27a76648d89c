"""A report: somebody or something told of an incident. And a merge: what of one incident went to another."""

from dataclasses import dataclass, field
from datetime import datetime

from cad.places.model import Place

KINDS = ("call", "camera", "partner", "citizen")


@dataclass(frozen=True, kw_only=True)
class Report:
    """`id` is the call's own for a call, so a call is one report whatever happens. `source` names who told: a camera, a
    partner, 112. `place` and `text` are what was told; an empty place is that of the incident."""

    id: str
    center_id: str
    exercise: bool
    incident_id: str
    kind: str
    at: datetime
    call_id: str | None = None
    type_code: str = ""
    text: str = ""
    source: str = ""
    place: Place = field(default_factory=Place)
    person_id: str | None = None
    added_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What went from `source_id` to `into_id`, so that it can go back. `calls` are those we made ourselves."""

    id: str
    into_id: str
    source_id: str
    at: datetime
    user_id: str
    reports: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)
    undone_at: datetime | None = None
