"""What a responder's phone sees and sends."""

from typing import Annotated, Literal

from fastapi import Path

from api.schemas.common import Given, Id, Moment, View

# As secrets.token_urlsafe makes them: one in 32 begins with - or _.
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class GivenStep(Given):
    """One press of a button. `action_id` is made by the phone, so that a press sent twice counts once."""

    action_id: Id
    status: Literal["acknowledged", "en_route", "on_scene", "available"]
    at: Moment | None = None


class ResponderPlace(View):
    text: str
    kelurahan_name: str | None = None
    kecamatan: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None


class ResponderStep(View):
    """`at` is null until the step was taken; `next` marks the one big button."""

    status: str
    at: str | None
    next: bool


class ResponderView(View):
    """One assignment, with the least that is needed to go there: nothing about the caller."""

    assignment_id: str
    order: str
    call_sign: str
    status: str
    over: bool
    type_name_id: str
    type_name_en: str
    priority: int
    what: str
    place: ResponderPlace
    exercise: bool
    dispatched_at: str
    steps: list[ResponderStep]
    others: list[str]
    center_name: str
    outcome: Literal["seen", "taken", "already"] = "seen"
