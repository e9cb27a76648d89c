"""What happened to a call. Each names the call, and everything else whose picture it changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from cad.events import SEALED, Event


@dataclass(frozen=True, kw_only=True)
class CallEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("call", "call_id")

    call_id: str
    pbx_id: str = ""
    uniqueid: str = ""


@dataclass(frozen=True, kw_only=True)
class CallReceived(CallEvent):
    withheld: bool = False
    dialled: str = "112"
    queue_priority: int = 0
    trunk: str = ""
    sip_call_id: str = ""
    exercise: bool = False
    number_raw: str = field(default="", metadata=SEALED)
    number_e164: str = field(default="", metadata=SEALED)
    identity: dict[str, str] | None = field(default=None, metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class CallOffered(CallEvent):
    leg: str


@dataclass(frozen=True, kw_only=True)
class CallAnswered(CallEvent):
    leg: str
    wait_s: float | None = None  # since 112 was dialled; None while that is not known yet


@dataclass(frozen=True, kw_only=True)
class LegReleased(CallEvent):
    """A desk's leg ended. `talked` tells a ring that stopped from a conversation that did."""

    leg: str
    cause: int = 0
    closed: bool = False
    talked: bool = False
    party: str = ""  # desk, party, supervisor
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class CallReturned(CallEvent):
    n: int


@dataclass(frozen=True, kw_only=True)
class CallHeld(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CallResumed(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class LegAsked(CallEvent):
    """A phone rings for this call because somebody asked for it: `how` is the action."""

    leg: str
    party: str = "desk"
    role: str = "talk"
    how: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class LegJoined(LegAsked):
    """In the call now, or in another role than before. `actor` is who sits there."""


@dataclass(frozen=True, kw_only=True)
class CallListened(CallEvent):
    """A supervisor heard a call, silently or not: `actor` is who, `since` and `until` when."""

    leg: str
    role: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CallParked(CallEvent):
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class CallUnparked(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CallReached(CallEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class OutboundCallRequested(CallEvent):
    """Telephony rings the desk and dials when this is younger than 10 s. The number is the call's own."""

    by_desk: str = ""
    incident_id: str | None = None
    callback_of: str | None = None
    exercise: bool = False
    number_raw: str = field(default="", metadata=SEALED)


@dataclass(frozen=True, kw_only=True)
class CallEnded(CallEvent):
    cause: int = 0
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class CallActionRequested(CallEvent):
    """Telephony acts on it when it is younger than 10 s."""

    action: str
    desk_leg: str = ""
    legs: list[dict[str, str]] = field(default_factory=list)  # leg, kind, role, desk of all that are in the call
    leg: str = ""  # the one that is meant (drop, stop)
    by_desk: str = ""  # where whoever asked sits
    target_kind: str = ""
    target_id: str = ""
    target_name: str = ""
    number_id: str = ""  # of dialled_numbers
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class CallActionFailed(CallEvent):
    """What was asked of the PBX did not happen; the screen tells whoever pressed the button."""

    action: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CallAttached(CallEvent):
    incident_id: str
    previous_incident_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordingEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("recording", "recording_id")

    recording_id: str
    call_id: str


@dataclass(frozen=True, kw_only=True)
class RecordingStarted(RecordingEvent):
    file: str


@dataclass(frozen=True, kw_only=True)
class RecordingFinished(RecordingEvent):
    file: str
    state: str
    bytes: int
    sha256: str
    duration_ms: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordingSkipped(CallEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecordingPlayed(RecordingEvent):
    playback: str


@dataclass(frozen=True, kw_only=True)
class PersonSeen(Event):
    """A number called for the first time. What identifies the person is in the call's own sealed part."""

    subject: ClassVar[tuple[str, str]] = ("person", "person_id")

    call_id: str = field(default="")


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    subject: ClassVar[tuple[str, str]] = ("person", "person_id")

    calls: int
    reason: str = ""
    at: datetime | None = None
