"""Desks: who sits there, and the call they have."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.desks.errors import UnknownDesk
from cad.store.views.reading import View, the_one, views_of

DESK = """
SELECT d.id, d.label, d.user_id, u.name AS user_name, d.reason, d.registered, d.skipped,
    CASE WHEN d.wrap_up_until <= now() THEN 'ready' ELSE d.state END AS state,
    CASE WHEN d.wrap_up_until <= now() THEN d.wrap_up_until ELSE d.since END AS since,
    CASE WHEN d.wrap_up_until > now() THEN d.wrap_up_until END AS wrap_up_until,
    coalesce(u.skills, '{}') AS skills,
    (SELECT c.id FROM calls c JOIN legs l ON l.call_id = c.id
        WHERE c.ended_at IS NULL AND l.desk_id = d.id AND l.answered_at IS NOT NULL AND l.released_at IS NULL
        ORDER BY l.answered_at DESC LIMIT 1) AS call_id
FROM desks d LEFT JOIN users u ON u.id = d.user_id
"""
DESKS = text(f"{DESK} ORDER BY d.id")
DESKS_BY_ID = text(f"{DESK} WHERE d.id = ANY(:ids) ORDER BY d.id")


async def desks(session: AsyncSession) -> list[View]:
    return await views_of(session, DESKS)


async def desk_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, DESKS_BY_ID, ids=list(ids)) if ids else []


async def desk(session: AsyncSession, desk_id: str) -> View:
    return the_one(await desk_views(session, [desk_id]), UnknownDesk)
