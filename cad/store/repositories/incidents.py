"""Incidents with numbers out of reserved blocks, narratives, types, kelurahan."""

from dataclasses import asdict

from sqlalchemy import Integer, bindparam, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from cad.ids import new_id
from cad.incidents.model import Incident, IncidentType, Narrative
from cad.places.model import Kelurahan
from cad.store.repositories.placed import PlacedRows
from cad.store.rows import Rows, table_of
from cad.store.tables import IncidentRow, IncidentTypeRow, KelurahanRow, NarrativeRow, NumberBlockRow
from cad.store.writes import Writes

BLOCKS = table_of(NumberBlockRow)
BLOCK_SIZE = 1000
CENTER = "center"  # the holder of the block that numbers come from when nobody is cut off

TAKE = text(
    "UPDATE number_blocks SET next = next + 1 WHERE id = ("
    " SELECT id FROM number_blocks WHERE center_id = :center AND holder = :holder AND next <= last"
    " ORDER BY first LIMIT 1 FOR UPDATE) RETURNING next - 1"
)


class StoredIncidents(PlacedRows[Incident]):
    table = table_of(IncidentRow)
    entity = Incident

    def __init__(self, connection: AsyncConnection, writes: Writes, center_id: str) -> None:
        super().__init__(connection, writes)
        self._center_id = center_id

    async def next_number(self) -> int:
        """The next number of the center's block; a used-up block is followed by a new one."""
        told = {"center": self._center_id, "holder": CENTER}
        number = (await self.connection.execute(TAKE, told)).scalar_one_or_none()
        if number is None:
            await reserve_block(self.connection, self._center_id, CENTER)
            number = (await self.connection.execute(TAKE, told)).scalar_one()
        return int(number)

    async def has_number(self, number: int) -> bool:
        return await self._any((self.table.c.center_id == self._center_id) & (self.table.c.number == number))

    async def has_members(self, incident_id: str) -> bool:
        """Whether others are grouped under it."""
        return await self._any(self.table.c.major_incident_id == incident_id)

    async def _any(self, where: ColumnElement[bool]) -> bool:
        await self.writes.flush()
        found = await self.connection.execute(select(self.table.c.id).where(where).limit(1))
        return found.first() is not None


async def reserve_block(
    connection: AsyncConnection, center_id: str, holder: str, size: int = BLOCK_SIZE
) -> tuple[int, int]:
    """Sets numbers aside for one holder; nobody else gives them out. Returns (first, last)."""
    highest = select(func.coalesce(func.max(BLOCKS.c.last), 0, type_=Integer)).where(
        BLOCKS.c.center_id == bindparam("center")
    )
    await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('number_blocks'))"))
    first = int((await connection.execute(highest, {"center": center_id})).scalar_one()) + 1
    block = {"id": new_id(), "center_id": center_id, "holder": holder}
    await connection.execute(insert(BLOCKS), block | {"first": first, "last": first + size - 1, "next": first})
    return first, first + size - 1


class StoredNarratives(Rows[Narrative]):
    table = table_of(NarrativeRow)
    entity = Narrative


TYPES = table_of(IncidentTypeRow)
NEW_TYPES_FROM = 1000  # the city's own types come after those that Tanggap brings, in lists


class StoredTypes:
    """The types as they are now; each publishing of a protocol writes its own."""

    def __init__(self, connection: AsyncConnection, writes: Writes) -> None:
        self.connection = connection
        self.writes = writes

    async def by_id(self, key: str) -> IncidentType | None:
        columns = [column for column in TYPES.columns if column.name != "position"]
        found = await self.connection.execute(select(*columns).where(TYPES.c.code == bindparam("code")), {"code": key})
        row = found.mappings().one_or_none()
        return IncidentType(**row) if row else None

    async def codes(self) -> set[str]:
        return set((await self.connection.execute(select(TYPES.c.code))).scalars())

    async def put(self, kind: IncidentType) -> None:
        known = select(TYPES.c.position).where(TYPES.c.code == bindparam("code"))
        position = (await self.connection.execute(known, {"code": kind.code})).scalar_one_or_none()
        row = asdict(kind) | {"position": NEW_TYPES_FROM if position is None else position}
        self.writes.insert(TYPES, row, or_update=("code",))


class StoredKelurahan:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def by_id(self, key: str) -> Kelurahan | None:
        if not key:
            return None
        found = await self.connection.execute(
            select(table_of(KelurahanRow)).where(table_of(KelurahanRow).c.code == bindparam("code")), {"code": key}
        )
        row = found.mappings().one_or_none()
        return Kelurahan(**row) if row else None
