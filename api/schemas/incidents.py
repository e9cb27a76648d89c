"""Incidents, assignments and the recommendation of units."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.calls import StoryEntry
from api.schemas.common import Given, Id, Latitude, Line, Longitude, Text, View, Word, WrittenText

Priority = Annotated[int, Field(ge=1, le=4)]


class GivenPlace(Given):
    text: Line = ""
    kelurahan_code: Line = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    source: Literal["dispatcher", "caller", "map", "aml", "pidf", "pidf-lo", "kelurahan"] = "dispatcher"
    radius_m: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None


class GivenIncident(Given):
    """`id` may be chosen by the client (a UUID), so that a request sent twice opens one incident."""

    type_code: Word
    priority: Priority | None = None
    what: Text = ""
    place: GivenPlace = Field(default_factory=GivenPlace)
    call_id: Id | None = None
    exercise: bool = False
    id: Id | None = None


class IncidentChange(Given):
    """Only what is sent changes. `version` is the one that was read."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    type_code: Word | None = None
    priority: Priority | None = None
    what: Text | None = None
    place: GivenPlace | None = None


class GivenNarrative(Given):
    text: WrittenText


class GivenCall(Given):
    call_id: Id


class Closing(Given):
    disposition: Word
    note: Text = ""


class GivenAssignment(Given):
    unit_id: Id
    override_reason: Line = ""


class AssignmentStep(Given):
    status: Literal[
        "acknowledged", "en_route", "on_scene", "transporting", "at_hospital", "returning", "available", "cancelled"
    ]


class PlaceView(View):
    text: str
    kelurahan_code: str
    kelurahan_name: str | None
    lat: float | None
    lon: float | None
    source: str
    radius_m: float | None


class AssignmentView(View):
    id: str
    incident_id: str
    unit_id: str
    call_sign: str
    status: str
    dispatched_at: str
    acknowledged_at: str | None
    en_route_at: str | None
    on_scene_at: str | None
    cleared_at: str | None
    page_id: str | None
    page_state: str | None


class NarrativeView(View):
    id: str
    at: str
    user_name: str | None
    text: str
    struck: bool


class IncidentView(View):
    id: str
    number: int
    type_code: str
    type_name_id: str
    type_name_en: str
    priority: int
    state: str
    what: str
    place: PlaceView
    opened_at: str
    opened_by: str | None
    closed_at: str | None
    disposition: str | None
    call_ids: list[str]
    assignments: list[AssignmentView]
    narrative: list[NarrativeView]
    version: int
    exercise: bool
    notice: bool
    notice_suggested: bool


class IncidentWithStory(IncidentView):
    story: list[StoryEntry]


class Recommendation(View):
    """`minutes` is an estimate by `method`; `fits` when capability and agency suit the incident's type."""

    unit_id: str
    call_sign: str
    agency_kind: str
    distance_m: float | None
    minutes: float | None
    method: str
    fits: bool
    reasons_id: list[str]
    reasons_en: list[str]
