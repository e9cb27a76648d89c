"""What makes a call a lost one, what an entry is made of, when a callback has to wait. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cad.abandoned.model import Abandoned, LostCall
from cad.calls.model import ENDED_TOGETHER, Call, Leg

# Less than this is no conversation: the caller has hardly said where they are.
HARDLY_SPOKEN = timedelta(seconds=10)
# Telephony acts on a request when it is younger than 10 s.
ASKED_FOR = timedelta(seconds=15)


@dataclass(frozen=True)
class Lost:
    """How a caller was lost. `kind`: before_answer, cut_off."""

    kind: str
    at: datetime
    waited_s: float


def lost(call: Call) -> Lost | None:
    """None while the call is up, and when somebody dealt with the caller.

    Lost is who hung up before anybody answered; whose conversation ended within 10 s, without Tutup; who was put back
    into the queue, or parked, and gave up there; and whose call died with the PBX, unless it had been closed already.
    """
    if call.ended_at is None or call.received_at is None or call.direction != "in" or call.test:
        return None
    talked = [leg for leg in call.legs if leg.converses]
    waited_s = _seconds(call.received_at, call.answered_at or call.ended_at)
    if not talked:
        return Lost("before_answer", call.ended_at, waited_s)
    if any(leg.closed for leg in talked) or _hung_up_by_us(call, call.ended_at):
        return None
    left_alone = _is_parked(call) or _back_in_queue(talked, call.ended_at)
    if call.broken or left_alone or _spoken(talked, call.ended_at) < HARDLY_SPOKEN:
        return Lost("cut_off", call.ended_at, waited_s)
    return None


def _hung_up_by_us(call: Call, ended_at: datetime) -> bool:
    """A dispatcher asked the PBX to end it, and it did: as good as Tutup."""
    return call.hang_up_asked_at is not None and not call.broken and ended_at - call.hang_up_asked_at <= ASKED_FOR


def _is_parked(call: Call) -> bool:
    """They hung up while parked, and nobody had taken them over."""
    return call.park_told is not None and (call.unpark_told is None or call.unpark_told < call.park_told)


def _back_in_queue(talked: Sequence[Leg], ended_at: datetime) -> bool:
    """Everybody had gone without giving the caller to somebody, and they were in the queue again when they hung up."""
    return all(
        leg.released_at is not None and not leg.gave and leg.released_at < ended_at - ENDED_TOGETHER for leg in talked
    )


def _spoken(talked: Sequence[Leg], ended_at: datetime) -> timedelta:
    spans = ((leg.answered_at, leg.released_at or ended_at) for leg in talked)
    return sum((end - start for start, end in spans if start and end > start), timedelta())


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, round((end - start).total_seconds(), 3))


def got_through(call: Call) -> bool:
    """An incoming call that somebody answered and dealt with: whoever made it need not be called back."""
    return call.direction == "in" and call.outcome == "answered" and lost(call) is None


def with_call(entry: Abandoned, one: LostCall) -> Abandoned:
    """The entry with one more call, told in whatever order."""
    is_last = entry.calls == 0 or one.at >= entry.last_at
    return replace(
        entry,
        calls=entry.calls + 1,
        kind=one.kind if is_last else entry.kind,
        last_call_id=one.call_id if is_last else entry.last_call_id,
        first_at=min(entry.first_at, one.at),
        last_at=max(entry.last_at, one.at),
        waited_s=max(entry.waited_s, one.waited_s),
    )


def of_calls(entry: Abandoned, calls: Sequence[LostCall]) -> Abandoned:
    """The entry made anew of these calls; at least one."""
    first = calls[0]
    bare = replace(entry, calls=0, first_at=first.at, last_at=first.at, waited_s=0.0)
    for one in calls:
        bare = with_call(bare, one)
    return bare


@dataclass(frozen=True)
class Load:
    """How busy the center is. `others` are the desks beside the asker's own that take calls, `free_others` those of
    them that are in no call."""

    waiting: int
    others: int
    free_others: int


def why_not_now(load: Load, keep_free: int) -> str:
    """Why a callback has to wait: `calls_waiting`, `desks_needed`; empty when it may begin.

    New calls go first (Dallas, 2017: mandatory callbacks kept 360 callers on hold). So many desks stay free for them,
    as far as there are any beside the asker's own: who is alone on duty may call back while nobody waits.
    """
    if load.waiting:
        return "calls_waiting"
    return "desks_needed" if load.free_others < min(keep_free, load.others) else ""
