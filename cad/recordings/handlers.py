"""Every look at a recording is on record."""

from cad.calls.events import RecordingPlayed
from cad.ports import UnitOfWork
from cad.recordings.commands import NotePlayback
from cad.recordings.errors import UnknownRecording
from cad.recordings.model import Recording


async def note_playback(command: NotePlayback, work: UnitOfWork) -> Recording:
    recording = await work.recordings.by_id(command.recording_id)
    if recording is None:
        raise UnknownRecording
    work.record(
        RecordingPlayed(
            occurred_at=work.now,
            actor=command.user_id,
            recording_id=recording.id,
            call_id=recording.call_id,
            playback=command.kind,
        )
    )
    return recording


HANDLERS = {NotePlayback: note_playback}
