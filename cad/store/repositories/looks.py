"""Looks at records of persons."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.access.looks import Look
from cad.store.rows import Rows, table_of
from cad.store.tables import LookRow
from cad.store.writes import Writes

LOOKS = table_of(LookRow)
SAME = ("user_id", "role", "kind", "subject_id", "outcome", "reason", "address")
# Whose record it was, by what was looked at.
PERSON_OF = {
    "call": text(
        "SELECT person_id FROM calls WHERE id = :key UNION ALL SELECT person_id FROM abandoned WHERE id = :key"
    ),
    "recording": text("SELECT c.person_id FROM recordings r JOIN calls c ON c.id = r.call_id WHERE r.id = :key"),
    "incident": text("SELECT person_id FROM incidents WHERE id = :key"),
    "export": text("""SELECT person_id FROM incidents WHERE id = :key
        UNION ALL SELECT i.person_id FROM evidence e JOIN incidents i ON i.id = e.incident_id WHERE e.id = :key"""),
}
OF_NUMBER = text("SELECT id FROM persons WHERE number_hash = :key")


class StoredLooks(Rows[Look]):
    table = LOOKS
    entity = Look

    def __init__(self, connection: AsyncConnection, writes: Writes, pepper: str) -> None:
        super().__init__(connection, writes)
        self._pepper = pepper.encode()

    async def same_as(self, look: Look, since: datetime) -> Look | None:
        """The look of the same person at the same thing, from the same place, that began since then."""
        same = LOOKS.c.at >= bindparam("since")
        for name in SAME:
            same &= LOOKS.c[name] == bindparam(name)
        person = LOOKS.c.person_id.is_not_distinct_from(bindparam("person"))
        told = {name: getattr(look, name) for name in SAME}
        return await self.one(same & person, since=since, person=look.person_id, **told)

    async def person_of(self, kind: str, subject_id: str, number: str) -> str | None:
        """None when nobody knows whose it is."""
        if number:
            key = hmac.new(self._pepper, number.encode(), hashlib.sha256).hexdigest()
            found = await self.connection.execute(OF_NUMBER, {"key": key})
        elif kind in PERSON_OF and subject_id:
            found = await self.connection.execute(PERSON_OF[kind], {"key": subject_id})
        else:
            return None
        person_id: str | None = found.scalars().first()
        return person_id
