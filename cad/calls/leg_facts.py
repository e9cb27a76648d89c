"""What the facts of call control make of a call: legs that were fetched into it, parking, reaching whom we called."""

from dataclasses import replace
from datetime import timedelta

from cad.calls.commands import AskLeg, JoinLeg, MissTarget, ParkCall, ReachCall, UnparkCall
from cad.calls.events import CallActionFailed, CallParked, CallReached, CallUnparked, LegAsked, LegJoined
from cad.calls.facts import Outcome, about
from cad.calls.model import Call, Leg

AT_ONCE = timedelta(seconds=1)  # two tellings of one failure are never further apart, two failures never so near


def asked(call: Call, fact: AskLeg) -> Outcome:
    leg = call.leg(fact.leg_uniqueid)
    if leg.how and leg.offered_at:
        return call, []
    known = leg.offered_at
    call = call.with_leg(replace(_named(leg, fact), offered_at=known or fact.occurred_at)).settled()
    return call, [] if known else [LegAsked(**_told(call, fact, None))]  # type: ignore[arg-type]


def joined(call: Call, fact: JoinLeg, user_id: str | None) -> Outcome:
    leg = call.leg(fact.leg_uniqueid)
    if leg.answered_at and leg.role_at and (fact.role == leg.role or fact.occurred_at <= leg.role_at):
        earlier = min(leg.answered_at, fact.occurred_at) if fact.role != leg.role else leg.answered_at
        return call.with_leg(replace(leg, answered_at=earlier)).settled(), []
    named = _named(leg, fact)
    first = leg.answered_at or fact.occurred_at
    leg = replace(named, answered_at=first, role=fact.role, role_at=fact.occurred_at, user_id=leg.user_id or user_id)
    call = call.with_leg(leg).settled()
    return call, [LegJoined(**_told(call, fact, leg.user_id))]  # type: ignore[arg-type]


def _named(leg: Leg, fact: AskLeg) -> Leg:
    """What is known of who it is; what a later telling already said stays."""
    role = leg.role if leg.role_at else fact.role
    return replace(
        leg, desk_id=fact.desk_id or leg.desk_id, kind=fact.kind, role=role, how=fact.how, name=fact.name or leg.name
    )


def _told(call: Call, fact: AskLeg, user_id: str | None) -> dict[str, object]:
    who = {"leg": fact.leg_uniqueid, "party": fact.kind, "role": fact.role, "how": fact.how, "name": fact.name}
    return about(call, fact, fact.desk_id, user_id) | who


def parked(call: Call, fact: ParkCall) -> Outcome:
    if call.park_told and call.park_told >= fact.occurred_at:
        return call, []
    before = call.parked_at
    by = about(call, fact, call.desk_id, call.user_id)
    call = replace(call, park_told=fact.occurred_at, park_label=fact.label).settled()
    if call.parked_at is None or before:
        return call, []
    return call, [CallParked(**by, label=fact.label)]  # type: ignore[arg-type]


def unparked(call: Call, fact: UnparkCall) -> Outcome:
    if call.unpark_told and call.unpark_told >= fact.occurred_at:
        return call, []
    before = call.parked_at
    call = replace(call, unpark_told=fact.occurred_at).settled()
    if before is None or call.parked_at:
        return call, []
    return call, [CallUnparked(**about(call, fact))]  # type: ignore[arg-type]


def reached(call: Call, fact: ReachCall) -> Outcome:
    if call.reached_at:
        return call, []
    call = replace(call, reached_at=fact.occurred_at).settled()
    return call, [CallReached(**about(call, fact, call.desk_id, call.user_id))]  # type: ignore[arg-type]


def missed(call: Call, fact: MissTarget) -> Outcome:
    """The screen of whoever asked is told as of any other action that did not work."""
    if call.missed_at and fact.occurred_at < call.missed_at + AT_ONCE:
        return call, []
    call = replace(call, missed_at=fact.occurred_at)
    reason = WHY.get(fact.why, "not_reached")
    return call, [CallActionFailed(**about(call, fact, call.desk_id), action=fact.action[:20], reason=reason)]  # type: ignore[arg-type]


WHY = {"busy": "target_busy", "noanswer": "no_answer", "chanunavail": "target_away", "desk": "desk_away"}
