"""Incident types with their question cards, instructions, checklists and run cards; what is answered and ticked."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from api.schemas.city import TypeView
from api.schemas.common import Given, Keepable, Line, View, Word

LONGEST_PROTOCOL = 200_000  # characters of JSON; the longest of ours has 12,000


def _bounded(protocol: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(protocol)
    except (RecursionError, ValueError):
        raise ValueError("is nested too deep") from None
    if len(text) > LONGEST_PROTOCOL:
        raise ValueError("is too long")
    return protocol


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Version = Annotated[int, Field(ge=0, lt=2**31)]
Plain = Annotated[dict[str, Any], AfterValidator(_bounded)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Keepable]


class GroupView(View):
    code: str
    name_id: str
    name_en: str


class TypeTree(View):
    groups: list[GroupView]
    types: list[TypeView]


class VersionView(View):
    """`confirmed_at` is null until somebody who answers for it has signed."""

    code: str
    version: int
    source: str = Field(description="`seed` came with Tanggap, `city` is the city's own")
    published_at: str
    published_by: str | None
    reason: str
    confirmed_at: str | None
    confirmed_name: str
    current: bool


class ProtocolView(VersionView):
    protocol: dict[str, Any]


class DraftView(View):
    code: str
    protocol: dict[str, Any]
    base: int
    edit: int
    saved_at: str
    saved_by: str | None


class EditedView(View):
    """A type in the editor's list; `code` null is a draft of a type that was never published."""

    code: str | None
    version: int | None
    source: str | None
    confirmed_at: str | None
    confirmed_name: str | None
    draft_edit: int | None
    draft_saved_by: str | None


class ProblemView(View):
    path: str
    sentence: str
    sentence_en: str


class GivenProtocol(Given):
    protocol: Plain


class GivenDraft(GivenProtocol):
    edit: Version


class GivenPublishing(Given):
    edit: Version
    reason: Reason = ""


class GivenTakingBack(Given):
    version: Version
    reason: Reason = ""


class GivenConfirmation(Given):
    version: Version
    name: Line = ""


class GivenAnswer(Given):
    question: Word
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Keepable]


class GivenTick(Given):
    item: Word
    ticked: bool = True
