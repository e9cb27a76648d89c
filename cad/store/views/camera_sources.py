"""Where each camera's pictures come from. For the video process alone: a source may hold a password."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from cad.store.rows import table_of
from cad.store.tables import CameraRow

CAMERAS = table_of(CameraRow)
OF_CENTER = (
    select(CAMERAS.c.id, CAMERAS.c.name, CAMERAS.c.source)
    .where(CAMERAS.c.center_id == bindparam("center"))
    .order_by(CAMERAS.c.name)
)


async def camera_sources(session: AsyncConnection | AsyncSession, center_id: str) -> list[dict[str, Any]]:
    """id, name, source of the center's cameras."""
    return [dict(row) for row in (await session.execute(OF_CENTER, {"center": center_id})).mappings()]
