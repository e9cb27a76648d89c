"""What each fact makes of a call: pure functions from (call, fact) to (call, events). A known fact gives no event."""

from dataclasses import replace
from datetime import datetime

from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    HoldCall,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
)
from cad.calls.events import (
    CallAnswered,
    CallEnded,
    CallEvent,
    CallHeld,
    CallListened,
    CallOffered,
    CallReceived,
    CallResumed,
    CallReturned,
    LegReleased,
)
from cad.calls.model import Call, Leg
from cad.numbers import Number

Outcome = tuple[Call, list[CallEvent]]


def about(call: Call, fact: CallFact, desk_id: str | None = None, actor: str | None = None) -> dict[str, object]:
    """What every event of this fact says."""
    return {
        "call_id": call.id,
        "pbx_id": call.pbx_id,
        "uniqueid": call.uniqueid,
        "occurred_at": fact.occurred_at,
        "source": fact.source,
        "desk_id": desk_id or None,
        "actor": actor,
        "person_id": call.person_id,
    }


def received(call: Call, fact: ReceiveCall, number: Number, person_id: str | None) -> Outcome:
    if call.received_at:
        return call, []
    call = replace(
        call,
        received_at=fact.occurred_at,
        number_raw=number.raw if not number.withheld else "",
        number_e164=number.e164,
        withheld=number.withheld,
        person_id=person_id,
        dialled=fact.dialled,
        queue_priority=fact.queue_priority,
        sip_call_id=fact.sip_call_id,
        identity=fact.identity,
        trunk=fact.trunk,
        exercise=call.exercise or fact.exercise,
    ).settled()
    event = CallReceived(
        **about(call, fact),  # type: ignore[arg-type]
        withheld=call.withheld,
        dialled=call.dialled,
        queue_priority=call.queue_priority,
        trunk=call.trunk,
        sip_call_id=call.sip_call_id,
        exercise=call.exercise,
        number_raw=call.number_raw,
        number_e164=call.number_e164,
        identity=call.identity,
    )
    return call, [event]


def offered(call: Call, fact: OfferCall) -> Outcome:
    leg = call.leg(fact.leg_uniqueid)
    if leg.offered_at:
        return call, []
    call = call.with_leg(replace(leg, desk_id=fact.desk_id, offered_at=fact.occurred_at)).settled()
    return call, [CallOffered(**about(call, fact, fact.desk_id), leg=fact.leg_uniqueid)]  # type: ignore[arg-type]


def answered(call: Call, fact: AnswerCall, user_id: str | None) -> Outcome:
    leg = call.leg(fact.leg_uniqueid)
    if leg.answered_at:
        return call, []
    leg = replace(leg, desk_id=fact.desk_id, answered_at=fact.occurred_at, user_id=user_id)
    call = call.with_leg(leg).settled()
    wait_s = _seconds(call.received_at, fact.occurred_at)
    known = about(call, fact, fact.desk_id, user_id)
    return call, [CallAnswered(**known, leg=leg.uniqueid, wait_s=wait_s)]  # type: ignore[arg-type]


def released(call: Call, fact: ReleaseLeg) -> Outcome:
    leg = call.leg(fact.leg_uniqueid)
    if leg.released_at:
        return _known_better(call, leg, fact), []
    desk_id = leg.desk_id or fact.desk_id
    leg = replace(leg, desk_id=desk_id, released_at=fact.occurred_at, cause=fact.cause)
    leg = replace(leg, closed=fact.closed, gave=fact.gave)
    call = call.with_leg(leg).settled()
    event = LegReleased(
        **about(call, fact, desk_id, leg.user_id),  # type: ignore[arg-type]
        leg=leg.uniqueid,
        cause=leg.cause,
        closed=leg.closed,
        talked=leg.answered_at is not None,
        party=leg.kind,
        role=leg.role,
    )
    return call, [event, *_listened(call, fact, leg)]


def _known_better(call: Call, leg: Leg, fact: ReleaseLeg) -> Call:
    """Its hang-up was told first; the mark that says how (Tutup, given away) came late, by the other road."""
    better = replace(leg, closed=leg.closed or fact.closed, gave=leg.gave or fact.gave)
    return call if better == leg else call.with_leg(better).settled()


def _listened(call: Call, fact: ReleaseLeg, leg: Leg) -> list[CallEvent]:
    if leg.kind != "supervisor" or leg.answered_at is None:
        return []
    known = about(call, fact, leg.desk_id, leg.user_id)
    times = {"since": leg.answered_at, "until": fact.occurred_at}
    return [CallListened(**known, leg=leg.uniqueid, role=leg.role, **times)]  # type: ignore[arg-type]


def returned(call: Call, fact: ReturnCall) -> Outcome:
    if fact.n <= call.returned_told:
        return call, []
    call = replace(call, returned_told=fact.n).settled()
    return call, [CallReturned(**about(call, fact), n=fact.n)]  # type: ignore[arg-type]


def held(call: Call, fact: HoldCall) -> Outcome:
    if call.held_at and call.held_at >= fact.occurred_at:
        return call, []
    before = call.state
    call = replace(call, held_at=fact.occurred_at).settled()
    if before == call.state:
        return call, []
    return call, [CallHeld(**about(call, fact, call.desk_id, call.user_id))]  # type: ignore[arg-type]


def resumed(call: Call, fact: ResumeCall) -> Outcome:
    if call.resumed_at and call.resumed_at >= fact.occurred_at:
        return call, []
    before = call.state
    call = replace(call, resumed_at=fact.occurred_at).settled()
    if before == call.state:
        return call, []
    return call, [CallResumed(**about(call, fact, call.desk_id, call.user_id))]  # type: ignore[arg-type]


def ended(call: Call, fact: EndCall) -> Outcome:
    if call.ended_at:
        return call, []
    call = replace(call, ended_at=fact.occurred_at, end_cause=fact.cause, broken=fact.broken).settled()
    known = about(call, fact, call.desk_id, call.user_id)
    return call, [CallEnded(**known, cause=fact.cause, outcome=call.outcome or "")]  # type: ignore[arg-type]


def _seconds(start: datetime | None, end: datetime) -> float | None:
    """Not below nothing: the PBX's clock may have been set back since."""
    return max(0.0, round((end - start).total_seconds(), 3)) if start else None
