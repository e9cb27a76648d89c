"""What a dispatcher says of a life cycle, and the timers that watch it."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.common import Given, Id, Line, View, Word, WrittenText

Reason = Annotated[WrittenText, Field(max_length=500)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
TimerKind = Literal["not_acknowledged", "not_en_route", "overdue_on_scene", "crew_check", "no_unit", "hand_over"]


class GivenReason(Given):
    reason: Reason


class GivenAlarm(Given):
    """`level` is the next one: told twice it is raised once."""

    level: Annotated[int, Field(ge=1, le=20)]
    reason: Line = ""


class GivenHandOver(Given):
    agency_id: Id
    reason: Reason


class GivenAnswer(Given):
    """A refusal says why in `note`."""

    accept: bool
    note: Line = ""


class HandOverView(View):
    id: str
    incident_id: str
    to_agency_id: str
    to_agency_name: str
    reason: str
    state: str
    asked_at: str
    answered_at: str | None
    note: str


class TimerView(View):
    """`state`: running, raised, acknowledged. `level`: 1 the dispatcher was told, 2 the supervisor, 3 the agency."""

    id: str
    kind: str
    incident_id: str
    incident_number: int
    priority: int
    assignment_id: str | None
    unit_id: str | None
    call_sign: str | None
    agency_name: str | None
    started_at: str
    due_at: str
    state: str
    level: int
    raised_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None


class GivenNote(Given):
    note: Line = ""


class GivenRule(Given):
    kind: TimerKind
    group: Line = ""
    agency: Line = ""
    priority: Annotated[int, Field(ge=0, le=4)] = 0
    on: bool = True
    after_s: Seconds
    supervisor_s: Seconds = 60
    sms_s: Seconds = 180
    eta_share: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = 0.0
    why_id: Line = ""
    why_en: Line = ""


class GivenTimerRules(Given):
    """An empty list of rules: the defaults again."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    rules: Annotated[list[GivenRule], Field(max_length=200)]
    duty_phones: Annotated[dict[Word, Line], Field(max_length=200)] = Field(default_factory=dict)


class TimerRulesView(View):
    version: int
    rules: list[GivenRule]
    standard: bool
    duty_phones: dict[str, str]
