"""When the center worked in disaster mode; blocks of incident numbers."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.disaster.model import Disaster, NumberBlock
from cad.store.repositories.incidents import BLOCKS, reserve_block
from cad.store.rows import Rows, table_of
from cad.store.tables import DisasterRow
from cad.store.writes import Writes

DISASTERS = table_of(DisasterRow)


class StoredDisasters(Rows[Disaster]):
    table = DISASTERS
    entity = Disaster

    async def running(self) -> Disaster | None:
        return await self.one(DISASTERS.c.ended_at.is_(None))


class StoredNumberBlocks(Rows[NumberBlock]):
    table = BLOCKS
    entity = NumberBlock

    def __init__(self, connection: AsyncConnection, writes: Writes, center_id: str) -> None:
        super().__init__(connection, writes)
        self._center_id = center_id

    async def of_number(self, number: int) -> NumberBlock | None:
        """Held, so that two who enter the same sheet wait for each other."""
        of_it = (BLOCKS.c.center_id == self._center_id) & (BLOCKS.c.first <= bindparam("told"))
        return await self.one(of_it & (BLOCKS.c.last >= bindparam("told")), told=number)

    async def reserve(self, holder: str, count: int, user_id: str, now: datetime) -> NumberBlock:
        await self.writes.flush()
        first, _ = await reserve_block(self.connection, self._center_id, holder, count)
        block = await self.of_number(first)
        assert block is not None
        values = {"id": block.id, "reserved_at": now, "reserved_by": user_id}
        self.writes.update(BLOCKS, "id", values)
        return block
