"""What a center does when much happens at once, and what it enters afterwards from paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cad.places.model import Place


@dataclass(frozen=True, kw_only=True)
class BeginDisaster:
    """Returns the Disaster; the one that is on already when there is one."""

    user_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EndDisaster:
    """Returns the Disaster that ended, or None when none was on."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class GroupIncidents:
    """These belong to one major incident; None takes them out again. Returns how many changed.

    A major incident stands under no other; a group stays a group of one level.
    """

    user_id: str
    incident_ids: Sequence[str]
    major_incident_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetPriorities:
    """Of many at once; closed ones are passed over. Returns how many changed."""

    user_id: str
    incident_ids: Sequence[str]
    priority: int


@dataclass(frozen=True, kw_only=True)
class NoteMany:
    """The same line in the narrative of each: what an agency is to do, what is known of all. Returns how many."""

    user_id: str
    incident_ids: Sequence[str]
    text: str


@dataclass(frozen=True, kw_only=True)
class ReserveNumbers:
    """Sets numbers aside for a holder who writes on paper. Returns the NumberBlock."""

    user_id: str
    holder: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PaperUnit:
    """A unit that was sent and came back, as it was written down."""

    unit_id: str
    dispatched_at: datetime
    cleared_at: datetime
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class EnterPaperIncident:
    """What was written on a numbered sheet, with its true times. Returns the Incident, marked as entered late.

    Refused: a number that was not set aside for paper or is used, times in the future or out of order. Without
    `closed_at` it is open and goes on as any other.
    """

    user_id: str
    number: int
    opened_at: datetime
    type_code: str
    priority: int | None = None
    what: str = ""
    place: Place = field(default_factory=Place)
    units: Sequence[PaperUnit] = ()
    lines: Sequence[PaperLine] = ()
    closed_at: datetime | None = None
    disposition: str = ""
    note: str = ""
