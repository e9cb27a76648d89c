"""Every look at a recording is on record, and so is everything that is done to one."""

from dataclasses import replace

from cad.calls.events import RecordingPlayed
from cad.ports import UnitOfWork
from cad.recordings import audits
from cad.recordings.commands import (
    LockRecording,
    NoteCompressed,
    NoteGone,
    NotePlayback,
    NotePutAway,
    RemoveRecording,
    SetRecordingRules,
)
from cad.recordings.errors import LockReasonMissing, UnknownRecording
from cad.recordings.errors import RecordingRemoved as AlreadyRemoved
from cad.recordings.events import (
    RecordingCompressed,
    RecordingLocked,
    RecordingPutAway,
    RecordingRemoved,
    RecordingRulesChanged,
    RecordingUnlocked,
)
from cad.recordings.model import Recording
from cad.recordings.rules import RecordingRules


async def known(recording_id: str, work: UnitOfWork) -> Recording:
    recording = await work.recordings.by_id(recording_id)
    if recording is None:
        raise UnknownRecording
    return recording


def named(recording: Recording) -> dict[str, str]:
    return {"recording_id": recording.id, "call_id": recording.call_id}


async def note_playback(command: NotePlayback, work: UnitOfWork) -> Recording:
    recording = await known(command.recording_id, work)
    work.record(RecordingPlayed(occurred_at=work.now, actor=command.user_id, playback=command.kind, **named(recording)))
    return recording


async def rules_of(work: UnitOfWork) -> RecordingRules:
    return await work.recording_rules.by_id(work.center.id) or RecordingRules(center_id=work.center.id)


async def set_rules(command: SetRecordingRules, work: UnitOfWork) -> RecordingRules:
    before = await rules_of(work)
    secret = command.rules.s3_secret or before.s3_secret
    rules = replace(command.rules, s3_secret=secret, updated_at=work.now, updated_by=command.user_id)
    rules.check()
    await work.recording_rules.put(rules)
    told = {name: getattr(rules, name) for name in ("keep_days", "compress_after_h", "away_after_d", "away_kind")}
    work.record(RecordingRulesChanged(occurred_at=work.now, actor=command.user_id, center_id=rules.center_id, **told))
    return rules


async def lock(command: LockRecording, work: UnitOfWork) -> Recording:
    before = await known(command.recording_id, work)
    if before.removed_at:
        raise AlreadyRemoved
    if command.locked == bool(before.locked_at):
        return before
    if command.locked and not command.reason:
        raise LockReasonMissing
    said = {"occurred_at": work.now, "actor": command.user_id}
    if command.locked:
        held = {"locked_at": work.now, "locked_by": command.user_id, "lock_reason": command.reason}
        work.record(RecordingLocked(**said, **named(before), reason=command.reason))  # type: ignore[arg-type]
    else:
        held = {"locked_at": None, "locked_by": None, "lock_reason": ""}
        work.record(RecordingUnlocked(**said, **named(before)))  # type: ignore[arg-type]
    recording = replace(before, **held)  # type: ignore[arg-type]
    await work.recordings.put(recording)
    return recording


async def note_compressed(command: NoteCompressed, work: UnitOfWork) -> Recording:
    before = await known(command.recording_id, work)
    if before.format == "opus" or not before.is_playable:
        return before
    recording = replace(before, format="opus", opus_bytes=command.bytes, opus_sha256=command.sha256)
    await work.recordings.put(recording)
    work.record(
        RecordingCompressed(
            occurred_at=work.now,
            source="system",
            bytes=command.bytes,
            sha256=command.sha256,
            wav_sha256=before.sha256,
            **named(before),
        )
    )
    return recording


async def note_put_away(command: NotePutAway, work: UnitOfWork) -> Recording:
    before = await known(command.recording_id, work)
    if before.away or not before.is_playable:
        return before
    recording = replace(before, away=command.kind, away_where=command.where, away_at=work.now)
    await work.recordings.put(recording)
    work.record(RecordingPutAway(occurred_at=work.now, source="system", to=command.kind, **named(before)))
    return recording


async def remove(command: RemoveRecording, work: UnitOfWork) -> Recording:
    before = await known(command.recording_id, work)
    rules = await rules_of(work)
    if before.removed_at or before.locked_at or not rules.is_over(before.started_at, work.now):
        return before
    if await _is_of_open_incident(before, work):
        return before
    recording = replace(before, state="removed", removed_at=work.now, peaks=[])
    await work.recordings.put(recording)
    work.record(
        RecordingRemoved(
            occurred_at=work.now,
            source="system",
            keep_days=rules.keep_days,
            sha256=before.sha256,
            **named(before),
        )
    )
    return recording


async def _is_of_open_incident(recording: Recording, work: UnitOfWork) -> bool:
    call = await work.calls.by_id(recording.call_id)
    incident = await work.incidents.by_id(call.incident_id) if call and call.incident_id else None
    return incident is not None and incident.state == "open"


async def note_gone(command: NoteGone, work: UnitOfWork) -> Recording:
    before = await known(command.recording_id, work)
    recording = replace(before, gone=True) if before.removed_at else before
    await work.recordings.put(recording)
    return recording


HANDLERS = {
    NotePlayback: note_playback,
    SetRecordingRules: set_rules,
    LockRecording: lock,
    NoteCompressed: note_compressed,
    NotePutAway: note_put_away,
    RemoveRecording: remove,
    NoteGone: note_gone,
    **audits.HANDLERS,
}
