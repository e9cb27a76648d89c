"""Recordings: finding them, hearing them, and who else did."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse

from api.playback import note_listening, playable_file, wanted_range
from api.roles import Listener
from api.runtime import Reading, RuntimeOf
from api.schemas.common import Keepable, Limit, Moment, PathId, Search, Since, Until
from api.schemas.recordings import RecordingView, RecordingWithPlays, Waveform
from api.visibility import of_role, seen_by
from cad.store import views

router = APIRouter(prefix="/api/recordings", tags=["recordings"])

UserId = Annotated[str | None, Query(max_length=64), Keepable]
AUDIO: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/wav": {}}, "description": "The whole recording."},
    206: {"content": {"audio/wav": {}}, "description": "The part that `Range` asked for."},
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
    """WAV, caller left and desk right. The listening is in the journal before the first byte leaves."""
    file = await playable_file(runtime, recording_id)
    request.scope["headers"] = wanted_range(request.scope["headers"], file.stat().st_size)
    await note_listening(runtime, user, recording_id, "downloaded" if download else "listened")
    return FileResponse(
        file,
        media_type="audio/wav",
        filename=file.name,
        content_disposition_type="attachment" if download else "inline",
        headers={"Cache-Control": "private, no-store"},
    )
