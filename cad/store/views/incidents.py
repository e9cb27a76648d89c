"""Incidents with their calls, assignments and narrative: three queries for any number of incidents."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.dispatching.errors import UnknownAssignment
from cad.dispatching.steps import possible
from cad.incidents.errors import UnknownIncident
from cad.store.journal import story_of
from cad.store.views.journal import entry_view
from cad.store.views.protocols import with_cards
from cad.store.views.reading import View, grouped, the_one, views_of
from cad.store.views.search import Wanted, found_incidents
from cad.voices.model import NOTICE_SUGGESTED_FROM, NOTICE_SUGGESTED_WITHIN

LAST_INCIDENTS = 50
SUGGESTED = {"notice_within": NOTICE_SUGGESTED_WITHIN, "notice_from": NOTICE_SUGGESTED_FROM}

INCIDENT = """
SELECT i.id, i.number, i.type_code, i.type_version, t.name_id AS type_name_id, t.name_en AS type_name_en,
    i.priority, i.state, i.what,
    jsonb_build_object('text', i.place_text, 'kelurahan_code', i.kelurahan_code, 'kelurahan_name', k.name,
        'lat', i.lat, 'lon', i.lon, 'source', i.place_source, 'radius_m', i.radius_m) AS place,
    i.opened_at, u.name AS opened_by, i.closed_at, nullif(i.disposition, '') AS disposition, i.note, i.version,
    i.exercise, i.merged_into, (SELECT m.number FROM incidents m WHERE m.id = i.merged_into) AS merged_number,
    (SELECT count(*) FROM reports r WHERE r.incident_id = i.id) AS report_count,
    i.major_incident_id, (SELECT m.number FROM incidents m WHERE m.id = i.major_incident_id) AS major_number,
    (SELECT count(*) FROM incidents m WHERE m.major_incident_id = i.id) AS member_count,
    i.entered_at, i.entered_at IS NOT NULL AS entered_late,
    EXISTS (SELECT FROM voices v WHERE v.notice_incident_id = i.id AND v.notice_until > now()) AS notice,
    i.state = 'open' AND (SELECT count(*) FROM calls c WHERE c.incident_id = i.id
        AND c.received_at > now() - CAST(:notice_within AS interval)) >= :notice_from AS notice_suggested,
    i.alarm_level, i.reopened_at, i.lead_agency_id,
    (SELECT g.name FROM agencies g WHERE g.id = i.lead_agency_id) AS lead_agency_name,
    (SELECT jsonb_build_object('id', h.id, 'to_agency_id', h.to_agency_id, 'to_agency_name', g.name, 'state', h.state,
        'reason', h.reason, 'asked_at', iso(h.asked_at), 'note', h.note)
        FROM hand_overs h JOIN agencies g ON g.id = h.to_agency_id
        WHERE h.incident_id = i.id ORDER BY h.asked_at DESC LIMIT 1) AS hand_over,
    ARRAY(SELECT c.id FROM calls c WHERE c.incident_id = i.id ORDER BY c.received_at) AS call_ids
FROM incidents i
JOIN incident_types t ON t.code = i.type_code
LEFT JOIN kelurahan k ON k.code = i.kelurahan_code
LEFT JOIN users u ON u.id = i.opened_by
"""
BY_ID = text(f"{INCIDENT} WHERE i.id = ANY(:ids) ORDER BY i.opened_at DESC")
LIVE = text(f"""
{INCIDENT} WHERE i.id = ANY(ARRAY(SELECT id FROM incidents WHERE state = 'open' UNION ALL
    (SELECT id FROM incidents WHERE state = 'closed' ORDER BY closed_at DESC LIMIT :last)))
ORDER BY i.opened_at DESC
""")
ASSIGNMENT = """
SELECT a.id, a.incident_id, a.unit_id, n.call_sign, a."order", a.status, a.dispatched_at, a.acknowledged_at,
    a.en_route_at, a.on_scene_at, a.transporting_at, a.at_hospital_at, a.returning_at, a.cleared_at, a.stepped_at,
    a.crew_ok_at, a.cancel_reason, a.eta_s, p.id AS page_id, p.state AS page_state
