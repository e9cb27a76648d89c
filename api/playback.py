"""Handing out a recording: the file, the range, and one journal entry for each listening."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from starlette.exceptions import HTTPException

from api import metrics
from api.fetching import Keeper, fetched
from api.runtime import Runtime
from api.sessions import SignedIn
from cad.clock import utc_now
from cad.errors import NotFound
from cad.recordings.commands import NotePlayback
from cad.store import views

Headers = list[tuple[bytes, bytes]]
# A player asks for many ranges while one person listens once. What follows within this time of the first request
# (or of the recording's length, when longer) is the same listening.
ONE_LISTENING = timedelta(minutes=10)
MEDIA_TYPES = {".wav": "audio/wav", ".opus": "audio/ogg"}
_ONE_RANGE = re.compile(rb"^bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))$")


def wanted_range(headers: Headers, size: int) -> Headers:
    """The headers without a Range that is malformed or manifold (RFC 9110 lets us send the whole then).

    Raises 416 for one that lies outside of the file.
    """
    asked = next((value for name, value in headers if name == b"range"), None)
    if asked is None:
        return headers
    match = _ONE_RANGE.match(asked)
    if match is None or _is_backwards(match):
        return [(name, value) for name, value in headers if name != b"range"]
    first, _, last_n = match.groups()
    if (first and int(first) >= size) or (last_n and int(last_n) == 0):
        raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    return headers


def _is_backwards(match: re.Match[bytes]) -> bool:
    first, last, _ = match.groups()
    return bool(first and last and int(last) < int(first))


async def playable_file(runtime: Runtime, recording_id: str) -> Path:
    """Raises NotFound when there is no such recording, or its file is not (yet) there."""
    async with runtime.database.session() as session:
        kept = await views.recording_file(session, recording_id)
    file = await kept_file(runtime, kept) if kept else None
    if file is None:
        raise NotFound(
            "Rekaman ini belum ada suaranya. Panggilannya mungkin masih berlangsung, atau berkasnya hilang.",
            en="This recording has no audio. Its call may still be up, or the file was lost.",
            part="audio",
        )
    return file


async def kept_file(runtime: Keeper, kept: views.KeptFile) -> Path | None:
    """Here, whichever of its two formats is there (one is made while the other still lies beside it); else away."""
    folder = runtime.installation.recordings.resolve()
    for suffix in sorted(MEDIA_TYPES, key=lambda suffix: suffix != f".{kept.format}"):
        file = (folder / kept.name).with_suffix(suffix).resolve()
        if file.is_relative_to(folder) and file.is_file():
            return file
    return await fetched(runtime, kept) if kept.away else None


async def note_listening(runtime: Runtime, user: SignedIn, recording_id: str, kind: str) -> None:
    """One entry for one listening; each download is one."""
    if kind == "listened" and await _listens_already(runtime, user, recording_id):
        return
    await runtime.bus.handle(NotePlayback(user_id=user.user_id, recording_id=recording_id, kind=kind))
    metrics.PLAYBACKS.labels(kind).inc()


async def _listens_already(runtime: Runtime, user: SignedIn, recording_id: str) -> bool:
    async with runtime.database.session() as session:
        last: datetime | None = await views.last_listened(session, recording_id, user.user_id)
        duration_s: float = (await views.recording(session, recording_id))["duration_s"] or 0
    return last is not None and utc_now() - last < max(ONE_LISTENING, timedelta(seconds=duration_s))
