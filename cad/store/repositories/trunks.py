"""Trunks with their secrets sealed, and the list of who was turned away."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.ids import new_id
from cad.store.rows import Rows, table_of
from cad.store.sealing import seal, unseal
from cad.store.tables import RefusalRow, TrunkRow
from cad.store.writes import Writes
from cad.trunks.commands import Refusal
from cad.trunks.model import Trunk

REFUSALS = table_of(RefusalRow)
KEPT = timedelta(days=30)


def sealing_key(pepper: str) -> bytes:
    """For trunk secrets alone; the installation's pepper is in its secrets.json, not in the database."""
    return hmac.new(pepper.encode(), b"trunk secrets", hashlib.sha256).digest()


def trunk_of(row: dict[str, Any], pepper: str) -> Trunk:
    told = {field.name: row[field.name] for field in fields(Trunk) if field.name != "secret"}
    opened = unseal(row["sealed"], sealing_key(pepper), row["id"]) if row["sealed"] else None
    return Trunk(**told, secret=str((opened or {}).get("secret", "")))


class StoredTrunks(Rows[Trunk]):
    table = table_of(TrunkRow)
    entity = Trunk

    def __init__(self, connection: AsyncConnection, writes: Writes, pepper: str) -> None:
        super().__init__(connection, writes)
        self._pepper = pepper
        self._sealed: dict[tuple[str, str], bytes] = {}

    async def named(self, name: str) -> Trunk | None:
        """One that is not removed."""
        return await self.one((self.table.c.name == bindparam("name")) & self.table.c.removed_at.is_(None), name=name)

    async def to_entity(self, row: dict[str, Any]) -> Trunk:
        trunk = trunk_of(row, self._pepper)
        self._sealed[trunk.id, trunk.secret] = row["sealed"]
        return trunk

    def to_row(self, entity: Trunk) -> dict[str, Any]:
        row = {field.name: getattr(entity, field.name) for field in fields(Trunk) if field.name != "secret"}
        return row | {"sealed": self._seal(entity)}

    def _seal(self, trunk: Trunk) -> bytes:
        """Sealing gives other bytes each time; the same secret is written once."""
        known = self._sealed.get((trunk.id, trunk.secret))
        if known is None:
            told = {"secret": trunk.secret}
            known = seal(told, sealing_key(self._pepper), trunk.id) if trunk.secret else b""
            self._sealed[trunk.id, trunk.secret] = known
        return known


class StoredRefusals:
    def __init__(self, connection: AsyncConnection, writes: Writes) -> None:
        self._connection, self._writes = connection, writes

    async def note(self, refusals: Sequence[Refusal], at: datetime) -> None:
        await self._connection.execute(delete(REFUSALS).where(REFUSALS.c.at < at - KEPT))
        for one in refusals:
            row = {"id": new_id(), "at": at, "address": one.address, "reason": one.reason, "count": one.count}
            self._writes.insert(REFUSALS, row)
