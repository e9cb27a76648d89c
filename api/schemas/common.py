"""The kinds of value every noun uses, within what PostgreSQL can hold."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

EARLIEST, LATEST = 1970, 2200  # years; outside of them turning to UTC may overflow
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
MAX_ROWS = 200


def _keepable(text: str) -> str:
    """PostgreSQL keeps neither NUL nor half of a surrogate pair."""
    if "\0" in text:
        raise ValueError("must not contain NUL")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode") from None
    return text


def _in_our_time(moment: datetime) -> datetime:
    if not EARLIEST < moment.year < LATEST:
        raise ValueError(f"must be between {EARLIEST} and {LATEST}")
    return moment.astimezone(UTC)


Keepable = AfterValidator(_keepable)
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Keepable]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Keepable]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), Keepable]
WrittenText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), Keepable]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN), Field(examples=["0199f5a2-7f10-7c3e-9b1a-3d5d6a0f2b11"])]
PathId = Annotated[str, Path(pattern=ID_PATTERN)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Since = Annotated[Moment | None, Query(alias="from", description="From this moment on (ISO 8601 with zone).")]
Until = Annotated[Moment | None, Query(alias="to", description="Until this moment (ISO 8601 with zone).")]
Limit = Annotated[int, Query(ge=1, le=MAX_ROWS, description="At most so many rows, newest first.")]
Search = Annotated[str, Query(max_length=200), Keepable]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Given(BaseModel):
    """A request's body: nothing unknown passes unnoticed."""

    model_config = ConfigDict(extra="forbid")


class View(BaseModel):
    """An answer's body. Times are ISO 8601 with Z. A view may grow fields before they are named here."""

    model_config = ConfigDict(extra="allow")
