"""Notes that belong to a place."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.common import Given, Id, Line, Moment, View, WrittenText
from api.schemas.incidents import GivenPlace

NoteKind = Literal["dog", "gate", "hydrant", "violent", "hazard", "access", "medical", "other"]


class GivenAddressNote(Given):
    """`violent`, `medical` and `sensitive` ones are about a person: they need `reason` and `expires_at`."""

    kind: NoteKind
    text: Annotated[WrittenText, Field(max_length=500)]
    place: GivenPlace
    radius_m: Annotated[float, Field(ge=5, le=2000, allow_inf_nan=False)] = 30.0
    sensitive: bool = False
    reason: Line = ""
    expires_at: Moment | None = None
    id: Id | None = None


class GivenReview(Given):
    expires_at: Moment | None = None


class GivenWithdrawal(Given):
    reason: Line


class AddressNoteView(View):
    id: str
    kind: str
    text: str
    place_text: str
    kelurahan_code: str
    kelurahan_name: str | None
    lat: float | None
    lon: float | None
    radius_m: float
    sensitive: bool
    reason: str
    created_at: str
    author: str | None
    expires_at: str | None
    expired: bool
    reviewed_at: str | None
    reviewed_by: str | None
