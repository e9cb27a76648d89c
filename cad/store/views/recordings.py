"""Recordings, and who listened to them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.recordings.errors import UnknownRecording
from cad.recordings.files import playable_name
from cad.recordings.rules import RecordingRules
from cad.store.views.reading import View, pattern, the_one, views_of

KEEP_DAYS = RecordingRules(center_id="").keep_days
RECORDING = f"""
SELECT r.id, r.call_id, c.number_raw AS number, u.name AS user_name, c.user_id, c.incident_id,
    i.number AS incident_number, coalesce(r.started_at, c.received_at, c.first_seen_at) AS started_at,
    CASE WHEN r.duration_ms > 0 THEN round(r.duration_ms / 1000.0, 1) END AS duration_s,
    r.state, r.note, r.format, r.sha256 AS wav_sha256,
    CASE r.format WHEN 'opus' THEN r.opus_bytes ELSE r.bytes END AS bytes,
    CASE r.format WHEN 'opus' THEN r.opus_sha256 ELSE r.sha256 END AS sha256,
    r.away <> '' AS away, r.removed_at, k.because <> '' AS locked, k.because AS locked_because, r.lock_reason,
    h.name AS locked_by,
    CASE WHEN k.because = '' AND k.days > 0 AND r.removed_at IS NULL
        THEN r.started_at + k.days * interval '1 day' END AS keep_until,
    (SELECT count(*) FROM journal j WHERE j.subject_type = 'recording' AND j.subject_id = r.id
        AND j.kind = 'RecordingPlayed') AS plays
FROM recordings r
JOIN calls c ON c.id = r.call_id
LEFT JOIN users u ON u.id = c.user_id
LEFT JOIN incidents i ON i.id = c.incident_id
LEFT JOIN users h ON h.id = r.locked_by
LEFT JOIN recording_rules q ON q.center_id = r.center_id
CROSS JOIN LATERAL (SELECT coalesce(q.keep_days, {KEEP_DAYS}) AS days,
    CASE WHEN r.locked_at IS NOT NULL THEN 'supervisor' WHEN i.state = 'open' THEN 'incident' ELSE '' END AS because) k
"""
BY_ID = text(f"{RECORDING} WHERE r.id = ANY(:ids) ORDER BY r.started_at DESC")
SEARCH = text(f"""
{RECORDING} WHERE (:q = '%%' OR u.name ILIKE :q OR i.number::text = :exact
        OR (:number <> '' AND (c.number_e164 LIKE '%' || :number || '%' OR c.number_raw LIKE '%' || :raw || '%')))
    AND (CAST(:since AS timestamptz) IS NULL OR r.started_at >= :since)
    AND (CAST(:until AS timestamptz) IS NULL OR r.started_at <= :until)
    AND (CAST(:before AS timestamptz) IS NULL OR r.started_at < :before)
    AND (CAST(:user_id AS text) IS NULL OR c.user_id = :user_id)
ORDER BY r.started_at DESC LIMIT :limit
""")
PLAYS = text("""
SELECT j.occurred_at AS at, u.name AS user_name, j.data->>'playback' AS kind
FROM journal j LEFT JOIN users u ON u.id = j.actor
WHERE j.subject_type = 'recording' AND j.subject_id = :id AND j.kind = 'RecordingPlayed'
ORDER BY j.position DESC
""")
LAST_LISTENED = text("""
SELECT max(occurred_at) FROM journal
WHERE subject_type = 'recording' AND subject_id = :id AND kind = 'RecordingPlayed'
    AND actor = :user AND data->>'playback' = 'listened'
""")
FILE = text("""
SELECT file, state, peaks, format, away, away_where, sha256, opus_sha256, center_id FROM recordings WHERE id = :id
""")


async def recording_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, BY_ID, ids=list(ids)) if ids else []


async def recording(session: AsyncSession, recording_id: str) -> View:
    return the_one(await recording_views(session, [recording_id]), UnknownRecording)


async def recordings(
    session: AsyncSession,
    *,
    q: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    user_id: str | None = None,
    before: datetime | None = None,
    limit: int = 50,
    by_number: bool = True,
) -> list[View]:
    """Newest first. `q`: a number (`by_number`), a dispatcher's name or an incident's number."""
    asked = q.strip()
    digits = re.sub(r"\D", "", asked) if by_number else ""
    return await views_of(
        session,
        SEARCH,
        q=pattern(asked),
        exact=asked,
        number=digits.removeprefix("0"),
        raw=digits,
        since=since,
        until=until,
        before=before,
        user_id=user_id,
        limit=limit,
    )


async def recording_plays(session: AsyncSession, recording_id: str) -> list[View]:
    """Every look at it: at, user_name, kind (listened, downloaded); newest first."""
    return await views_of(session, PLAYS, id=recording_id)


async def last_listened(session: AsyncSession, recording_id: str, user_id: str) -> datetime | None:
    found = await session.execute(LAST_LISTENED, {"id": recording_id, "user": user_id})
    at: datetime | None = found.scalar_one_or_none()
    return at


async def recording_peaks(session: AsyncSession, recording_id: str) -> list[list[int]]:
    """Pairs (caller, desk) of 0..100; empty while it is being recorded."""
    peaks: list[list[int]] = (await _file(session, recording_id))["peaks"]
    return peaks


@dataclass(frozen=True)
class KeptFile:
    """`name` is the path inside the folder (or bucket) where it lies: here, or with `away` at `where`."""

    name: str
    format: str
    sha256: str
    away: str
    where: str


async def recording_file(session: AsyncSession, recording_id: str) -> KeptFile | None:
    """Where the playable file lies; None until there is one, and when its time was over."""
    found = await _file(session, recording_id)
    if found["state"] not in ("ready", "damaged"):
        return None
    kind = found["format"]
    sha256 = found["opus_sha256"] if kind == "opus" else found["sha256"]
    return KeptFile(playable_name(found["file"], kind), kind, sha256, found["away"], found["away_where"])


async def _file(session: AsyncSession, recording_id: str) -> View:
    return the_one(await views_of(session, FILE, id=recording_id), UnknownRecording)
