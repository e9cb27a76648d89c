"""A call and its legs. The telephone's facts may come in any order and more than once; the first telling of each wins,
and the state is read from what is known, so that every order ends in the same call."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

# A leg that ends this close before the caller's own channel ended with it; it was not put back in the queue.
ENDED_TOGETHER = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A channel in this call beside the caller's own: a desk's, an outside party's, a supervisor's."""

    call_id: str
    pbx_id: str
    uniqueid: str
    desk_id: str = ""
    user_id: str | None = None  # who sat there when it was answered
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    released_at: datetime | None = None
    closed: bool = False  # the dispatcher pressed Tutup, or whom the caller was given to hung up
    cause: int = 0
    kind: str = "desk"  # desk, party, supervisor
    role: str = "talk"  # talk, consult, listen, whisper, barge
    how: str = ""  # the action that brought it; empty for the queue's own
    name: str = ""
    role_at: datetime | None = None
    gave: bool = False  # left a call that went on with somebody else

    @property
    def talking(self) -> bool:
        return self.answered_at is not None and self.released_at is None

    @property
    def converses(self) -> bool:
        """Talks, or talked, with the caller on its own account."""
        return self.answered_at is not None and self.kind != "supervisor" and self.role == "talk"

    @property
    def ringing(self) -> bool:
        return self.answered_at is None and self.released_at is None and self.offered_at is not None


@dataclass(frozen=True, kw_only=True)
class Call:
    id: str
    center_id: str
    exercise: bool
    pbx_id: str
    uniqueid: str
    first_seen_at: datetime  # the first fact we handled; received_at is what counts
    received_at: datetime | None = None
    number_raw: str = ""
    number_e164: str = ""
    withheld: bool = False
    person_id: str | None = None
    dialled: str = ""
    queue_priority: int = 0
    sip_call_id: str = ""
    identity: dict[str, Any] = field(default_factory=dict)
    trunk: str = ""
    held_at: datetime | None = None
    resumed_at: datetime | None = None
    returned_told: int = 0  # how often the dialplan said so
    returned: int = 0
    ended_at: datetime | None = None
    end_cause: int = 0
    broken: bool = False
    incident_id: str | None = None
    skill: str = ""  # what the number that was dialled asks for
    overflow: str = ""  # group: the second group rings too; outside: a number outside of the center
    overflow_told: datetime | None = None
    recording_skipped: str = ""  # why it was not recorded
    hang_up_asked_at: datetime | None = None  # by a dispatcher, of the PBX
    disposition: str = ""  # what became of it, as a dispatcher says (cad.nuisance.model)
    direction: str = "in"
    reached_at: datetime | None = None  # whom we called has answered (direction out)
    callback_of: str | None = None
    park_told: datetime | None = None
    unpark_told: datetime | None = None
    park_label: str = ""
    parked_at: datetime | None = None
    missed_at: datetime | None = None  # when somebody was last not reached
    test: bool = False  # a marked number tried the line
    silent: str = ""  # asked: to press a key, pressed: and did (or tapped)
    notice_of: str | None = None  # the incident whose notice the caller heard
    state: str = "waiting"
    outcome: str | None = None
    answered_at: datetime | None = None
    desk_id: str | None = None
    user_id: str | None = None
    legs: tuple[Leg, ...] = ()

    def leg(self, uniqueid: str) -> Leg:
        known = next((leg for leg in self.legs if leg.uniqueid == uniqueid), None)
        return known or Leg(call_id=self.id, pbx_id=self.pbx_id, uniqueid=uniqueid)

    def with_leg(self, leg: Leg) -> "Call":
        others = tuple(other for other in self.legs if other.uniqueid != leg.uniqueid)
        return replace(self, legs=tuple(sorted((*others, leg), key=lambda one: one.uniqueid)))

    def settled(self) -> "Call":
        """The same call with everything that follows from its facts."""
        if (ordered := _in_order(self)) is not self:
            return ordered.settled()
        talked = sorted((leg for leg in self.legs if leg.converses), key=answered)
        desks = [leg for leg in talked if leg.kind == "desk"]
        last = next((leg for leg in reversed(desks) if leg.talking), desks[-1] if desks else None)
        known = replace(self, parked_at=self.park_told if _is_parked(self) else None)
        if known.parked_at or _is_given_away(self, talked):
            last = None
        return replace(
            known,
            state=_state(known, talked),
            outcome=_outcome(self, talked),
            answered_at=_answered_at(self, talked),
            desk_id=last.desk_id if last else None,
            user_id=last.user_id if last else None,
            returned=max(self.returned_told, sum(_came_back(self, leg) for leg in talked)),
        )


