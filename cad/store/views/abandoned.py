"""Lost callers, as the list of callbacks shows them. Two queries for any number of entries."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.abandoned.errors import UnknownAbandoned
from cad.store.views.reading import View, the_one, views_of

CALLS_SHOWN = 20
LAST_INCIDENTS = 5
# On every console at once; in a surge nobody reads further down, and the list itself goes on.
SHOWN_AT_ONCE = 300

# The place is where one of these calls, else the person's last incident, was said to be.
ENTRY = """
SELECT a.id, c.number_raw AS number, c.number_e164, c.withheld, a.kind, a.calls, a.first_at, a.last_at, a.waited_s,
    a.state, a.reason, a.note, u.name AS claimed_by, a.claimed_by AS claimed_by_id, a.attempts, a.last_attempt_at,
    a.callback_call_id, a.closed_at, a.exercise, NOT c.withheld AND c.number_raw <> '' AS callable,
    ARRAY(SELECT l.call_id FROM lost_calls l WHERE l.abandoned_id = a.id
        ORDER BY l.at DESC, l.call_id LIMIT :calls_shown) AS call_ids,
    CASE WHEN a.person_id IS NOT NULL AND a.state IN ('open', 'calling') THEN (
        SELECT q.id FROM calls q WHERE q.person_id = a.person_id AND q.ended_at IS NULL AND q.direction = 'in'
        ORDER BY q.received_at DESC LIMIT 1) END AS on_the_line
FROM abandoned a JOIN calls c ON c.id = a.last_call_id LEFT JOIN users u ON u.id = a.claimed_by
"""
ORDER = "ORDER BY a.last_at DESC, a.id"
BY_ID = text(f"{ENTRY} WHERE a.id = ANY(:ids) {ORDER}")
ACTIVE = text(f"{ENTRY} WHERE a.state IN ('open', 'calling') {ORDER} LIMIT :limit")
# Nobody was lost where no call is left: what was told later took it back.
SEARCH = text(f"{ENTRY} WHERE a.calls > 0 AND (CAST(:state AS text) IS NULL OR a.state = :state) {ORDER} LIMIT :limit")

# What is known of each entry's caller; `last_at` is the last call before or beside these.
CALLERS = text("""
SELECT a.id,
    (SELECT jsonb_build_object('calls', count(*), 'last_at', iso(max(p.received_at) FILTER (WHERE l.call_id IS NULL)))
        FROM calls p LEFT JOIN lost_calls l ON l.call_id = p.id AND l.abandoned_id = a.id
        WHERE p.person_id = a.person_id AND p.direction = 'in') AS history,
    k.found AS incidents,
    (SELECT jsonb_build_object('text', i.place_text, 'kelurahan_code', i.kelurahan_code, 'lat', i.lat, 'lon', i.lon,
            'source', i.place_source, 'radius_m', i.radius_m, 'incident_id', i.id)
        FROM incidents i WHERE i.id = k.last AND (i.place_text <> '' OR i.lat IS NOT NULL)) AS place
FROM abandoned a
JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'number', o.number, 'type_name', o.name_id,
            'opened_at', iso(o.opened_at)) ORDER BY o.opened_at DESC), '[]') AS found,
        (array_agg(o.id ORDER BY o.opened_at DESC))[1] AS last
    FROM (
        SELECT i.id, i.number, t.name_id, i.opened_at
        FROM incidents i JOIN incident_types t ON t.code = i.type_code
        WHERE i.id IN (SELECT q.incident_id FROM calls q WHERE q.person_id = a.person_id)
        ORDER BY i.opened_at DESC LIMIT :last_incidents) o) k ON true
WHERE a.id = ANY(:ids) AND a.person_id IS NOT NULL
""")
TOUCHED = text("""
SELECT a.id FROM abandoned a
WHERE a.state IN ('open', 'calling') AND a.person_id IN (
    SELECT person_id FROM calls WHERE id = ANY(:calls) AND direction = 'in')
""")
OF_PERSONS = text("SELECT id FROM abandoned WHERE person_id = ANY(:persons)")


async def abandoned_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await _views(session, BY_ID, ids=list(ids)) if ids else []


async def open_abandoned(session: AsyncSession) -> list[View]:
    """Those that somebody should call back, or is calling back; the newest 300."""
    return await _views(session, ACTIVE, limit=SHOWN_AT_ONCE)


async def abandoned(session: AsyncSession, *, state: str | None = None, limit: int = 50) -> list[View]:
    """Newest first; struck, reached and dismissed ones too."""
    return await _views(session, SEARCH, state=state, limit=limit)


async def abandoned_entry(session: AsyncSession, abandoned_id: str) -> View:
    return the_one(await abandoned_views(session, [abandoned_id]), UnknownAbandoned)


async def abandoned_of_persons(session: AsyncSession, persons: Collection[str]) -> set[str]:
    return set((await session.execute(OF_PERSONS, {"persons": list(persons)})).scalars())


async def abandoned_of_calls(session: AsyncSession, calls: Collection[str]) -> set[str]:
    """The open entries of those who make these calls: whether they are on the line has changed."""
    return set((await session.execute(TOUCHED, {"calls": list(calls)})).scalars())


async def _views(session: AsyncSession, query: Any, **values: Any) -> list[View]:
    entries = await views_of(session, query, calls_shown=CALLS_SHOWN, **values)
    if not entries:
        return []
    ids = [entry["id"] for entry in entries]
    told = {row["id"]: row for row in await views_of(session, CALLERS, ids=ids, last_incidents=LAST_INCIDENTS)}
    return [entry | _caller(told.get(entry["id"])) for entry in entries]


def _caller(told: View | None) -> View:
    if told is None:
        return {"caller": None, "place": None}
    return {"caller": told["history"] | {"incidents": told["incidents"]}, "place": told["place"]}
