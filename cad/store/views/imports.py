"""Imports as they are listed, what one would change, and what the city has for readers to check against."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.imports.model import Draft, Known
from cad.imports.rules import Difference, difference
from cad.places.model import Kelurahan
from cad.store.repositories.imports import there
from cad.store.views.reading import View, views_of

IMPORTS = text("""
SELECT i.id, i.kind, i.file_name, i.sha256, i.taken_at, u.name AS taken_by, i.summary, i.taken_back_at,
    i.taken_back_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM imports later WHERE later.kind = i.kind AND later.taken_back_at IS NULL
            AND (later.taken_at, later.id) > (i.taken_at, i.id)) AS can_take_back
FROM imports i LEFT JOIN users u ON u.id = i.taken_by
ORDER BY i.taken_at DESC, i.id DESC LIMIT :most
""")
AGENCIES = text("SELECT id, name, kind FROM agencies")
STATIONS = text("SELECT id, name, agency_id FROM stations")
UNITS = text("SELECT id, call_sign FROM units")
KELURAHAN = text("SELECT code, name, kecamatan, lat, lon FROM kelurahan")
EXAMPLES = 5  # of each kind of change, beside the counts


async def imports(session: AsyncSession, most: int = 100) -> list[View]:
    return await views_of(session, IMPORTS, most=most)


async def known_city(session: AsyncSession, center_id: str, country_code: str, area_code: str) -> Known:
    agencies = (await session.execute(AGENCIES)).all()
    stations = (await session.execute(STATIONS)).all()
    return Known(
        center_id=center_id,
        country_code=country_code,
        area_code=area_code,
        agencies={row.id: row.name for row in agencies},
        agency_kinds={row.id: row.kind for row in agencies},
        stations={row.id: row.name for row in stations},
        station_agencies={row.id: row.agency_id for row in stations},
        units={row.id: row.call_sign for row in (await session.execute(UNITS)).all()},
        kelurahan={row.code: Kelurahan(**row._mapping) for row in (await session.execute(KELURAHAN)).all()},
    )


async def preview(session: AsyncSession, draft: Draft) -> list[View]:
    """By table: what taking this draft would do now."""
    shown = []
    for sheet in draft.sheets:
        found = difference(sheet, await there(session, sheet))
        shown.append({"table": sheet.table, **found.counts, "examples": _examples(found)})
    return shown


def _examples(found: Difference) -> dict[str, list[str]]:
    changed = [after for after, _ in found.changed]
    rows: dict[str, Any] = {"new": found.new, "changed": changed, "removed": found.removed}
    return {name: [_name(row) for row in some[:EXAMPLES]] for name, some in rows.items()}


def _name(row: dict[str, Any]) -> str:
    return str(row.get("name") or row.get("call_sign") or row.get("e164") or row.get("id") or "")
