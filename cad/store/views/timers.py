"""Timers that are not over, the thresholds they run by, and hand-overs."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.hand_overs.errors import UnknownHandOver
from cad.store.views.reading import View, grouped, the_one, views_of
from cad.timers.defaults import DEFAULT_RULES
from cad.timers.errors import UnknownTimer

TIMER = """
SELECT t.id, t.kind, t.incident_id, i.number AS incident_number, i.priority, t.assignment_id, t.unit_id, n.call_sign,
    t.agency_id, g.name AS agency_name, t.started_at, t.due_at, t.state, t.level, t.raised_at, t.acknowledged_at,
    u.name AS acknowledged_by, t.note, t.stopped_at
FROM timers t JOIN incidents i ON i.id = t.incident_id
LEFT JOIN units n ON n.id = t.unit_id
LEFT JOIN agencies g ON g.id = t.agency_id
LEFT JOIN users u ON u.id = t.acknowledged_by
"""
LIVE = text(f"{TIMER} WHERE t.state <> 'stopped' ORDER BY t.level DESC, i.priority, t.due_at LIMIT :most")
ONE = text(f"{TIMER} WHERE t.id = :id")
RULES = text("SELECT version, rules, duty_phones FROM timer_rules LIMIT 1")
AGENCIES = text("SELECT id, name, kind, phone FROM agencies ORDER BY name")
HAND_OVER = """
SELECT h.id, h.incident_id, h.from_agency_id, f.name AS from_agency_name, h.to_agency_id, g.name AS to_agency_name,
    h.reason, h.state, h.asked_at, a.name AS asked_by, h.answered_at, b.name AS answered_by, h.note
FROM hand_overs h JOIN agencies g ON g.id = h.to_agency_id
LEFT JOIN agencies f ON f.id = h.from_agency_id
LEFT JOIN users a ON a.id = h.asked_by
LEFT JOIN users b ON b.id = h.answered_by
"""
HAND_OVERS = text(f"{HAND_OVER} WHERE h.incident_id = ANY(:ids) ORDER BY h.asked_at")
ONE_HAND_OVER = text(f"{HAND_OVER} WHERE h.id = :id")
MOST = 500


async def timers(session: AsyncSession) -> list[View]:
    """Those that run or are late: the furthest escalated first."""
    return await views_of(session, LIVE, most=MOST)


async def timer(session: AsyncSession, timer_id: str) -> View:
    return the_one(await views_of(session, ONE, id=timer_id), UnknownTimer)


async def timer_rules(session: AsyncSession) -> View:
    """`standard` is true while the center has set none of its own; `agencies` with the number that an SMS goes to."""
    found = await views_of(session, RULES)
    kept: dict[str, Any] = found[0] if found else {"version": 0, "rules": [], "duty_phones": {}}
    standard = [asdict(rule) for rule in DEFAULT_RULES]
    return {
        "version": kept["version"],
        "rules": kept["rules"] or standard,
        "standard": not kept["rules"],
        "defaults": standard,
        "duty_phones": kept["duty_phones"],
        "agencies": await views_of(session, AGENCIES),
    }


async def hand_overs_of(session: AsyncSession, incident_ids: Collection[str]) -> dict[str, list[View]]:
    """By incident, oldest first."""
    return grouped(await views_of(session, HAND_OVERS, ids=list(incident_ids)), "incident_id")


async def hand_over(session: AsyncSession, hand_over_id: str) -> View:
    return the_one(await views_of(session, ONE_HAND_OVER, id=hand_over_id), UnknownHandOver)
