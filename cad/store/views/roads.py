"""The road network in use, and what of it is closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.closures.errors import UnknownClosure
from cad.store.views.reading import View, the_one, views_of

NEWEST = text("SELECT id, name, nodes, segments FROM road_graphs ORDER BY made_at DESC, id LIMIT 1")
ARRAYS = text("SELECT arrays FROM road_graphs WHERE id = :id")
HOLDING = text("""
SELECT id, lat, lon, radius_m, way, factor FROM closures
WHERE lifted_at IS NULL AND since <= :now AND (until IS NULL OR until > :now) ORDER BY id
""")
CLOSURES = """
SELECT c.id, c.what, c.lat, c.lon, c.radius_m, c.factor, c.since, c.until, u.name AS made_by, c.lifted_at
FROM closures c LEFT JOIN users u ON u.id = c.made_by
"""
OPEN = text(
    f"{CLOSURES} WHERE c.lifted_at IS NULL AND (c.until IS NULL OR c.until > :now) ORDER BY c.since DESC LIMIT 200"
)
ONE = text(f"{CLOSURES} WHERE c.id = :id")
STATION_POINTS = text("""
SELECT s.id, g.kind AS agency_kind, s.lat, s.lon FROM stations s JOIN agencies g ON g.id = s.agency_id ORDER BY s.id
""")


async def station_points(session: AsyncSession) -> list[View]:
    return await views_of(session, STATION_POINTS)


async def newest_roads(session: AsyncSession) -> View | None:
    found = await views_of(session, NEWEST)
    return found[0] if found else None


async def road_arrays(session: AsyncSession, graph_id: str) -> bytes:
    return bytes((await session.execute(ARRAYS, {"id": graph_id})).scalar_one())


async def holding_closures(session: AsyncSession, now: datetime) -> list[dict[str, Any]]:
    """Those that hold at this moment."""
    return [dict(row) for row in (await session.execute(HOLDING, {"now": now})).mappings()]


async def closures(session: AsyncSession, now: datetime) -> list[View]:
    """Those that hold and those to come, newest first."""
    return await views_of(session, OPEN, now=now)


async def closure(session: AsyncSession, closure_id: str) -> View:
    return the_one(await views_of(session, ONE, id=closure_id), UnknownClosure)
