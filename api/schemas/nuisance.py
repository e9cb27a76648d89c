"""What a dispatcher says of a call and of its number."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.abandoned import Reason
from api.schemas.common import Given, View

Disposition = Literal["", "genuine", "prank", "silent", "test", "wrong_number", "information", "pocket_dial"]


class GivenDisposition(Given):
    code: Disposition = Field(description="Empty takes it back.")


class GivenNuisance(Given):
    days: Annotated[int, Field(ge=1, le=90)]
    reason: Reason


class LoweredView(View):
    """A number that waits behind others, and is never turned away. `e164key` names the caller without the number."""

    id: str
    number: str
    e164key: str
    score: int
    calls: int
    nuisance_calls: int
    prio: int
    since: str
    expires_at: str
    by: str
    reason: str
    call_id: str
