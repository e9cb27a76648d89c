"""Incidents, assignments and the recommendation of units."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.schemas.calls import StoryEntry
from api.schemas.common import Given, Id, Keepable, Latitude, Line, Longitude, Moment, Text, View, Word, WrittenText

Priority = Annotated[int, Field(ge=1, le=4)]
Version = Annotated[int, Field(ge=0, lt=2**31)]


class GivenPlace(Given):
    text: Line = ""
    kelurahan_code: Line = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    source: Literal["dispatcher", "caller", "map", "aml", "pidf", "pidf-lo", "ali", "kelurahan"] = "dispatcher"
    radius_m: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None


class AnswerBefore(Given):
    """An answer to a question card, given while the form was a draft."""

    type_code: Word
    type_version: Version
    question: Word
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Keepable]


class GivenIncident(Given):
    """`id` may be chosen by the client (a UUID), so that a request sent twice opens one incident."""

    type_code: Word
    priority: Priority | None = None
    what: Text = ""
    place: GivenPlace = Field(default_factory=GivenPlace)
    call_id: Id | None = None
    exercise: bool = False
    id: Id | None = None
    type_version: Version | None = None
    answers: Annotated[list[AnswerBefore], Field(max_length=200)] = Field(default_factory=list)


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
    """`eta_s`: the travel time that was shown when it was chosen; without it the straight line is taken."""

    unit_id: Id
    override_reason: Line = ""
    eta_s: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None


class AssignmentStep(Given):
    status: Literal[
        "acknowledged", "en_route", "on_scene", "transporting", "at_hospital", "returning", "available", "cancelled"
    ]
    reason: Line = ""
    at: Moment | None = None


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
    steps: list[str]
    stepped_at: str | None
    crew_ok_at: str | None
    cancel_reason: str
    eta_s: float | None


class NarrativeView(View):
    id: str
    at: str
    user_name: str | None
    text: str
    struck: bool
    struck_at: str | None
    struck_by: str | None
    struck_reason: str


class CardAnswerView(View):
    type_code: str
    question: str
    answer: str
    at: str
    by: str | None


class TickView(View):
    type_code: str
    item: str
    at: str
    by: str | None


class IncidentView(View):
    id: str
    number: int
    type_code: str
    type_version: int
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
    answers: list[CardAnswerView]
    ticks: list[TickView]
    version: int
    exercise: bool
    notice: bool
    notice_suggested: bool
    report_count: int
    merged_into: str | None
    merged_number: int | None
    major_incident_id: str | None
    major_number: int | None
    member_count: int
    entered_late: bool
    alarm_level: int
    reopened_at: str | None
    lead_agency_id: str | None
    lead_agency_name: str | None
    hand_over: dict[str, Any] | None


class IncidentWithStory(IncidentView):
    story: list[StoryEntry]


class Recommendation(View):
    """`minutes` is an estimate by `method` (road, straight_line); None: not known, or no open road. `fits`: it suits
    the incident and is ready. `need`: the place on the run card it would fill, by number from 0."""

    unit_id: str
    call_sign: str
    agency_kind: str
    distance_m: float | None
    minutes: float | None
    method: str
    fits: bool
    need: int | None
    reasons_id: list[str]
    reasons_en: list[str]


class NeedView(View):
    """A need of the run card. `missing`: how many of `count` cannot be there within twenty minutes."""

    name_id: str
    name_en: str
    any_of: list[str]
    agency: str
    required: bool
    count: int
    sent: int
    chosen: list[str]
    missing: int


class ShortfallView(View):
    need: int
    missing: int
    text_id: str
    text_en: str


class MoveUpView(View):
    unit_id: str
    call_sign: str
    from_station: str
    to_station: str
    text_id: str
    text_en: str


class Advice(View):
    """`units`: those that would fill the card first, then who else would do."""

    units: list[Recommendation]
    needs: list[NeedView]
    shortfalls: list[ShortfallView]
    move_ups: list[MoveUpView]
