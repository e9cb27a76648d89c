"""Calls with their legs, persons."""

import hashlib
import hmac
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.calls.model import Call, Leg
from cad.calls.numbers_dialled import DialledNumber
from cad.ids import new_id
from cad.store.rows import Rows, locked, table_of
from cad.store.sealing import new_key
from cad.store.tables import CallRow, DialledNumberRow, LegRow, PersonKeyRow, PersonRow
from cad.store.writes import Question, Values, Writes

LEGS = table_of(LegRow)
PERSONS = table_of(PersonRow)
KEYS = table_of(PersonKeyRow)
CALLS = table_of(CallRow)
DIALLED = table_of(DialledNumberRow)

BY_CHANNEL = locked(CALLS, (CALLS.c.pbx_id == bindparam("pbx")) & (CALLS.c.uniqueid == bindparam("channel")))
LEGS_OF = select(LEGS).where(LEGS.c.call_id == bindparam("call")).order_by(LEGS.c.uniqueid)
OF_NUMBER = (
    select(PERSONS.c.id, KEYS.c.key)
    .join_from(PERSONS, KEYS, isouter=True)
    .where(PERSONS.c.number_hash == bindparam("digest"))
)


PARKED = select(CALLS.c.park_label).where(CALLS.c.ended_at.is_(None), CALLS.c.parked_at.is_not(None))


class StoredCalls(Rows[Call]):
    table = CALLS
    entity = Call

    async def by_channel(self, pbx_id: str, uniqueid: str) -> Call | None:
        for call in self._known.values():
            if (call.pbx_id, call.uniqueid) == (pbx_id, uniqueid):
                return call
        return await self._first(BY_CHANNEL, {"pbx": pbx_id, "channel": uniqueid})

    async def of_incident(self, incident_id: str) -> list[Call]:
        """In one order, so that two who take them wait for each other."""
        found = await self.many(CALLS.c.incident_id == bindparam("incident"), incident=incident_id)
        return sorted((call for call in found if call.incident_id == incident_id), key=lambda call: call.id)

    async def parking_places(self) -> set[str]:
        await self.writes.flush()
        return set((await self.connection.execute(PARKED)).scalars())

    async def to_entity(self, row: dict[str, Any]) -> Call:
        legs = await self.connection.execute(LEGS_OF, {"call": row["id"]})
        return Call(**row, legs=tuple(Leg(**leg) for leg in legs.mappings()))

    def to_row(self, entity: Call) -> dict[str, Any]:
        return {name: getattr(entity, name) for name in CALL_COLUMNS}

    async def put(self, entity: Call) -> None:
        before = self._known.get(entity.id)
        known = set(before.legs) if before else set()
        await super().put(entity)
        for leg in entity.legs:
            if leg not in known:
                self._put_leg(leg)

    def _put_leg(self, leg: Leg) -> None:
        values = {field.name: getattr(leg, field.name) for field in fields(Leg)}
        self.writes.insert(LEGS, values, or_update=("pbx_id", "uniqueid"))


CALL_COLUMNS = [column.name for column in CALLS.columns]


class StoredDialledNumbers(Rows[DialledNumber]):
    table = DIALLED
    entity = DialledNumber


class StoredPersons:
    """Persons are found by an HMAC of their number, so that the table alone names nobody."""

    def __init__(self, connection: AsyncConnection, writes: Writes, pepper: str) -> None:
        self.connection = connection
        self.writes = writes
        self._pepper = pepper.encode()
        self._keys: dict[str, bytes | None] = {}
        self._found: dict[str, str] = {}
        self._foreseen: dict[str, Question] = {}

    def foresee(self, number: str) -> None:
        digest = self._digest(number)
        self._foreseen[digest] = self.writes.foresee(OF_NUMBER, {"digest": digest})

    async def of_number(self, number: str, seen_at: datetime) -> tuple[str, bool]:
        digest = self._digest(number)
        if digest in self._found:
            return self._found[digest], False
        known = await self._of_digest(digest)
        if known:
            self._keys[known["id"]] = known["key"]
            self._found[digest] = known["id"]
            return known["id"], False
        person_id, key = new_id(), new_key()
        person = {"id": person_id, "number_hash": digest, "first_seen_at": seen_at, "last_seen_at": seen_at}
        self.writes.insert(PERSONS, person)
        self.writes.insert(KEYS, {"person_id": person_id, "key": key})
        self._keys[person_id] = key
        self._found[digest] = person_id
        return person_id, True

    def _digest(self, number: str) -> str:
        return hmac.new(self._pepper, number.encode(), hashlib.sha256).hexdigest()

    async def _of_digest(self, digest: str) -> Values | None:
        foreseen = self._foreseen.pop(digest, None)
        if foreseen is None or foreseen.rows is None:
            rows = await self.writes.read(OF_NUMBER, {"digest": digest})
        else:
            rows = foreseen.rows
        return rows[0] if rows else None

    async def key_of(self, person_id: str) -> bytes | None:
        """The key that seals this person's data; None once it was destroyed."""
        if person_id not in self._keys:
            await self.writes.flush()
            found = await self.connection.execute(
                select(KEYS.c.key).where(KEYS.c.person_id == bindparam("person")), {"person": person_id}
            )
            self._keys[person_id] = found.scalar_one_or_none()
        return self._keys[person_id]

    async def erase(self, person_id: str, at: datetime) -> int | None:
        await self.writes.flush()
        found = await self.connection.execute(
            select(PERSONS.c.erased_at).where(PERSONS.c.id == person_id).with_for_update()
        )
        row = found.one_or_none()
        if row is None:
            return None
        if row.erased_at:
            return -1
        await self.connection.execute(delete(KEYS).where(KEYS.c.person_id == person_id))
        self._keys[person_id] = None
        await self.connection.execute(
            update(PERSONS).where(PERSONS.c.id == person_id).values(number_hash=None, erased_at=at)
        )
        blank = {"number_raw": "", "number_e164": "", "identity": {}, "sip_call_id": ""}
        await self.connection.execute(update(DIALLED).where(DIALLED.c.person_id == person_id).values(number=""))
        cleared = await self.connection.execute(update(CALLS).where(CALLS.c.person_id == person_id).values(**blank))
        return cleared.rowcount
