"""What a person may ask of a call that is up, and what telephony is told of it. It lands in dialplan."""

from dataclasses import replace

from cad.calls.commands import RequestCallAction, Target
from cad.calls.errors import (
    CallNotUp,
    NoSuchLeg,
    NotForYou,
    NotYourOwnCall,
    TargetMissing,
    UnknownCall,
    UnknownCallAction,
)
from cad.calls.events import CallActionRequested
from cad.calls.model import Call, Leg
from cad.calls.numbers_dialled import DialledNumber, dialable, shown
from cad.desks.errors import NotAtADesk
from cad.ids import new_id
from cad.ports import UnitOfWork

TO_SOMEBODY = frozenset({"transfer", "consult", "conference"})
SUPERVISION = frozenset({"listen", "whisper", "barge"})
AT_MY_DESK = frozenset({"take"}) | SUPERVISION
OF_A_LEG = frozenset({"drop", "stop", "complete", "cancel_consult"})
ACTIONS = frozenset({"hold", "resume", "hang_up", "park", "ask_silent"}) | TO_SOMEBODY | AT_MY_DESK | OF_A_LEG
TARGETS = frozenset({"desk", "agency", "number", "skill"})
PARKING_PLACES = 99


async def request_call_action(command: RequestCallAction, work: UnitOfWork) -> Call:
    if command.action not in ACTIONS:
        raise UnknownCallAction(command.action)
    call = await work.calls.by_id(command.call_id)
    if call is None:
        raise UnknownCall
    _must_be_up(call, command.action)
    if command.action in SUPERVISION:
        await _must_be_supervisor(command.user_id, work)
    at_desk = await _desk_of(command, call, work)
    target = _target(command, call)
    leg = _meant(command, call, at_desk)
    has_it = keeper(call)
    work.record(
        CallActionRequested(
            occurred_at=work.now,
            actor=command.user_id,
            desk_id=call.desk_id,
            call_id=call.id,
            pbx_id=call.pbx_id,
            uniqueid=call.uniqueid,
            action=command.action,
            desk_leg=has_it.uniqueid if has_it else "",
            legs=[_told(one) for one in call.legs if one.released_at is None and (one.answered_at or one.how)],
            leg=leg.uniqueid if leg else "",
            by_desk=at_desk,
            target_kind=target.kind if target else "",
            target_id=target.id if target else "",
            target_name=(target.name or shown(target.number))[:60] if target else "",
            number_id=await _keep_number(target, call, work) if target else "",
            label=await _parking_place(work) if command.action == "park" else "",
        )
    )
    if command.action == "hang_up":
        call = replace(call, hang_up_asked_at=work.now)
        await work.calls.put(call)
    return call


def _must_be_up(call: Call, action: str) -> None:
    up = call.state in ("talking", "held") or (
        call.direction == "out" and call.ended_at is None and action == "hang_up"
    )
    if not up or (call.parked_at and action not in ("take", "hang_up")):
        raise CallNotUp(call.state)


async def _must_be_supervisor(user_id: str, work: UnitOfWork) -> None:
    user = await work.users.by_id(user_id)
    if user is None or user.role != "supervisor":
        raise NotForYou


async def _desk_of(command: RequestCallAction, call: Call, work: UnitOfWork) -> str:
    """The desk of whoever asks; needed only where the desk's own phone is rung."""
    if command.action not in AT_MY_DESK | {"stop"}:
        return ""
    desk = await work.desks.of_user(command.user_id)
    if desk is None:
        raise NotAtADesk
    mine = any(leg.desk_id == desk.id and leg.kind == "desk" and leg.talking for leg in call.legs)
    if mine and command.action in AT_MY_DESK:
        raise NotYourOwnCall
    return desk.id


def _target(command: RequestCallAction, call: Call) -> Target | None:
    if command.action not in TO_SOMEBODY:
        return None
    target = command.target
    if target is None:
        if command.action == "conference" and any(_consulted(leg) for leg in call.legs):
            return None
        raise TargetMissing
    if target.kind not in TARGETS or (target.kind == "skill" and command.action != "transfer"):
        raise TargetMissing
    if target.kind in ("agency", "number") and not dialable(target.number):
        raise TargetMissing
    if target.kind in ("desk", "skill") and not target.id:
        raise TargetMissing
    if target.kind == "desk" and any(leg.desk_id == target.id and leg.talking for leg in call.legs):
        raise NotYourOwnCall
    return target


def _meant(command: RequestCallAction, call: Call, at_desk: str) -> Leg | None:
    if command.action not in OF_A_LEG:
        return None
    living = [leg for leg in call.legs if leg.released_at is None]
    match command.action:
        case "drop":
            found = [leg for leg in living if leg.uniqueid == command.leg]
        case "stop":
            found = [leg for leg in living if leg.kind == "supervisor" and leg.desk_id == at_desk]
        case "complete":
            found = [leg for leg in living if _consulted(leg)] or [
                leg for leg in living if leg.kind == "party" and leg.talking
            ]
            found = found or [leg for leg in living if leg.talking and leg.how == "conference"]
        case _:
            found = [leg for leg in living if leg.role == "consult"]
    if not found:
        raise NoSuchLeg
    return found[-1]


def _consulted(leg: Leg) -> bool:
    return leg.role == "consult" and leg.talking


def keeper(call: Call) -> Leg | None:
    """The leg that has the caller: the last that joined and is there; one that came as a third only when alone."""
    there = [leg for leg in call.legs if leg.converses and leg.talking]
    return max(there, key=lambda leg: (leg.how != "conference", leg.role_at or leg.answered_at), default=None)


def _told(leg: Leg) -> dict[str, str]:
    return {"leg": leg.uniqueid, "kind": leg.kind, "role": leg.role, "desk": leg.desk_id}


async def _keep_number(target: Target, call: Call, work: UnitOfWork) -> str:
    """The number stands beside the journal, under the key of whose it is."""
    if target.kind not in ("agency", "number"):
        return ""
    person_id = None
    if target.kind == "number":
        person_id, _ = await work.persons.of_number(target.number, work.now)
    kept = DialledNumber(id=new_id(), call_id=call.id, person_id=person_id, number=target.number, asked_at=work.now)
    await work.dialled_numbers.put(kept)
    return kept.id


async def _parking_place(work: UnitOfWork) -> str:
    taken = await work.calls.parking_places()
    return next(str(place) for place in range(1, PARKING_PLACES + 1) if str(place) not in taken)
