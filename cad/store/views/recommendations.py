"""Recommended units: the rows for the domain's own function."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.clock import utc_now
from cad.dispatching.recommend import Candidate, recommend
from cad.incidents.errors import UnknownIncident
from cad.incidents.model import IncidentType
from cad.store.views.reading import View

CANDIDATES = text("""
SELECT n.id AS unit_id, n.call_sign, g.kind AS agency_kind, n.capabilities, n.status, n.position_at,
    coalesce(n.lat, s.lat) AS lat, coalesce(n.lon, s.lon) AS lon
FROM units n JOIN agencies g ON g.id = n.agency_id LEFT JOIN stations s ON s.id = n.station_id
""")
TYPE = text("""
SELECT code, name_id, name_en, "group", priority, agencies, capabilities FROM incident_types WHERE code = :code
""")
KELURAHAN = text("SELECT lat, lon FROM kelurahan WHERE code = :code")
INCIDENT = text("SELECT type_code, lat, lon, kelurahan_code FROM incidents WHERE id = :id")


async def recommendations_for_incident(session: AsyncSession, incident_id: str) -> list[View]:
    found = (await session.execute(INCIDENT, {"id": incident_id})).mappings().one_or_none()
    if found is None:
        raise UnknownIncident
    return await recommendations(session, **found)


async def recommendations(
    session: AsyncSession,
    *,
    type_code: str = "",
    lat: float | None = None,
    lon: float | None = None,
    kelurahan_code: str = "",
) -> list[View]:
    """Best first. Without a point the kelurahan's own stands for it; an unknown type or place is as none."""
    point = (lat, lon) if lat is not None and lon is not None else await _point_of(session, kelurahan_code)
    rows = (await session.execute(CANDIDATES)).mappings().all()
    candidates = [_candidate(dict(row)) for row in rows]
    return [asdict(one) for one in recommend(await _type(session, type_code), point, candidates, utc_now())]


async def _type(session: AsyncSession, code: str) -> IncidentType | None:
    row = (await session.execute(TYPE, {"code": code})).mappings().one_or_none() if code else None
    return IncidentType(**row) if row else None


async def _point_of(session: AsyncSession, kelurahan_code: str) -> tuple[float, float] | None:
    if not kelurahan_code:
        return None
    row = (await session.execute(KELURAHAN, {"code": kelurahan_code})).one_or_none()
    return (row.lat, row.lon) if row else None


def _candidate(row: dict[str, Any]) -> Candidate:
    lat, lon = row.pop("lat"), row.pop("lon")
    point = None if lat is None or lon is None else (lat, lon)
    return Candidate(**row | {"capabilities": tuple(row["capabilities"]), "point": point})
