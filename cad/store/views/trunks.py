"""Trunks as the administrator sees them, never with a secret; and who was turned away."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, the_one, views_of
from cad.trunks.errors import UnknownTrunk

TRUNK = """
SELECT id, name, host, port, transport, username, sealed <> '' AS has_secret, registers, srtp, priority, enabled,
    peers, state, latency_ms, since, calls_in, calls_out, failures
FROM trunks WHERE removed_at IS NULL
"""
TRUNKS = text(f"{TRUNK} ORDER BY priority, name, id")
BY_ID = text(f"{TRUNK} AND id = ANY(:ids)")
TOTALS = text("SELECT reason, sum(count)::bigint AS calls, min(at) AS since FROM refusals GROUP BY reason")
LAST = text("SELECT at, address, reason, count FROM refusals ORDER BY at DESC, count DESC LIMIT 50")


async def trunks(session: AsyncSession) -> list[View]:
    """In the order in which they are dialled out."""
    return await views_of(session, TRUNKS)


async def trunk_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, BY_ID, ids=list(ids)) if ids else []


async def trunk(session: AsyncSession, trunk_id: str) -> View:
    return the_one(await trunk_views(session, [trunk_id]), UnknownTrunk)


async def trunks_refused(session: AsyncSession) -> View:
    """Of the last 30 days."""
    totals = await views_of(session, TOTALS)
    return {
        "since": min((row["since"] for row in totals), default=None),
        "total": sum(row["calls"] for row in totals),
        "by_reason": {row["reason"]: row["calls"] for row in totals},
        "last": await views_of(session, LAST),
    }
