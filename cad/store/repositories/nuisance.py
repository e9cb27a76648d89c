"""Numbers whose priority is lowered."""

from datetime import datetime

from sqlalchemy import bindparam

from cad.nuisance.model import Lowered
from cad.store.rows import Rows, locked, table_of
from cad.store.tables import LoweredRow

LOWERED = table_of(LoweredRow)
OF_PERSON = locked(LOWERED, (LOWERED.c.person_id == bindparam("person")) & LOWERED.c.ended_at.is_(None))
EXPIRED = locked(LOWERED, LOWERED.c.ended_at.is_(None) & (LOWERED.c.expires_at <= bindparam("now"))).limit(
    bindparam("most")
)


class StoredLowered(Rows[Lowered]):
    table = LOWERED
    entity = Lowered

    async def of_person(self, person_id: str) -> Lowered | None:
        return await self._first(OF_PERSON, {"person": person_id})

    async def history_of(self, person_id: str) -> list[Lowered]:
        return await self.many(LOWERED.c.person_id == bindparam("person"), person=person_id)

    async def expired(self, now: datetime, limit: int) -> list[Lowered]:
        return await self._all(EXPIRED, {"now": now, "most": limit})
