"""The queue: its plan, how it stands, and who can do what."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Id, Line, View
from api.schemas.users import UserView

Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Seconds = Annotated[int, Field(ge=0, le=3600)]


class Outside(Given):
    name: Line
    number: Number


class Skill(Given):
    code: Code
    name_id: Line
    name_en: Line = ""


class Dialled(Given):
    number: Number
    skill: Code


class Night(Given):
    mode: Literal["off", "on", "schedule"]
    from_: Annotated[Clock, Field(alias="from")] = "22:00"
    to: Clock = "06:00"


class GivenPlan(Given):
    """`version` is the one you read. What is left out stays as it is."""

    version: Annotated[int, Field(ge=0, lt=2**31)]
    ring_seconds: Seconds | None = None
    ring_all_after_s: Seconds | None = None
    ring_all_waiting: Annotated[int, Field(ge=0, le=500)] | None = None
    wrap_up_s: Seconds | None = None
    overflow_after_s: Seconds | None = None
    overflow_waiting: Annotated[int, Field(ge=0, le=500)] | None = None
    overflow_desks: Annotated[list[Id], Field(max_length=500)] | None = None
    outside: Annotated[list[Outside], Field(max_length=10)] | None = None
    outside_after_s: Seconds | None = None
    night: Night | None = None
    skills: Annotated[list[Skill], Field(max_length=20)] | None = None
    dialled: Annotated[list[Dialled], Field(max_length=50)] | None = None
    announce_every_s: Seconds | None = None


class PlanView(View):
    """Seconds count from the caller's first second of waiting; 0 switches a step off. `ring_all_after_s` below
    `ring_seconds` rings every desk from the start, else the longest idle one rings first."""

    version: int
    ring_seconds: int
    ring_all_after_s: int
    ring_all_waiting: int
    wrap_up_s: int
    overflow_after_s: int
    overflow_waiting: int
    overflow_desks: list[str]
    outside: list[dict[str, str]]
    outside_after_s: int
    night: dict[str, str]
    skills: list[dict[str, str]]
    dialled: list[dict[str, str]]
    announce_every_s: int


class QueueMember(View):
    desk_id: str
    state: str
    registered: bool
    skipped: int
    paused_reason: str


class OneQueue(View):
    """`emergency`, `skill-<code>` or `overflow` (the second group, with those for whom it rings)."""

    name: str
    waiting: int
    longest_s: float | None
    members: list[QueueMember]


class QueueStatus(View):
    queues: list[OneQueue]
    night: bool
    overflow: bool
    waiting: int


class PersonView(UserView):
    skills: list[str]
    desk_id: str | None


class GivenSkills(Given):
    skills: Annotated[list[Code], Field(max_length=20)]
