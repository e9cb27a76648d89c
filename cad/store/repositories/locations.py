"""Fixes, and the addresses where more may be asked for."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.locations.model import KeptFix, Reference
from cad.store.rows import Rows, table_of
from cad.store.tables import CallRow, FixReferenceRow, FixRow
from cad.store.writes import Writes

FIXES, REFERENCES, CALLS = table_of(FixRow), table_of(FixReferenceRow), table_of(CallRow)


class StoredFixes(Rows[KeptFix]):
    table = FIXES
    entity = KeptFix

    def __init__(self, connection: AsyncConnection, writes: Writes, pepper: str) -> None:
        super().__init__(connection, writes)
        self._pepper = pepper.encode()

    def device_of(self, imei: str) -> str:
        """A keyed hash, so that the table alone names no telephone; empty for none."""
        return hmac.new(self._pepper, b"imei:" + imei.encode(), hashlib.sha256).hexdigest() if imei else ""

    async def owner_of(self, device: str, since: datetime) -> str | None:
        await self.writes.flush()
        found = await self.connection.execute(
            select(FIXES.c.person_id)
            .where(FIXES.c.device == device, FIXES.c.received_at >= since, FIXES.c.person_id.is_not(None))
            .order_by(FIXES.c.received_at.desc())
            .limit(1)
        )
        person_id: str | None = found.scalar_one_or_none()
        return person_id

    async def adopt(self, device: str, person_id: str, since: datetime) -> None:
        await self.writes.flush()
        await self.connection.execute(
            update(FIXES)
            .where(FIXES.c.device == device, FIXES.c.received_at >= since, FIXES.c.person_id.is_(None))
            .where(FIXES.c.call_id.is_(None))
            .values(person_id=person_id)
        )

    async def call_of(self, person_id: str, ended_since: datetime) -> str | None:
        await self.writes.flush()
        found = await self.connection.execute(
            select(CALLS.c.id)
            .where(CALLS.c.person_id == person_id)
            .where(CALLS.c.ended_at.is_(None) | (CALLS.c.ended_at >= ended_since))
            .order_by(CALLS.c.received_at.desc())
            .limit(1)
        )
        call_id: str | None = found.scalar_one_or_none()
        return call_id

    async def forget(self, person_id: str) -> None:
        await self.writes.flush()
        await self.connection.execute(delete(FIXES).where(FIXES.c.person_id == person_id))
        calls = select(CALLS.c.id).where(CALLS.c.person_id == person_id)
        await self.connection.execute(delete(REFERENCES).where(REFERENCES.c.call_id.in_(calls)))
        await self.connection.execute(delete(FIXES).where(FIXES.c.call_id.in_(calls)))


class StoredReferences(Rows[Reference]):
    table = REFERENCES
    entity = Reference