FROM assignments a JOIN units n ON n.id = a.unit_id
LEFT JOIN LATERAL (
    SELECT g.id, g.state FROM pages g WHERE g.assignment_id = a.id AND g.agency_id IS NULL
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1
) p ON true
"""
# What was merged into an incident is still its own row; whoever looks at the incident sees it too.
WITH_MERGED = """
WITH RECURSIVE held (root, id) AS (
    SELECT i.id, i.id FROM incidents i WHERE i.id = ANY(:ids)
    UNION ALL SELECT h.root, m.id FROM incidents m JOIN held h ON m.merged_into = h.id
)
"""
ASSIGNMENTS = text(f"""
{WITH_MERGED} SELECT x.*, h.root FROM held h JOIN ({ASSIGNMENT}) x ON x.incident_id = h.id
ORDER BY x.incident_id <> h.root, x."order"
""")
ONE_ASSIGNMENT = text(f"{ASSIGNMENT} WHERE a.id = :id")
NARRATIVE = text(f"""
{WITH_MERGED} SELECT h.root, n.id, n.incident_id, n.at, u.name AS user_name, n.text, n.struck, n.struck_at,
    (SELECT s.name FROM users s WHERE s.id = n.struck_by) AS struck_by, n.struck_reason
FROM held h JOIN narratives n ON n.incident_id = h.id LEFT JOIN users u ON u.id = n.user_id
ORDER BY n.at, n.id
""")
# With what came by merges; and of one that was merged, what went with it, so that its own story stays whole.
PARTS = text(f"""
{WITH_MERGED}, gone AS (SELECT * FROM merges WHERE source_id IN (SELECT id FROM held) AND undone_at IS NULL)
SELECT 'incident' AS kind, id FROM held
UNION SELECT 'assignment', a.id FROM assignments a JOIN held ON held.id = a.incident_id
UNION SELECT 'page', p.id FROM pages p JOIN held ON held.id = p.incident_id
UNION SELECT 'timer', t.id FROM timers t JOIN held ON held.id = t.incident_id
UNION SELECT 'call', c.id FROM calls c JOIN held ON held.id = c.incident_id
UNION SELECT 'report', r.id FROM reports r JOIN held ON held.id = r.incident_id
UNION SELECT 'call', unnest(reports || calls) FROM gone
UNION SELECT 'assignment', unnest(assignments) FROM gone
UNION SELECT 'abandoned', l.abandoned_id FROM lost_calls l JOIN calls c ON c.id = l.call_id
    JOIN held ON held.id = c.incident_id
""")


async def _whole(session: AsyncSession, incidents: list[View]) -> list[View]:
    ids = [incident["id"] for incident in incidents]
    if not ids:
        return []
    assignments = grouped(await views_of(session, ASSIGNMENTS, ids=ids), "root")
    narrative = grouped(await views_of(session, NARRATIVE, ids=ids), "root")
    for incident in incidents:
        incident["assignments"] = [with_steps(one) for one in assignments.get(incident["id"], [])]
        incident["narrative"] = narrative.get(incident["id"], [])
    return await with_cards(session, incidents)


async def incident_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await _whole(session, await views_of(session, BY_ID, ids=list(ids), **SUGGESTED)) if ids else []


async def live_incidents(session: AsyncSession) -> list[View]:
    """Those that are open, and the last that were closed."""
    return await _whole(session, await views_of(session, LIVE, last=LAST_INCIDENTS, **SUGGESTED))


async def incident(session: AsyncSession, incident_id: str) -> View:
    return the_one(await incident_views(session, [incident_id]), UnknownIncident)


async def incidents(
    session: AsyncSession, *, state: str | None = None, q: str = "", limit: int = 50, **filters: Any
) -> list[View]:
    """Newest first; `q` is a number, or the beginnings of words of what, where, the type and the narrative. `filters`:
    see `cad.store.views.search.Wanted`."""
    wanted = Wanted(state=state, q=q, limit=limit, **filters)
    return await incident_views(session, await found_incidents(session, wanted))


async def assignment(session: AsyncSession, assignment_id: str) -> View:
    return with_steps(the_one(await views_of(session, ONE_ASSIGNMENT, id=assignment_id), UnknownAssignment))


def with_steps(assignment: View) -> View:
    """`steps`: where it may go from here, so that a screen offers only that."""
    return assignment | {"steps": list(possible(assignment["status"]))}


async def incident_story(session: AsyncSession, incident_id: str) -> list[View]:
    """The journal about this incident, its calls, assignments and pages, oldest first."""
    parts = (await session.execute(PARTS, {"ids": [incident_id]})).all()
    entries = await story_of(session, [("incident", incident_id), *((part.kind, part.id) for part in parts)])
    return [entry_view(entry) for entry in entries]
