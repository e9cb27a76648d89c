"""Likely duplicates, reports, merging and splitting."""

from typing import Annotated

from pydantic import Field

from api.schemas.common import Given, Id, Text, View, Word
from api.schemas.incidents import GivenPlace, Priority

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
MOST_REPORTS = 500


class Merging(Given):
    """`source_id` goes into the incident of the path. Versions are those that were read."""

    source_id: Id
    into_version: Version | None = None
    source_version: Version | None = None


class Splitting(Given):
    """To `to_incident_id`, or to a new one. One that was merged into this is opened again with all it brought."""

    report_ids: Annotated[list[Id], Field(max_length=MOST_REPORTS)] = Field(default_factory=list)
    assignment_ids: Annotated[list[Id], Field(max_length=MOST_REPORTS)] = Field(default_factory=list)
    to_incident_id: Id | None = None
    version: Version | None = None
    type_code: Word | None = None
    priority: Priority | None = None
    what: Text = ""
    place: GivenPlace | None = None
    new_incident_id: Id | None = None


class DuplicateView(View):
    """`grade`: sure, likely, possible; `distance_m` only where both have a point."""

    incident_id: str
    number: int
    type_code: str
    type_name_id: str
    type_name_en: str
    priority: int
    state: str
    place_text: str
    what: str
    opened_at: str
    score: float
    grade: str
    distance_m: int | None
    same_caller: bool
    reasons_id: list[str]
    reasons_en: list[str]


class ReportView(View):
    """`from_number`: the incident it came with, when it came by a merge."""

    id: str
    kind: str
    at: str
    call_id: str | None
    text: str
    source: str
    number: str | None
    from_number: int | None


class MergedView(View):
    id: str
    number: int
    type_name_id: str
    type_name_en: str
    opened_at: str
    merged_at: str
    merged_by: str | None
    reports: int
    units: int


class ReportsView(View):
    reports: list[ReportView]
    merged: list[MergedView]


class OtherCallView(View):
    id: str
    received_at: str
    state: str
    outcome: str | None
    direction: str
    incident_id: str | None
    incident_number: int | None
    incident_state: str | None
    type_name_id: str | None
    type_name_en: str | None
    place_text: str | None
