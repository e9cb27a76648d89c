"""What dialplan told of a caller it spoke with, and what the supervisor lets it say."""

from dataclasses import dataclass

from cad.calls.commands import CallFact


@dataclass(frozen=True, kw_only=True)
class MarkTestCall(CallFact):
    """A marked number tries the line: it hears itself and is hung up, without a desk and without an incident."""


@dataclass(frozen=True, kw_only=True)
class AskSilentCaller(CallFact):
    """The caller who says nothing is asked for a key, or to tap the phone."""


@dataclass(frozen=True, kw_only=True)
class HearSilentCaller(CallFact):
    """They pressed `key` (a digit, `*`, `#`) or tapped (`tap`). Opens an incident unless the call has one."""

    key: str


@dataclass(frozen=True, kw_only=True)
class TellNotice(CallFact):
    """The caller hears, while waiting, that this incident is known. It never ends a call."""

    incident_id: str


@dataclass(frozen=True, kw_only=True)
class ChangeTestNumbers:
    """These numbers, and no others, make test calls. Conflict `voices_changed` when somebody was faster; Invalid
    `test_number_invalid`. Returns the Voices."""

    user_id: str
    version: int
    numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class SwitchNotice:
    """The known-incident notice goes on for this incident, or off. Without `text` it is made from type and place.

    It ends by itself with the incident, and after `model.NOTICE_FOR`. Returns the Voices.
    """

    user_id: str
    incident_id: str
    on: bool
    text: str = ""
