"""Likely duplicates, an incident's reports and what was merged into it, and a caller's other calls."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.calls.errors import UnknownCall
from cad.clock import utc_now
from cad.reports.duplicates import POSSIBLE, Match, Sighting, address_words, likelihood, score
from cad.store.views.reading import View, ready, the_one, views_of

SHOWN = 5  # more than a glance takes in
CLOSED_WITHIN = timedelta(minutes=60)
# 2.8 km: further apart no two points reach POSSIBLE, whatever their radii (reach 800 m: 2.4 km at the most).
WITHIN_DEGREES = 0.025
KELURAHAN_RADIUS_M = 700.0  # of one of 1.5 km2, for who knows no more

# First what the index on open ones gives, then those closed of late. A caller's own come from anywhere.
CANDIDATES = text("""
SELECT i.id, i.number, i.type_code, t."group", t.name_id, t.name_en, i.priority, i.state, i.place_text,
    i.kelurahan_code, i.lat, i.lon, i.radius_m, i.opened_at, i.closed_at, i.what, r.last_at, r.callers
FROM incidents i JOIN incident_types t ON t.code = i.type_code
LEFT JOIN (
    SELECT incident_id, max(at) AS last_at,
        array_agg(DISTINCT person_id) FILTER (WHERE person_id IS NOT NULL) AS callers
    FROM reports WHERE incident_id IN (
        SELECT id FROM incidents WHERE state = 'open' OR (closed_at >= :closed_since AND merged_into IS NULL))
    GROUP BY incident_id
) r ON r.incident_id = i.id
WHERE (i.state = 'open' OR (i.closed_at >= :closed_since AND i.merged_into IS NULL)) AND i.exercise = :exercise
    AND (CAST(:lat AS float8) IS NULL OR i.lat IS NULL OR i.lon IS NULL OR :person = ANY(r.callers)
        OR (abs(i.lat - :lat) < :degrees AND abs(i.lon - :lon) < :degrees))
""")
CALLER = text("SELECT person_id, exercise, incident_id FROM calls WHERE id = :id")
GROUP = text('SELECT "group" FROM incident_types WHERE code = :code')

REPORTS = text("""
SELECT r.id, r.kind, r.at, r.call_id, r.text, r.source, r.place_text, r.lat, r.lon, r.radius_m, u.name AS added_by,
    c.number_raw AS number, c.withheld, c.state AS call_state, c.outcome, c.answered_at, c.ended_at,
    s.name AS answered_by,
    (SELECT g.id FROM recordings g WHERE g.call_id = c.id ORDER BY g.started_at LIMIT 1) AS recording_id,
    (SELECT o.number FROM merges m JOIN incidents o ON o.id = m.source_id
        WHERE m.undone_at IS NULL AND r.id = ANY(m.reports) ORDER BY m.at LIMIT 1) AS from_number
FROM reports r LEFT JOIN calls c ON c.id = r.call_id LEFT JOIN users u ON u.id = r.added_by
LEFT JOIN users s ON s.id = c.user_id
WHERE r.incident_id = :id ORDER BY r.at, r.id
""")
MERGED = text("""
SELECT i.id, i.number, t.name_id AS type_name_id, t.name_en AS type_name_en, i.opened_at, m.at AS merged_at,
    u.name AS merged_by, cardinality(m.reports) AS reports, cardinality(m.assignments) AS units
FROM incidents i JOIN incident_types t ON t.code = i.type_code
JOIN merges m ON m.source_id = i.id AND m.undone_at IS NULL LEFT JOIN users u ON u.id = m.user_id
WHERE i.merged_into = :id ORDER BY m.at
""")
OTHER_CALLS = text("""
SELECT c.id, coalesce(c.received_at, c.first_seen_at) AS received_at, c.state, c.outcome, c.disposition, c.direction,
    c.incident_id, i.number AS incident_number, i.state AS incident_state, t.name_id AS type_name_id,
    t.name_en AS type_name_en, i.place_text
