"""Recordings: finding them, hearing them, and who else did."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse

from api.playback import MEDIA_TYPES, note_listening, playable_file, wanted_range
from api.roles import Administrator, Listener, Manager, Supervisor
from api.runtime import Reading, RuntimeOf
from api.schemas.common import Keepable, Limit, Moment, PathId, Search, Since, Until
from api.schemas.recordings import (
    AuditView,
    GivenLock,
    GivenRules,
    RecordingView,
    RecordingWithPlays,
    RulesView,
    Waveform,
)
from api.visibility import of_role, seen_by
from cad.events import plain
from cad.recordings.commands import LockRecording, RequestAudit, SetRecordingRules
from cad.recordings.rules import RecordingRules
from cad.store import safe, views
from telephony.recordings.access import S3_SECRET

router = APIRouter(prefix="/api/recordings", tags=["recordings"])

UserId = Annotated[str | None, Query(max_length=64), Keepable]
AUDIO: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/wav": {}, "audio/ogg": {}}, "description": "The whole recording."},
    206: {"content": {"audio/wav": {}, "audio/ogg": {}}, "description": "The part that `Range` asked for."},
}


@router.get("", response_model=list[RecordingView])
async def list_recordings(
    user: Listener,
    session: Reading,
    q: Search = "",
    since: Since = None,
    until: Until = None,
    user_id: UserId = None,
    before: Annotated[Moment | None, Query(description="Started before: `started_at` of the last row seen.")] = None,
    limit: Limit = 50,
) -> Any:
    """Newest first. `q`: a number (for those who see numbers), a dispatcher's name or an incident's number."""
    visibility = of_role(user.role)
    found = await views.recordings(
        session,
        q=q,
        since=since,
        until=until,
        user_id=user_id,
        before=before,
        limit=limit,
        by_number=visibility.numbers,
    )
    return seen_by(visibility, found)


@router.get("/rules", response_model=RulesView)
async def see_rules(user: Listener, session: Reading, runtime: RuntimeOf) -> Any:
    return _rules(await views.recording_rules(session, runtime.installation.settings.center_id))


@router.put("/rules", response_model=RulesView)
async def set_rules(given: GivenRules, user: Administrator, runtime: RuntimeOf) -> Any:
    """How long recordings are kept, when they are compressed, and where they are put away."""
    secret, pepper = given.s3_secret.get_secret_value(), runtime.installation.secrets.personal_data_pepper
    sealed = safe.put_in(secret, pepper, S3_SECRET) if secret else ""
    told = given.model_dump() | {"s3_secret": sealed, "center_id": runtime.installation.settings.center_id}
    return _rules(await runtime.bus.handle(SetRecordingRules(user_id=user.user_id, rules=RecordingRules(**told))))


def _rules(rules: RecordingRules) -> dict[str, Any]:
    told = {name: plain(value) for name, value in asdict(rules).items() if name != "s3_secret"}
    return told | {"s3_secret_set": bool(rules.s3_secret)}


@router.get("/audit", response_model=AuditView)
async def see_audit(user: Listener, session: Reading) -> Any:
    """Calls without their recording, recordings without their call, and those with one side silent (30 days)."""
    return await views.recording_audit(session)


@router.post("/audit", status_code=202, response_model=AuditView)
async def ask_audit(user: Manager, runtime: RuntimeOf) -> Any:
    """Telephony compares now; `GET` the same path to follow it. (It does so by itself once an hour.)"""
    await runtime.bus.handle(RequestAudit(user_id=user.user_id, pbx_id=runtime.installation.settings.pbx_id))
    async with runtime.database.session() as session:
        return await views.recording_audit(session)


@router.post("/{recording_id}/lock", response_model=RecordingView)
async def lock_recording(recording_id: PathId, given: GivenLock, user: Supervisor, runtime: RuntimeOf) -> Any:
    """Kept whatever the rules say, until it is let go (`locked` false)."""
    await runtime.bus.handle(
        LockRecording(user_id=user.user_id, recording_id=recording_id, locked=given.locked, reason=given.reason)
    )
    async with runtime.database.session() as session:
        return seen_by(of_role(user.role), await views.recording(session, recording_id))


@router.get("/{recording_id}", response_model=RecordingWithPlays)
async def see_recording(recording_id: PathId, user: Listener, session: Reading) -> Any:
    recording = await views.recording(session, recording_id)
    plays = await views.recording_plays(session, recording_id)
    return seen_by(of_role(user.role), {**recording, "plays": plays})


@router.get("/{recording_id}/waveform", response_model=Waveform)
async def waveform(recording_id: PathId, user: Listener, session: Reading) -> Any:
    return {"peaks": await views.recording_peaks(session, recording_id)}


@router.get("/{recording_id}/audio", response_class=FileResponse, responses=AUDIO)
async def audio(
    recording_id: PathId, request: Request, user: Listener, runtime: RuntimeOf, download: bool = False
) -> FileResponse:
    """WAV or Ogg Opus, caller left and desk right. The listening is in the journal before the first byte leaves."""
    file = await playable_file(runtime, recording_id)
    request.scope["headers"] = wanted_range(request.scope["headers"], file.stat().st_size)
    await note_listening(runtime, user, recording_id, "downloaded" if download else "listened")
    return FileResponse(
        file,
        media_type=MEDIA_TYPES[file.suffix],
        filename=file.name,
        content_disposition_type="attachment" if download else "inline",
        headers={"Cache-Control": "private, no-store"},
    )
