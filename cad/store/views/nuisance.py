"""What is known against a number, and which numbers wait longer: for screens, and for Asterisk's own database."""

import math
from collections.abc import Collection
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.nuisance.score import AGES, FORGOTTEN_DAYS, NUISANCE, Told, score
from cad.store.views.reading import View, views_of

# Enough for any score; who rings a thousand times must not make every screen slow.
LAST_CALLS = 200
FROM_DAYS = ", ".join(str(age.from_days) for age in AGES)

# The history of person {person}: how many calls of which age became what. A call without a disposition of its own is
# told by its incident, then by having been given up.
HISTORY = """(
    SELECT coalesce(jsonb_agg(jsonb_build_array(g.what, g.age_days, g.calls)), '[]')
    FROM (
        SELECT h.what, f.age_days, count(*) AS calls
        FROM (
            SELECT extract(epoch FROM now() - p.received_at) / 86400 AS days,
                CASE WHEN p.disposition <> '' THEN p.disposition
                    WHEN i.disposition = 'prank' THEN 'prank'
                    WHEN i.disposition = 'test' THEN 'test'
                    WHEN i.id IS NOT NULL THEN 'genuine'
                    WHEN p.outcome = 'abandoned' THEN 'abandoned' ELSE '' END AS what
            FROM calls p LEFT JOIN incidents i ON i.id = p.incident_id
            WHERE p.person_id = {person} AND p.direction = 'in' AND NOT p.test
                AND p.received_at > now() - interval '{forgotten} days'
            ORDER BY p.received_at DESC LIMIT {last_calls}) h
        CROSS JOIN LATERAL (
            SELECT max(d) AS age_days FROM unnest(ARRAY[{from_days}]) d WHERE d <= greatest(h.days, 0)) f
        GROUP BY h.what, f.age_days) g)"""


def history_of(person: str) -> str:
    """SQL for the history of a person, `person` being an expression of the query around it."""
    return HISTORY.format(person=person, forgotten=FORGOTTEN_DAYS, last_calls=LAST_CALLS, from_days=FROM_DAYS)


LOWERED_UNTIL = """(SELECT iso(w.expires_at) FROM lowered w
    WHERE w.person_id = c.person_id AND w.ended_at IS NULL AND w.expires_at > now())"""

LOWERED = text(f"""
SELECT w.id, w.person_id AS e164key, n.number_e164 AS number, w.prio, w.since, w.expires_at, u.name AS by, w.reason,
    w.call_id, {history_of("w.person_id")} AS history
FROM lowered w JOIN users u ON u.id = w.user_id
JOIN LATERAL (SELECT number_e164 FROM calls WHERE person_id = w.person_id AND number_e164 <> '' LIMIT 1) n ON true
WHERE w.ended_at IS NULL AND w.expires_at > now()
ORDER BY w.expires_at DESC
""")

PRIORITIES = text("""
SELECT n.number_e164, w.prio, w.expires_at
FROM lowered w
JOIN LATERAL (SELECT number_e164 FROM calls WHERE person_id = w.person_id AND number_e164 <> '' LIMIT 1) n ON true
WHERE w.ended_at IS NULL AND w.expires_at > now()
""")
CALLS_OF_LOWERED = text("""
SELECT c.id FROM calls c JOIN lowered w ON w.person_id = c.person_id
WHERE w.id = ANY(:ids) AND (c.ended_at IS NULL OR c.ended_at > now() - interval '1 day')
ORDER BY c.received_at DESC LIMIT 200
""")


def told(history: list[list[Any]]) -> View:
    """score, calls, nuisance_calls of what `HISTORY` gave."""
    counted = [Told(what=what, age_days=float(age_days), calls=calls) for what, age_days, calls in history]
    return {
        "score": score(counted),
        "calls": sum(one.calls for one in counted),
        "nuisance_calls": sum(one.calls for one in counted if one.what in NUISANCE),
    }


def with_nuisance(view: View) -> View:
    """A call's view with what is known of its number, out of the columns `history` and `lowered_until`."""
    history, lowered_until = view.pop("history") or [], view.pop("lowered_until")
    return view | {"nuisance": told(history) | {"lowered_until": lowered_until}}


async def lowered(session: AsyncSession) -> list[View]:
    """The numbers that wait longer now, the longest to come first."""
    found = await views_of(session, LOWERED)
    return [view | told(view.pop("history")) for view in found]


async def calls_of_lowered(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """The calls on screens whose number was lowered or lifted."""
    return set((await session.execute(CALLS_OF_LOWERED, {"ids": list(ids)})).scalars())


async def priorities(session: AsyncSession) -> dict[str, str]:
    """Asterisk's family `priority`: e164 -> `<prio>|<expires, seconds since 1970>`."""
    rows = (await session.execute(PRIORITIES)).all()
    return {row.number_e164: f"{row.prio}|{math.ceil(row.expires_at.timestamp())}" for row in rows}
