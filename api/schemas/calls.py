"""Calls, as the API shows them and as it is asked to act on them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Id, Keepable, View
from api.schemas.locations import LocationView


class CallerIncident(View):
    id: str
    number: int
    type_name: str
    opened_at: str


class Caller(View):
    """What is known of this number from before."""

    calls: int
    last_at: str | None
    incidents: list[CallerIncident]


class Nuisance(View):
    """`score` 0..100 over three months (cad/nuisance/score.py). `lowered_until`: waits behind others so long."""

    score: int
    calls: int
    nuisance_calls: int
    lowered_until: str | None


class PartyView(View):
    """A channel in the call beside the caller's own."""

    leg: str
    kind: str
    role: str
    name: str
    desk_id: str | None
    user_name: str | None
    state: str
    since: str | None


class CallView(View):
    id: str
    pbx_id: str
    uniqueid: str
    number: str
    number_e164: str
    withheld: bool
    state: str
    outcome: str | None
    received_at: str
    answered_at: str | None
    ended_at: str | None
    desk_id: str | None
    user_id: str | None
    user_name: str | None
    offered_to: list[str]
    returned: int
    incident_id: str | None
    recording_id: str | None
    exercise: bool
    caller: Caller | None
    direction: str
    parties: list[PartyView]
    parked_at: str | None
    park_label: str
    disposition: str
    nuisance: Nuisance
    abandoned_id: str | None
    test: bool
    silent: str = Field(description="asked: to press a key or tap; pressed: they did", examples=["asked"])
    notice_of: str | None = Field(description="The incident whose notice the caller heard while waiting")
    skill: str = Field(description="What the number that was dialled asks for; empty: nothing special")
    overflow: str = Field(description="group: the second ring group rings too; outside: a number outside was dialled")
    priority: int
    locations: list[LocationView] = Field(description="Where the caller is, best first")


class StoryEntry(View):
    """One journal entry, as a line of a call's or an incident's story."""

    position: int
    kind: str
    occurred_at: str


class CallWithStory(CallView):
    story: list[StoryEntry]


CallState = Literal["waiting", "talking", "held", "ended", "active"]


class CallTarget(Given):
    """Whom: a desk or an agency by `id`, a skill's queue by its code in `id`, any other by `number`."""

    kind: Literal["desk", "agency", "number", "skill"]
    id: Id | None = None
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32), Keepable] | None = None


class CallAction(Given):
    action: Literal[
        "hold",
        "resume",
        "hang_up",
        "transfer",
        "consult",
        "complete",
        "cancel_consult",
        "conference",
        "drop",
        "park",
        "take",
        "listen",
        "whisper",
        "barge",
        "stop",
        "ask_silent",
    ]
    target: CallTarget | None = None
    leg: Id | None = None


class OutboundCall(Given):
    """`number`, or an abandoned caller's."""

    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32), Keepable] | None = None
    incident_id: Id | None = None
    abandoned_id: Id | None = None
