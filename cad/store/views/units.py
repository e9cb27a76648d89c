"""Units and pages as a board shows them."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.messages.errors import UnknownPage
from cad.store.views.reading import View, the_one, views_of
from cad.units.errors import UnknownUnit

LAST_PAGES = 50

UNIT = """
SELECT n.id, n.call_sign, n.agency_id, g.name AS agency_name, g.kind AS agency_kind, n.kind, n.capabilities, n.crew,
    n.status, n.status_since, n.status_reason, n.lat, n.lon, n.position_at, s.name AS station_name, a.incident_id
FROM units n
JOIN agencies g ON g.id = n.agency_id
LEFT JOIN stations s ON s.id = n.station_id
LEFT JOIN assignments a ON a.unit_id = n.id AND a.status NOT IN ('available', 'cancelled')
"""
UNITS = text(f"{UNIT} ORDER BY n.call_sign")
UNITS_BY_ID = text(f"{UNIT} WHERE n.id = ANY(:ids) ORDER BY n.call_sign")
PAGE = """
SELECT p.id, p.kind, p.incident_id, i.number AS incident_number, p.assignment_id, p.unit_id, p.agency_id,
    CASE WHEN p.agency_id IS NULL THEN n.call_sign ELSE g.name END AS call_sign, p."to", p.body, p.state,
    p.attempts, p.error, p.created_at, p.sent_at, p.delivered_at, p.provider_sid, p.exercise
FROM pages p JOIN incidents i ON i.id = p.incident_id LEFT JOIN units n ON n.id = p.unit_id
LEFT JOIN agencies g ON g.id = p.agency_id
"""
PAGES = text(f"{PAGE} ORDER BY p.created_at DESC, p.id DESC LIMIT :limit")
PAGES_BY_ID = text(f"{PAGE} WHERE p.id = ANY(:ids) ORDER BY p.created_at DESC, p.id DESC")


async def units(session: AsyncSession) -> list[View]:
    return await views_of(session, UNITS)


async def unit_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, UNITS_BY_ID, ids=list(ids)) if ids else []


async def unit(session: AsyncSession, unit_id: str) -> View:
    return the_one(await unit_views(session, [unit_id]), UnknownUnit)


async def pages(session: AsyncSession, *, limit: int = LAST_PAGES) -> list[View]:
    """Newest first."""
    return await views_of(session, PAGES, limit=limit)


async def page_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, PAGES_BY_ID, ids=list(ids)) if ids else []


async def page(session: AsyncSession, page_id: str) -> View:
    return the_one(await page_views(session, [page_id]), UnknownPage)
