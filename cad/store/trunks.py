"""What telephony reads of trunks: what Asterisk shall have, and the AstDB family `trunk`."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.repositories.trunks import trunk_of
from cad.store.rows import table_of
from cad.store.tables import TrunkRow
from cad.trunks.model import Trunk

TRUNKS = table_of(TrunkRow)
IN_ORDER = (TRUNKS.c.priority, TRUNKS.c.name, TRUNKS.c.id)
ORDER = text("SELECT id FROM trunks WHERE enabled AND removed_at IS NULL ORDER BY priority, name, id")


async def trunks_in_use(session: AsyncSession, pepper: str) -> list[Trunk]:
    """The enabled ones with their secrets, in the order of dialling out."""
    query = select(TRUNKS).where(TRUNKS.c.enabled, TRUNKS.c.removed_at.is_(None)).order_by(*IN_ORDER)
    return [trunk_of(dict(row), pepper) for row in (await session.execute(query)).mappings()]


async def trunk_keys(session: AsyncSession) -> dict[str, str]:
    """`order`: the ids between |, as dialplans/trunks.conf tries them; nothing when there is no trunk."""
    ids = list((await session.execute(ORDER)).scalars())
    return {"order": "|".join(ids)} if ids else {}
