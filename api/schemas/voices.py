"""What the line says beside the usual announcements."""

from typing import Annotated

from pydantic import Field

from api.schemas.common import Given, Line, Text, View


class NoticeView(View):
    on: bool
    incident_id: str
    incident_number: int
    text: str
    until: str


class VoicesView(View):
    """`silent_prompt` is what a caller who says nothing is asked; it is spoken by dialplan."""

    version: int
    test_numbers: list[str]
    notice: NoticeView | None
    silent_prompt: str


class GivenTestNumbers(Given):
    version: Annotated[int, Field(ge=0, lt=2**31)]
    test_numbers: Annotated[list[Line], Field(max_length=200)]


class GivenNotice(Given):
    """Without `text` it is made from the incident's type and place."""

    on: bool
    text: Text = ""
