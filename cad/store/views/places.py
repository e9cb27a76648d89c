"""What the gazetteer and the areas are built from, whole: read once by each process that answers for them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.places.areas import Area
from cad.places.gazetteer import Entry
from cad.places.model import Kelurahan

GAZETTEER = text("SELECT id, kind, name, lat, lon, source, aliases FROM gazetteer")
STATIONS = text("""
SELECT s.id, 'landmark' AS kind, s.name, s.lat, s.lon, a.name AS source
FROM stations s JOIN agencies a ON a.id = s.agency_id
""")
KELURAHAN = text("SELECT code, name, kecamatan, lat, lon FROM kelurahan")
AREAS = text("""
SELECT r.id, r.kind, r.code, r.name, r.kecamatan, r.city, coalesce(a.kind, '') AS agency_kind, r.polygons
FROM areas r LEFT JOIN agencies a ON a.id = r.agency_id
""")


async def gazetteer_entries(session: AsyncSession) -> list[Entry]:
    """What was imported, the kelurahan and the agencies' own stations."""
    named = [Entry(**row._mapping) for row in (await session.execute(GAZETTEER)).all()]
    stations = [Entry(**row._mapping) for row in (await session.execute(STATIONS)).all()]
    kelurahan = [
        Entry(id=f"kelurahan:{one.code}", kind="kelurahan", name=one.name, lat=one.lat, lon=one.lon, source="kelurahan")
        for one in await kelurahan_points(session)
    ]
    return named + stations + kelurahan


async def kelurahan_points(session: AsyncSession) -> list[Kelurahan]:
    return [Kelurahan(**row._mapping) for row in (await session.execute(KELURAHAN)).all()]


async def drawn_areas(session: AsyncSession) -> list[Area]:
    return [Area(**row._mapping) for row in (await session.execute(AREAS)).all()]