FROM calls c LEFT JOIN incidents i ON i.id = c.incident_id LEFT JOIN incident_types t ON t.code = i.type_code
WHERE c.person_id = :person AND c.id <> :id ORDER BY received_at DESC LIMIT :limit
""")


async def duplicates(
    session: AsyncSession,
    *,
    type_code: str = "",
    lat: float | None = None,
    lon: float | None = None,
    radius_m: float | None = None,
    kelurahan_code: str = "",
    words: str = "",
    call_id: str | None = None,
    incident_id: str | None = None,
    exercise: bool = False,
    now: datetime | None = None,
) -> list[View]:
    """Likely the same as what is being taken down, best first, at most SHOWN. `incident_id` is left out itself."""
    now = now or utc_now()
    caller = (await session.execute(CALLER, {"id": call_id})).one_or_none() if call_id else None
    person = caller.person_id if caller else None
    taken = Sighting(
        type_code=type_code,
        group=await _group(session, type_code),
        point=(lat, lon) if lat is not None and lon is not None else None,
        radius_m=radius_m or 0.0,
        kelurahan_code=kelurahan_code,
        words=address_words(words),
        caller_ids=frozenset({person} if person else ()),
    )
    rows = await session.execute(
        CANDIDATES,
        {
            "closed_since": now - CLOSED_WITHIN,
            "exercise": bool(exercise or (caller and caller.exercise)),
            "lat": lat if taken.point else None,
            "lon": lon if taken.point else None,
            "person": person,
            "degrees": WITHIN_DEGREES,
        },
    )
    here = {incident_id, caller.incident_id if caller else None}
    found = [
        (likelihood(taken, seen, now), row, seen) for row in rows if row.id not in here for seen in [_seen(row, now)]
    ]
    likely = sorted((one for one in found if one[0] >= POSSIBLE), key=lambda one: (-one[0], -one[1].number))
    return [_duplicate(score(taken, seen, now), row) for _, row, seen in likely[:SHOWN]]


async def _group(session: AsyncSession, code: str) -> str:
    found = (await session.execute(GROUP, {"code": code})).scalar_one_or_none() if code else None
    return found or ""


def _seen(row: Any, now: datetime) -> Sighting:
    """An open one was last heard of with its last report; a closed one is over since it was closed."""
    heard = max(row.last_at or row.opened_at, row.opened_at)
    return Sighting(
        type_code=row.type_code,
        group=row.group,
        point=None if row.lat is None or row.lon is None else (row.lat, row.lon),
        radius_m=row.radius_m or 0.0,
        kelurahan_code=row.kelurahan_code,
        words=address_words(row.place_text) if row.place_text else frozenset(),
        first_at=min(row.opened_at, now),
        last_at=min(row.closed_at or heard, now),
        open=row.state == "open",
        caller_ids=frozenset(row.callers or ()),
    )


def _duplicate(match: Match, row: Any) -> View:
    return {
        "incident_id": row.id,
        "number": row.number,
        "type_code": row.type_code,
        "type_name_id": row.name_id,
        "type_name_en": row.name_en,
        "priority": row.priority,
        "state": row.state,
        "place_text": row.place_text,
        "what": row.what,
        "opened_at": ready(row.opened_at),
        "score": round(match.score, 3),
        "grade": match.grade,
        "distance_m": None if match.distance_m is None else round(match.distance_m),
        "same_caller": match.same_caller,
        "reasons_id": match.reasons_id,
        "reasons_en": match.reasons_en,
    }


async def reports(session: AsyncSession, incident_id: str) -> View:
    """`reports` in the order they were told; `merged` the incidents that went into this one."""
    return {
        "reports": await views_of(session, REPORTS, id=incident_id),
        "merged": await views_of(session, MERGED, id=incident_id),
    }


async def other_calls(session: AsyncSession, call_id: str, *, limit: int = 20) -> list[View]:
    """The caller's, newest first, each with its incident; empty when the number is withheld."""
    caller = the_one(await views_of(session, CALLER, id=call_id), UnknownCall)
    if caller["person_id"] is None:
        return []
    return await views_of(session, OTHER_CALLS, id=call_id, person=caller["person_id"], limit=limit)
