"""Everything a console draws, as of one position of the journal."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.abandoned import open_abandoned
from cad.store.views.alarms import alarms
from cad.store.views.calls import live_calls
from cad.store.views.city import city
from cad.store.views.desks import desks
from cad.store.views.incidents import live_incidents
from cad.store.views.journal import journal_head
from cad.store.views.units import pages, units


async def snapshot(session: AsyncSession, user: object = None) -> dict[str, Any]:
    """The session reads one snapshot (REPEATABLE READ), so all of it belongs to `position`."""
    return {
        "position": await journal_head(session),
        "alarms": await alarms(session),
        "abandoned": await open_abandoned(session),
        "calls": await live_calls(session),
        "incidents": await live_incidents(session),
        "units": await units(session),
        "desks": await desks(session),
        "pages": await pages(session),
        **await city(session),
    }
