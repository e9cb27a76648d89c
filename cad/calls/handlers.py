"""One handler a command: load the call, let the fact tell, keep what changed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from cad.abandoned.follow import follow
from cad.calls import facts, leg_facts
from cad.calls.commands import (
    AnswerCall,
    AskLeg,
    CallFact,
    EndCall,
    FinishRecording,
    HoldCall,
    JoinLeg,
    MissTarget,
    OfferCall,
    ParkCall,
    ReachCall,
    ReceiveCall,
    ReleaseLeg,
    ReportCallAction,
    RequestCallAction,
    RequestOutboundCall,
    ResumeCall,
    ReturnCall,
    SkipRecording,
    StartRecording,
    UnparkCall,
)
from cad.calls.control import request_call_action
from cad.calls.errors import UnknownCall
from cad.calls.events import (
    CallActionFailed,
    PersonSeen,
    RecordingFinished,
    RecordingSkipped,
    RecordingStarted,
)
from cad.calls.model import Call
from cad.calls.outbound import request_outbound_call
from cad.desks.after_call import desk_released
from cad.ids import new_id
from cad.numbers import Number, read_number
from cad.ports import UnitOfWork
from cad.recordings.model import STATE_BY_NOTE, Recording


async def known_call(fact: CallFact, work: UnitOfWork) -> Call:
    """The call this fact is about; a new one when this is the first fact that reached us."""
    known = await work.calls.by_channel(fact.pbx_id, fact.uniqueid)
    return known or Call(
        id=new_id(),
        center_id=work.center.id,
        exercise=work.center.exercise,
        pbx_id=fact.pbx_id,
        uniqueid=fact.uniqueid,
        first_seen_at=fact.occurred_at,
    )


async def keep(outcome: facts.Outcome, work: UnitOfWork) -> Call:
    call, events = outcome
    await work.calls.put(call)
    work.record(*events)
    if events:
        await follow(call, work)
    return call


async def receive_call(fact: ReceiveCall, work: UnitOfWork) -> Call:
    center = work.center
    number = read_number(fact.number_raw, country_code=center.country_code, area_code=center.area_code)
    if not number.withheld:
        work.persons.foresee(number.e164 or number.raw)
    call = await known_call(fact, work)
    if call.received_at:
        return call
    person_id = await _person(number, fact, call, work)
    return await keep(facts.received(call, fact, number, person_id), work)


async def _person(number: Number, fact: CallFact, call: Call, work: UnitOfWork) -> str | None:
    if number.withheld:
        return None
    person_id, is_new = await work.persons.of_number(number.e164 or number.raw, fact.occurred_at)
    if is_new:
        seen = PersonSeen(occurred_at=fact.occurred_at, source=fact.source, person_id=person_id, call_id=call.id)
        work.record(seen)
    return person_id


async def answer_call(fact: AnswerCall, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.leg(fact.leg_uniqueid).answered_at:
        return call
    user_id = await work.desks.user_at(fact.desk_id, fact.occurred_at)
    return await keep(facts.answered(call, fact, user_id), work)


async def join_leg(fact: JoinLeg, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    user_id = await work.desks.user_at(fact.desk_id, fact.occurred_at) if fact.desk_id else None
    return await keep(leg_facts.joined(call, fact, user_id), work)


async def release_leg(fact: ReleaseLeg, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    await desk_released(fact, call.leg(fact.leg_uniqueid), work)
    return await keep(facts.released(call, fact), work)


def telling(tell: Callable[[Call, Any], facts.Outcome]) -> Callable[[Any, UnitOfWork], Awaitable[Call]]:
    """A handler for a fact that needs nothing but the call."""

    async def handle(fact: Any, work: UnitOfWork) -> Call:
        return await keep(tell(await known_call(fact, work), fact), work)

    return handle


async def stored_call(fact: CallFact, work: UnitOfWork) -> Call:
    """The call, kept at once when it was new, so that others may point at it."""
    call = await known_call(fact, work)
    await work.calls.put(call)
    return call


async def start_recording(fact: StartRecording, work: UnitOfWork) -> Recording:
    if known := await work.recordings.by_file(fact.pbx_id, fact.file):
        return known
    call = await stored_call(fact, work)
    recording = _new_recording(fact, call, fact.file, started_at=fact.occurred_at)
    await work.recordings.put(recording)
    known_as = {"recording_id": recording.id, "call_id": call.id, "file": recording.file}
    work.record(RecordingStarted(occurred_at=fact.occurred_at, source=fact.source, **known_as))
    return recording


async def finish_recording(fact: FinishRecording, work: UnitOfWork) -> Recording:
    known = await work.recordings.by_file(fact.pbx_id, fact.file)
    if known and known.state not in ("recording", "missing"):
        return known
    call = await stored_call(fact, work)
    recording = replace(
        known or _new_recording(fact, call, fact.file, started_at=call.received_at or fact.occurred_at),
        state=STATE_BY_NOTE.get(fact.note, "ready"),
        finished_at=fact.occurred_at,
        bytes=fact.bytes,
        sha256=fact.sha256,
        duration_ms=fact.duration_ms,
        peaks=[list(pair) for pair in fact.peaks],
        note=fact.note,
    )
    if recording == known:
        return recording
    await work.recordings.put(recording)
    work.record(
        RecordingFinished(
            occurred_at=fact.occurred_at,
            source=fact.source,
            recording_id=recording.id,
            call_id=call.id,
            file=recording.file,
            state=recording.state,
            bytes=recording.bytes,
            sha256=recording.sha256,
            duration_ms=recording.duration_ms,
            note=recording.note,
        )
    )
    return recording


def _new_recording(fact: CallFact, call: Call, file: str, started_at: datetime) -> Recording:
    return Recording(
        id=new_id(), call_id=call.id, center_id=call.center_id, pbx_id=fact.pbx_id, file=file, started_at=started_at
    )


async def skip_recording(fact: SkipRecording, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.recording_skipped:
        return call
    call = replace(call, recording_skipped=fact.reason)
    event = RecordingSkipped(**facts.about(call, fact), reason=fact.reason)  # type: ignore[arg-type]
    return await keep((call, [event]), work)


async def report_call_action(command: ReportCallAction, work: UnitOfWork) -> Call:
    call = await work.calls.by_id(command.call_id)
    if call is None:
        raise UnknownCall
    work.record(
        CallActionFailed(
            occurred_at=work.now,
            source="system",
            desk_id=call.desk_id,
            call_id=call.id,
            pbx_id=call.pbx_id,
            uniqueid=call.uniqueid,
            action=command.action[:20],
            reason=command.reason,
        )
    )
    return call


HANDLERS = {
    ReceiveCall: receive_call,
    OfferCall: telling(facts.offered),
    AnswerCall: answer_call,
    ReleaseLeg: release_leg,
    ReturnCall: telling(facts.returned),
    HoldCall: telling(facts.held),
    ResumeCall: telling(facts.resumed),
    EndCall: telling(facts.ended),
    StartRecording: start_recording,
    FinishRecording: finish_recording,
    SkipRecording: skip_recording,
    AskLeg: telling(leg_facts.asked),
    JoinLeg: join_leg,
    ParkCall: telling(leg_facts.parked),
    UnparkCall: telling(leg_facts.unparked),
    MissTarget: telling(leg_facts.missed),
    ReachCall: telling(leg_facts.reached),
    ReportCallAction: report_call_action,
    RequestCallAction: request_call_action,
    RequestOutboundCall: request_outbound_call,
}
