"""Disaster mode: the switch, many at once, snapshots, numbers for paper."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Id, Keepable, Line, Moment, Text, View, Word, WrittenText
from api.schemas.incidents import GivenPlace, Priority

MOST = 500  # at once: more than a center has open
Ids = Annotated[list[Id], Field(min_length=1, max_length=MOST)]
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Keepable]


class Beginning(Given):
    reason: Written


class Grouping(Given):
    incident_ids: Ids
    major_incident_id: Id | None = None


class Priorities(Given):
    incident_ids: Ids
    priority: Priority


class Notes(Given):
    incident_ids: Ids
    text: WrittenText


class Reserving(Given):
    holder: Written
    count: Annotated[int, Field(ge=1, le=MOST)] = 20


class PaperUnitGiven(Given):
    unit_id: Id
    dispatched_at: Moment
    cleared_at: Moment
    en_route_at: Moment | None = None
    on_scene_at: Moment | None = None


class PaperLineGiven(Given):
    at: Moment
    text: WrittenText


class PaperIncident(Given):
    """One numbered sheet. All times are those that were written down."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)]
    opened_at: Moment
    type_code: Word
    priority: Priority | None = None
    what: Text = ""
    place: GivenPlace = Field(default_factory=GivenPlace)
    units: Annotated[list[PaperUnitGiven], Field(max_length=50)] = Field(default_factory=list)
    lines: Annotated[list[PaperLineGiven], Field(max_length=100)] = Field(default_factory=list)
    closed_at: Moment | None = None
    disposition: Line = ""
    note: Text = ""


class DisasterView(View):
    on: bool
    reason: str
    began_at: str | None
    began_by: str | None
    ended_at: str | None
    ended_by: str | None


class Changed(View):
    changed: int


class BlockView(View):
    """`used`: the numbers that were entered."""

    id: str
    holder: str
    first: int
    last: int
    reserved_at: str | None
    reserved_by: str | None
    used: list[int]


class SnapshotView(View):
    name: str
    at: str
    age_s: float
    stale: bool
