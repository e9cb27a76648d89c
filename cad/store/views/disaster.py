"""The center's switch, blocks of numbers for paper, and everything a printed snapshot shows."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.disaster.model import CENTER
from cad.store.views.calls import live_calls
from cad.store.views.incidents import live_incidents
from cad.store.views.reading import View, views_of
from cad.store.views.units import units

LAST = text("""
SELECT d.id, d.ended_at IS NULL AS on, d.reason, d.began_at, b.name AS began_by, d.ended_at, e.name AS ended_by
FROM disasters d JOIN users b ON b.id = d.began_by LEFT JOIN users e ON e.id = d.ended_by
ORDER BY d.began_at DESC LIMIT 1
""")
BLOCKS = text("""
SELECT n.id, n.holder, n.first, n.last, n.reserved_at, u.name AS reserved_by,
    ARRAY(SELECT i.number FROM incidents i WHERE i.center_id = n.center_id AND i.number BETWEEN n.first AND n.last
        ORDER BY i.number) AS used
FROM number_blocks n LEFT JOIN users u ON u.id = n.reserved_by
WHERE n.holder <> :center ORDER BY n.first DESC LIMIT 50
""")
OFF: View = {
    "id": None, "on": False, "reason": "", "began_at": None, "began_by": None, "ended_at": None, "ended_by": None
}  # fmt: skip


async def disaster(session: AsyncSession) -> View:
    """The one that is on, or the last one; `on` says which."""
    found = await views_of(session, LAST)
    return found[0] if found else dict(OFF)


async def number_blocks(session: AsyncSession) -> list[View]:
    """Those set aside for paper, newest first; `used` are the numbers that were entered."""
    return await views_of(session, BLOCKS, center=CENTER)


async def printed(session: AsyncSession) -> dict[str, Any]:
    """Open incidents, units, waiting calls, as the sheet shows them; the session reads one moment."""
    return {
        "disaster": await disaster(session),
        "incidents": [one for one in await live_incidents(session) if one["state"] == "open"],
        "units": await units(session),
        "calls": [one for one in await live_calls(session) if one["state"] != "ended"],
    }
