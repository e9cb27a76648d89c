"""Notes at addresses that are not withdrawn."""

from cad.address_notes.model import AddressNote
from cad.store.rows import Rows, table_of
from cad.store.tables import AddressNoteRow


class StoredAddressNotes(Rows[AddressNote]):
    table = table_of(AddressNoteRow)
    entity = AddressNote

    async def kept(self) -> list[AddressNote]:
        """Read, not held: whoever sends a unit must not wait for whoever writes a note."""
        await self.writes.flush()
        rows = await self.connection.execute(self.table.select().where(self.table.c.withdrawn_at.is_(None)))
        return [AddressNote(**row) for row in rows.mappings()]
