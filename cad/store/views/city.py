"""What changes rarely: agencies, stations, incident types, kelurahan, cameras."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.protocols import types
from cad.store.views.reading import View, views_of

AGENCIES = text("SELECT id, name, kind, phone FROM agencies ORDER BY name")
AGENCY_PHONE = text("SELECT name, phone FROM agencies WHERE id = :id")
STATIONS = text("SELECT id, name, agency_id, lat, lon FROM stations ORDER BY name")
KELURAHAN = text("SELECT code, name, kecamatan, lat, lon FROM kelurahan ORDER BY name")
# A camera's state is known to the video process, not here.
CAMERAS = text("SELECT id, name, lat, lon, heading, fov, 'unknown' AS state FROM cameras ORDER BY name")


async def city(session: AsyncSession) -> dict[str, list[View]]:
    return {
        "agencies": await views_of(session, AGENCIES),
        "stations": await views_of(session, STATIONS),
        "types": await types(session),
        "kelurahan": await views_of(session, KELURAHAN),
        "cameras": await cameras(session),
    }


async def cameras(session: AsyncSession) -> list[View]:
    return await views_of(session, CAMERAS)


async def agency_phone(session: AsyncSession, agency_id: str) -> tuple[str, str]:
    """Its name and number; both empty when there is no such agency."""
    row = (await session.execute(AGENCY_PHONE, {"id": agency_id})).one_or_none()
    return (row.name, row.phone) if row else ("", "")
