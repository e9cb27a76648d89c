"""What a dispatcher does with an incident. `user_id` is who did it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cad.places.model import Place


@dataclass(frozen=True, kw_only=True)
class AnswerBefore:
    """An answer to a question card, given while the incident was still a form."""

    type_code: str
    type_version: int
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class OpenIncident:
    """Returns the Incident. Without a priority the type's own is taken.

    `user_id` is None when nobody did it: a silent caller pressed a key.
    `incident_id` may be chosen by the client, so that a request sent twice opens one incident.
    """

    user_id: str | None
    type_code: str
    priority: int | None = None
    what: str = ""
    place: Place = field(default_factory=Place)
    call_id: str | None = None
    exercise: bool = False
    incident_id: str | None = None
    type_version: int | None = None  # of the card on the dispatcher's screen; None: the current
    answers: tuple[AnswerBefore, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeIncident:
    """`version` is the one that was read: Conflict `incident_changed` when somebody was faster.

    `changes` may hold type_code, priority, what, place (a Place).
    """

    user_id: str
    incident_id: str
    version: int
    changes: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class AddNarrative:
    user_id: str
    incident_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AttachCall:
    """This call reports this incident. A call belongs to one incident; attaching again moves it."""

    user_id: str
    incident_id: str
    call_id: str


@dataclass(frozen=True, kw_only=True)
class CloseIncident:
    """Refused (Conflict `units_assigned`) while a unit is still assigned. Dispositions: `model.DISPOSITIONS`; which of
    them need a note is in `dispositions.py` (Invalid `note_missing`)."""

    user_id: str
    incident_id: str
    disposition: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReopenIncident:
    """It was closed too early. One that is open stays as it is. Returns the Incident."""

    user_id: str
    incident_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class UpgradeAlarm:
    """The next alarm level (Conflict `alarm_level_skipped`, `no_higher_alarm`). The level it has changes nothing.
    Returns the Incident."""

    user_id: str
    incident_id: str
    level: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class StrikeNarrative:
    """A line that is wrong is struck through, never changed or removed. Returns the Narrative."""

    user_id: str
    incident_id: str
    narrative_id: str
    reason: str
