"""Callers to be called back, as the API shows them."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.schemas.calls import Caller
from api.schemas.common import Given, Keepable, View

AbandonedState = Literal["open", "calling", "reached", "struck", "dismissed"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Keepable]


class AbandonedView(View):
    """All lost calls of one number until somebody has dealt with it."""

    id: str
    number: str
    number_e164: str
    withheld: bool
    callable: bool = Field(description="Whether there is a number to call back.")
    kind: Literal["before_answer", "cut_off"]
    calls: int
    call_ids: list[str] = Field(description="The last 20, newest first.")
    first_at: str
    last_at: str
    waited_s: float = Field(description="The longest wait.")
    caller: Caller | None
    place: dict[str, Any] | None = Field(description="Where one of these calls, or the last incident, was said to be.")
    on_the_line: str | None = Field(description="The call they are making right now.")
    state: AbandonedState
    reason: str = Field(description="Why it was struck: got_through, aged_out, withdrawn, erased.")
    note: str = Field(description="Why it was dismissed, in a dispatcher's words.")
    claimed_by: str | None = Field(description="Who calls back, by name.")
    claimed_by_id: str | None
    callback_call_id: str | None
    attempts: int
    last_attempt_at: str | None
    closed_at: str | None
    exercise: bool


class GivenDismissal(Given):
    reason: Reason
