"""Calls as a screen shows them: the state, who has it, what is known of the number. One query for any number."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.calls.errors import UnknownCall
from cad.store.journal import Entry, story_of
from cad.store.views.journal import entry_view
from cad.store.views.locations import LOCATIONS, with_locations
from cad.store.views.nuisance import LOWERED_UNTIL, history_of, with_nuisance
from cad.store.views.reading import View, the_one, views_of

LAST_CALLS = 50
LAST_INCIDENTS = 5  # of a caller: the pop shows three

# `caller.calls` counts this call too; `last_at` is the one before it.
CALL = f"""
SELECT c.id, c.pbx_id, c.uniqueid, c.number_raw AS number, c.number_e164, c.withheld, c.state, c.outcome,
    coalesce(c.received_at, c.first_seen_at) AS received_at, c.answered_at, c.ended_at,
    c.desk_id, c.user_id, u.name AS user_name, c.returned, c.incident_id, c.exercise,
    c.test, c.silent, c.notice_of, c.disposition, c.skill, c.overflow, c.queue_priority AS priority,
    (SELECT x.abandoned_id FROM lost_calls x WHERE x.call_id = c.id) AS abandoned_id,
    {LOWERED_UNTIL} AS lowered_until, {history_of("c.person_id")} AS history,
    {LOCATIONS} AS locations,
    c.direction, c.reached_at, c.callback_of, c.parked_at,
    CASE WHEN c.parked_at IS NOT NULL THEN c.park_label ELSE '' END AS park_label,
    CASE WHEN c.ended_at IS NULL THEN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('leg', l.uniqueid, 'kind', l.kind, 'role', l.role, 'name', l.name,
            'desk_id', nullif(l.desk_id, ''), 'user_name', s.name,
            'state', CASE WHEN l.answered_at IS NULL THEN 'ringing' ELSE 'talking' END,
            'since', iso(coalesce(l.role_at, l.answered_at, l.offered_at))) ORDER BY l.uniqueid), '[]')
        FROM legs l LEFT JOIN desks k ON k.id = l.desk_id
            LEFT JOIN users s ON s.id = coalesce(l.user_id, k.user_id)
        WHERE l.call_id = c.id AND l.released_at IS NULL AND (l.answered_at IS NOT NULL OR l.how <> '')
    ) ELSE '[]'::jsonb END AS parties,
    CASE WHEN c.state = 'waiting' THEN ARRAY(
        SELECT l.desk_id FROM legs l
        WHERE l.call_id = c.id AND l.offered_at IS NOT NULL AND l.answered_at IS NULL AND l.released_at IS NULL
            AND l.kind = 'desk' AND l.how IN ('', 'transfer')
        ORDER BY l.desk_id) ELSE '{{}}'::text[] END AS offered_to,
    (SELECT r.id FROM recordings r WHERE r.call_id = c.id ORDER BY r.started_at LIMIT 1) AS recording_id,
    CASE WHEN c.person_id IS NOT NULL THEN (
        SELECT jsonb_build_object(
            'calls', count(*),
            'last_at', iso(max(p.received_at) FILTER (WHERE p.id <> c.id)),
            'incidents', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'number', k.number,
                    'type_name', k.name_id, 'opened_at', iso(k.opened_at)) ORDER BY k.opened_at DESC), '[]')
                FROM (
                    SELECT i.id, i.number, t.name_id, i.opened_at
                    FROM incidents i JOIN incident_types t ON t.code = i.type_code
                    WHERE i.id IN (SELECT q.incident_id FROM calls q WHERE q.person_id = c.person_id)
                    ORDER BY i.opened_at DESC LIMIT :last_incidents) k))
        FROM calls p WHERE p.person_id = c.person_id) END AS caller
FROM calls c LEFT JOIN users u ON u.id = c.user_id
"""
BY_ID = text(f"{CALL} WHERE c.id = ANY(:ids) ORDER BY received_at DESC")
LIVE = text(f"""
{CALL} WHERE c.ended_at IS NULL
    OR c.id IN (SELECT id FROM calls WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT :last)
ORDER BY received_at DESC
""")
SEARCH = text(f"""
{CALL} WHERE (CAST(:state AS text) IS NULL OR c.state = :state OR (:state = 'active' AND c.state <> 'ended'))
    AND (:number = '' OR c.number_e164 LIKE '%' || :number || '%' OR c.number_raw LIKE '%' || :raw || '%')
    AND (CAST(:since AS timestamptz) IS NULL OR c.received_at >= :since)
    AND (CAST(:until AS timestamptz) IS NULL OR c.received_at <= :until)
ORDER BY received_at DESC LIMIT :limit
""")
PARTS = text("""
SELECT 'recording' AS kind, id FROM recordings WHERE call_id = :id
UNION ALL SELECT 'abandoned', abandoned_id FROM lost_calls WHERE call_id = :id
UNION ALL SELECT 'lowered', id FROM lowered WHERE call_id = :id
""")


async def _views(session: AsyncSession, query: TextClause, **values: object) -> list[View]:
    return [with_locations(with_nuisance(view)) for view in await views_of(session, query, **values)]


async def call_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    if not ids:
        return []
    return await _views(session, BY_ID, ids=list(ids), last_incidents=LAST_INCIDENTS)


async def live_calls(session: AsyncSession) -> list[View]:
    """Those that are up, and the last that ended."""
    return await _views(session, LIVE, last=LAST_CALLS, last_incidents=LAST_INCIDENTS)


async def call(session: AsyncSession, call_id: str) -> View:
    return the_one(await call_views(session, [call_id]), UnknownCall)


async def calls(
    session: AsyncSession,
    *,
    state: str | None = None,
    number: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
) -> list[View]:
    """Newest first. `number` may be a part, written as people write numbers."""
    digits = re.sub(r"\D", "", number)
    if number.strip() and not digits:
        return []
    return await _views(
        session,
        SEARCH,
        state=state,
        number=digits.removeprefix("0"),
        raw=digits,
        since=since,
        until=until,
        limit=limit,
        last_incidents=LAST_INCIDENTS,
    )


async def call_story(session: AsyncSession, call_id: str) -> list[View]:
    """The journal about this call, its recordings, its caller's callbacks and lowered priority, oldest first."""
    parts = (await session.execute(PARTS, {"id": call_id})).all()
    subjects = [("call", call_id), *((part.kind, part.id) for part in parts)]
    entries: list[Entry] = await story_of(session, subjects)
    return [entry_view(entry) for entry in entries]