def _in_order(call: Call) -> Call:
    """The PBX's clock may be set back in mid-call: nothing ends before it began then, and no duration is negative.

    Each time is at least the one it follows, whichever of them was told first, so every order ends in the same call.
    """
    legs = tuple(_leg_in_order(call, leg) for leg in call.legs)
    ended_at = call.ended_at
    if ended_at:
        times = (time for leg in legs for time in (leg.offered_at, leg.answered_at, leg.released_at))
        ended_at = _latest(ended_at, call.received_at, call.reached_at, *times)
    reached_at = _latest(call.reached_at, call.received_at) if call.reached_at else None
    if (legs, ended_at, reached_at) == (call.legs, call.ended_at, call.reached_at):
        return call
    return replace(call, legs=legs, ended_at=ended_at, reached_at=reached_at)


def _leg_in_order(call: Call, leg: Leg) -> Leg:
    offered = _latest(leg.offered_at, call.received_at) if leg.offered_at else None
    answered = _latest(leg.answered_at, call.received_at, offered) if leg.answered_at else None
    released = _latest(leg.released_at, call.received_at, offered, answered) if leg.released_at else None
    if (offered, answered, released) == (leg.offered_at, leg.answered_at, leg.released_at):
        return leg
    return replace(leg, offered_at=offered, answered_at=answered, released_at=released)


def _latest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time), default=None)


def answered(leg: Leg) -> tuple[datetime, str]:
    assert leg.answered_at is not None
    return leg.answered_at, leg.uniqueid


def _state(call: Call, talked: list[Leg]) -> str:
    if call.ended_at:
        return "ended"
    if any(leg.closed for leg in talked):
        return "talking"  # Tutup was pressed; the caller's own end follows at once
    if call.parked_at:
        return "held"
    talking = [leg for leg in talked if leg.talking]
    if not talking:
        return "waiting"
    return "held" if _is_held(call, talking) else "talking"


def _is_held(call: Call, talking: list[Leg]) -> bool:
    if call.held_at is None:
        return False
    joined = max(answered(leg)[0] for leg in talking)
    return call.held_at > max(joined, call.resumed_at or joined)


def _outcome(call: Call, talked: list[Leg]) -> str | None:
    if not call.ended_at:
        return None
    if call.broken:
        return "broken"
    if call.test:
        return "test"
    if call.direction == "out":
        return "answered" if call.reached_at else "unanswered"
    return "answered" if talked else "abandoned"


def _answered_at(call: Call, talked: list[Leg]) -> datetime | None:
    if call.direction == "out":
        return call.reached_at
    return talked[0].answered_at if talked else None


def _is_parked(call: Call) -> bool:
    if call.ended_at or call.park_told is None:
        return False
    return call.unpark_told is None or call.unpark_told < call.park_told


def _is_given_away(call: Call, talked: list[Leg]) -> bool:
    """Nobody of ours is with the caller any more: an outside party is."""
    talking = [leg for leg in talked if leg.talking]
    return call.ended_at is None and bool(talking) and all(leg.kind == "party" for leg in talking)


def _came_back(call: Call, leg: Leg) -> bool:
    """The desk's leg ended, not by Tutup, and the caller lived on with nobody."""
    if leg.released_at is None or leg.closed or leg.gave or leg.kind != "desk":
        return False
    return call.ended_at is not None and leg.released_at < call.ended_at - ENDED_TOGETHER
