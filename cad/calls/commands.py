"""What may happen to a call. Facts from the PBX come as commands too: ARI and CEL may both tell the
same fact, in any order, and handling one twice changes nothing.

A call is `(pbx_id, uniqueid)`: the caller's channel. A leg is a desk's (or third party's) channel,
named by its own uniqueid. `source` is `ari`, `cel` or `user`. Times are aware UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CallFact:
    pbx_id: str
    uniqueid: str
    occurred_at: datetime
    source: str


@dataclass(frozen=True, kw_only=True)
class ReceiveCall(CallFact):
    """112 was dialled. `number_raw` is the caller's number as the trunk gave it, empty when withheld."""

    number_raw: str = ""
    dialled: str = "112"
    queue_priority: int = 0
    sip_call_id: str = ""
    identity: dict[str, str] = field(default_factory=dict)  # raw identity headers: From, P-Asserted-Identity ...
    trunk: str = ""
    exercise: bool = False


@dataclass(frozen=True, kw_only=True)
class OfferCall(CallFact):
    """A desk's phone began to ring."""

    leg_uniqueid: str
    desk_id: str


@dataclass(frozen=True, kw_only=True)
class AnswerCall(CallFact):
    """A desk and the caller hear each other (the desk's BRIDGE_ENTER, never the caller's ANSWER)."""

    leg_uniqueid: str
    desk_id: str


@dataclass(frozen=True, kw_only=True)
class ReleaseLeg(CallFact):
    """A desk's leg ended. `closed` is true when the dispatcher pressed Tutup; when a leg that had talked ends
    otherwise, either the caller hung up (EndCall follows at once) or the dialplan has put them back (ReturnCall)."""

    leg_uniqueid: str
    desk_id: str = ""
    cause: int = 0
    closed: bool = False
    skipped: int | None = None  # rings in a row not answered at this desk, when that has changed
    wrap_up_s: int = 0  # how long the PBX leaves the desk alone after this call
    gave: bool = False  # the call was given to somebody else before, or was never this leg's: nobody lost it


@dataclass(frozen=True, kw_only=True)
class ReturnCall(CallFact):
    """The dialplan put the caller back at the head of the queue, for the `n`-th time (mark `returned`)."""

    n: int = 1


@dataclass(frozen=True, kw_only=True)
class HoldCall(CallFact):
    """The caller hears music; the desk keeps the call."""


@dataclass(frozen=True, kw_only=True)
class ResumeCall(CallFact):
    """Desk and caller are together again after a hold."""


@dataclass(frozen=True, kw_only=True)
class AskLeg(CallFact):
    """Somebody's phone rings for this call, outside of the queue. `kind`: desk, party (an outside number), supervisor.
    `role`: talk, consult, listen, whisper, barge. `how` names the action: transfer, consult, take ..."""

    leg_uniqueid: str
    kind: str = "desk"
    role: str = "talk"
    how: str = ""
    desk_id: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class JoinLeg(AskLeg):
    """They are in the call now; told again when their role has changed."""


@dataclass(frozen=True, kw_only=True)
class ParkCall(CallFact):
    """The caller hears music and no desk has the call."""

    label: str = ""


@dataclass(frozen=True, kw_only=True)
class UnparkCall(CallFact):
    """Taken at a desk, or back in the queue because nobody came."""


@dataclass(frozen=True, kw_only=True)
class ReachCall(CallFact):
    """Whoever we called has answered."""


@dataclass(frozen=True, kw_only=True)
class MissTarget(CallFact):
    """Whoever was asked into the call, or the caller was given to, was not reached. `why` is Dial's word for it."""

    action: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class EndCall(CallFact):
    """The caller's channel is gone. `cause` is the Q.850 cause; `broken` when the PBX died under it."""

    cause: int = 0
    broken: bool = False


@dataclass(frozen=True, kw_only=True)
class StartRecording(CallFact):
    """MixMonitor began to write `file` (a name inside the PBX's recording folder)."""

    file: str


@dataclass(frozen=True, kw_only=True)
class SkipRecording(CallFact):
    """The dialplan did not record this call; `reason` says why (`disk_full`)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class FinishRecording(CallFact):
    """The raw file was wrapped into a playable one.

    `note` is empty when all is well, otherwise what a listener should know (`cut_short`, `silent_caller`,
    `silent_desk`, `missing`). `peaks` are pairs (caller, desk) of 0..100 for the waveform.
    """

    file: str
    bytes: int
    sha256: str
    duration_ms: int
    peaks: list[tuple[int, int]] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Whom a call goes to. `kind`: desk (`id`), number, agency (`number` is its own), skill (`id` is its code)."""

    kind: str
    id: str = ""
    number: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestCallAction:
    """A dispatcher asks the PBX for something (cad.calls.control.ACTIONS). It lands in dialplan. Returns the Call."""

    call_id: str
    action: str
    user_id: str
    target: Target | None = None
    leg: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestOutboundCall:
    """The user's desk is rung, then `number` is dialled; recorded and tied to the incident. Returns the Call.

    `callback_of` is the call that this one answers, if any.
    """

    user_id: str
    number: str
    incident_id: str | None = None
    callback_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportCallAction:
    """The PBX could not do what was asked. `reason`: call_gone, pbx_refused, pbx_unavailable, unknown_action."""

    call_id: str
    action: str
    reason: str
