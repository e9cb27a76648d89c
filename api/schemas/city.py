"""The city as the console shows it: units, agencies, stations, places, desks, messages, cameras."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.abandoned import AbandonedView
from api.schemas.alarms import AlarmView
from api.schemas.calls import CallView
from api.schemas.common import Given, Id, Line, View
from api.schemas.incidents import IncidentView
from api.schemas.users import OwnView


class UnitView(View):
    id: str
    call_sign: str
    agency_id: str
    agency_name: str
    agency_kind: str
    kind: str
    capabilities: list[str]
    crew: str | int | None
    status: str
    status_since: str | None
    lat: float | None
    lon: float | None
    position_at: str | None
    station_name: str | None
    incident_id: str | None


class GivenUnitStatus(Given):
    status: Literal["available", "out_of_service"]
    reason: Line = ""


class DeskView(View):
    id: str
    label: str
    user_id: str | None
    user_name: str | None
    state: str
    reason: str
    since: str | None
    registered: bool
    call_id: str | None
    skipped: int = Field(description="Rings in a row that nobody answered here; such a desk is rung after the others")
    wrap_up_until: str | None = Field(description="The time after a call; it ends by itself")
    skills: list[str]


class DeskWish(Given):
    desk_id: Id | None = None


class GivenDeskState(Given):
    state: Literal["ready", "paused", "wrap_up"]
    reason: Line = ""


class SipAccount(View):
    """What the browser's phone registers with. The password is for this desk alone."""

    uri: str = Field(examples=["sip:desk-01@tanggap"])
    ws_url: str = Field(examples=["ws://127.0.0.1:8088/ws"])
    username: str
    password: str
    realm: str


class DeskTaken(View):
    desk: DeskView
    sip: SipAccount


class DeskAnswer(View):
    desk: DeskView | None


class AgencyView(View):
    id: str
    name: str
    kind: str
    phone: str | None


class StationView(View):
    id: str
    name: str
    agency_id: str
    lat: float | None
    lon: float | None


class TypeView(View):
    code: str
    name_id: str
    name_en: str
    group: str
    parent: str = Field(description="A wider type, or empty right under the group")
    priority: int
    agencies: list[str]
    capabilities: list[str]
    version: int = Field(description="Of its protocol; 0 when none was published")
    active: bool = Field(description="Not active: no longer offered for new incidents")


class KelurahanView(View):
    code: str
    name: str
    kecamatan: str
    lat: float
    lon: float


class CameraView(View):
    id: str
    name: str
    lat: float
    lon: float
    heading: float | None
    fov: float | None
    state: str


class PageView(View):
    id: str
    incident_id: str | None
    incident_number: int | None
    assignment_id: str | None
    unit_id: str | None
    call_sign: str | None
    to: str
    body: str
    state: str
    attempts: int
    error: str | None
    created_at: str
    sent_at: str | None
    delivered_at: str | None


class Center(View):
    id: str
    name: str
    timezone: str


class ProcessView(View):
    """What a process of ours last said of itself. `age_s` counts since then."""

    name: str
    state: str
    detail: str
    age_s: float | None


class State(View):
    """Everything the console needs to draw itself, as of `position`; the live channel goes on from there."""

    position: int
    center: Center
    user: OwnView
    abandoned: list[AbandonedView]
    alarms: list[AlarmView]
    calls: list[CallView]
    incidents: list[IncidentView]
    units: list[UnitView]
    desks: list[DeskView]
    agencies: list[AgencyView]
    stations: list[StationView]
    types: list[TypeView]
    kelurahan: list[KelurahanView]
    cameras: list[CameraView]
    pages: list[PageView]
    processes: list[ProcessView]


class Figures(View):
    waiting: int
    longest_wait_s: float | None
    answered_today: int
    answered_within_15s: int
    abandoned_today: int
    open_by_priority: dict[str, int]


HealthState = Annotated[str, Field(examples=["ready"])]


class Health(View):
    """`center`: the city's name, for the page on which one signs in."""

    ready: bool
    center: str
    parts: dict[str, ProcessView]
