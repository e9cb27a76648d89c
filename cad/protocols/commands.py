"""What a dispatcher does with a card, and a supervisor with the protocols. `user_id` is who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion:
    """The caller's answer on the card that the incident was taken under. The same again changes nothing.

    Invalid `unknown_question`, `unfit_answer`. Returns the CardAnswer.
    """

    user_id: str
    incident_id: str
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class TickChecklist:
    """Done, or not done after all. Invalid `unknown_item`. Returns the ChecklistTick."""

    user_id: str
    incident_id: str
    item: str
    ticked: bool = True


@dataclass(frozen=True, kw_only=True)
class SaveDraft:
    """`edit` is the one that was read, 0 for a new draft: Conflict `draft_changed` when somebody was faster. A draft
    may be unfinished, but each field has its kind (Invalid `protocol_invalid`). Returns the ProtocolDraft."""

    user_id: str
    code: str
    edit: int
    protocol: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class DropDraft:
    user_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class PublishDraft:
    """From now on incidents of this type are taken under it. Invalid `protocol_invalid` with what is wrong,
    `why_missing`; Conflict `draft_changed`. Returns the ProtocolVersion."""

    user_id: str
    code: str
    edit: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakeBackVersion:
    """Publishes an earlier version again, as a new one. Returns the ProtocolVersion."""

    user_id: str
    code: str
    version: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConfirmVersion:
    """`name`: who answers for it, such as the city's medical director. Returns the ProtocolVersion."""

    user_id: str
    code: str
    version: int
    name: str
