"""What Asterisk's own database should hold, so that its dialplan decides alone when all of ours are dead.

One function a family, registered here by whoever owns it. Each gives the whole family, key -> value, on one line
each; what Asterisk has beyond that is deleted. A family that is not registered is left alone.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.trunks import trunk_keys
from cad.store.views.nuisance import priorities
from cad.store.views.queues import route_keys
from cad.store.voices import notice_keys, tester_keys

Family = Callable[[AsyncSession], Awaitable[dict[str, str]]]

FAMILIES: dict[str, Family] = {
    "route": route_keys,
    "trunk": trunk_keys,
    "test": tester_keys,
    "notice": notice_keys,
    "priority": priorities,
}


async def astdb_wishes(session: AsyncSession) -> dict[str, dict[str, str]]:
    """Every registered family as it should be."""
    return {name: await family(session) for name, family in FAMILIES.items()}
