"""One assignment as its crew sees it, found by the link's token: nothing about the caller is read."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from cad.store.rows import table_of
from cad.store.tables import AssignmentRow, IncidentRow, IncidentTypeRow, KelurahanRow, UnitRow
from cad.store.views.reading import ready

ASSIGNMENTS, INCIDENTS, UNITS = table_of(AssignmentRow), table_of(IncidentRow), table_of(UnitRow)
TYPES, KELURAHAN = table_of(IncidentTypeRow), table_of(KelurahanRow)
TIMES = ("dispatched_at", "acknowledged_at", "en_route_at", "on_scene_at", "cleared_at")

BY_TOKEN = (
    select(
        ASSIGNMENTS.c.id,
        ASSIGNMENTS.c.incident_id,
        ASSIGNMENTS.c.order,
        ASSIGNMENTS.c.status,
        *(ASSIGNMENTS.c[name] for name in TIMES),
        UNITS.c.call_sign,
        INCIDENTS.c.number,
        INCIDENTS.c.priority,
        INCIDENTS.c.what,
        INCIDENTS.c.exercise,
        INCIDENTS.c.type_code,
        INCIDENTS.c.place_text,
        INCIDENTS.c.lat,
        INCIDENTS.c.lon,
        INCIDENTS.c.radius_m,
        TYPES.c.name_id,
        TYPES.c.name_en,
        KELURAHAN.c.name.label("kelurahan_name"),
        KELURAHAN.c.kecamatan,
    )
    .join_from(ASSIGNMENTS, INCIDENTS, INCIDENTS.c.id == ASSIGNMENTS.c.incident_id)
    .join(UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id)
    .outerjoin(TYPES, TYPES.c.code == INCIDENTS.c.type_code)
    .outerjoin(KELURAHAN, KELURAHAN.c.code == INCIDENTS.c.kelurahan_code)
    .where(ASSIGNMENTS.c.token == bindparam("token"))
)
OTHERS = (
    select(UNITS.c.call_sign)
    .join_from(ASSIGNMENTS, UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id)
    .where(ASSIGNMENTS.c.incident_id == bindparam("incident"), ASSIGNMENTS.c.id != bindparam("own"))
    .where(ASSIGNMENTS.c.status.not_in(("available", "cancelled")))
    .order_by(ASSIGNMENTS.c.order)
)


async def responder(session: AsyncConnection | AsyncSession, token: str) -> dict[str, Any] | None:
    """None when no assignment has this token."""
    row = (await session.execute(BY_TOKEN, {"token": token})).mappings().one_or_none()
    if row is None:
        return None
    others = await session.execute(OTHERS, {"incident": row["incident_id"], "own": row["id"]})
    return {
        **{name: ready(row[name]) for name in ("id", "status", "call_sign", "priority", "what", "exercise", *TIMES)},
        "order": f"{row['number']}-{row['order']}",
        "type_name_id": row["name_id"] or row["type_code"],
        "type_name_en": row["name_en"] or row["type_code"],
        "place": {
            "text": row["place_text"],
            **{name: row[name] for name in ("kelurahan_name", "kecamatan", "lat", "lon", "radius_m")},
        },
        "others": list(others.scalars()),
    }
