"""Lost callers' entries, and how busy the center is."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, or_, select, text

from cad.abandoned.model import ACTIVE, Abandoned, LostCall
from cad.abandoned.rules import Load
from cad.calls.model import Call
from cad.store.rows import Rows, locked, table_of
from cad.store.tables import AbandonedRow, CallRow, LostCallRow, PersonRow

ENTRIES, LOST, CALLS = table_of(AbandonedRow), table_of(LostCallRow), table_of(CallRow)
PERSONS = table_of(PersonRow)
IS_ACTIVE = ENTRIES.c.state.in_(ACTIVE)

# What a call may change: the open entry of its person, and the entry it is in.
TOUCHED_BY = locked(
    ENTRIES,
    or_(
        (ENTRIES.c.person_id == bindparam("person")) & IS_ACTIVE,
        ENTRIES.c.id == select(LOST.c.abandoned_id).where(LOST.c.call_id == bindparam("call")).scalar_subquery(),
    ),
)
HOLD_PERSON = select(PERSONS.c.id).where(PERSONS.c.id == bindparam("person")).with_for_update(key_share=True)
CALLED_BACK_BY = locked(ENTRIES, ENTRIES.c.callback_call_id == bindparam("call"))
AGED = (
    locked(ENTRIES, (ENTRIES.c.last_at < bindparam("before")) & (ENTRIES.c.state == "open"))
    .order_by(ENTRIES.c.last_at)
    .limit(bindparam("most"))
)
# Nobody ever spoke there, and it is up no more, or nobody was told of its end.
WITHOUT_A_CALL = (
    locked(ENTRIES, (ENTRIES.c.claimed_at < bindparam("before")) & (ENTRIES.c.state == "calling"))
    .where(
        ~select(CALLS.c.id)
        .where(CALLS.c.id == ENTRIES.c.callback_call_id, CALLS.c.answered_at.is_not(None), CALLS.c.ended_at.is_(None))
        .exists()
    )
    .limit(bindparam("most"))
)
GOT_THROUGH_AFTER = (
    select(CALLS.c.id)
    .where(CALLS.c.person_id == bindparam("person"), CALLS.c.ended_at > bindparam("after"))
    .where(CALLS.c.outcome == "answered")
    .where(~select(LOST.c.call_id).where(LOST.c.call_id == CALLS.c.id).exists())
    .order_by(CALLS.c.ended_at)
    .limit(1)
)
UP_NOW = select(CALLS.c.id).where(CALLS.c.person_id == bindparam("person"), CALLS.c.ended_at.is_(None)).limit(1)
CALL = select(LOST).where(LOST.c.call_id == bindparam("call"))
CALLS_OF = select(LOST).where(LOST.c.abandoned_id == bindparam("entry")).order_by(LOST.c.at, LOST.c.call_id)
LOAD = text("""
WITH others AS (
    SELECT d.id, EXISTS (SELECT FROM legs l JOIN calls c ON c.id = l.call_id
            WHERE c.ended_at IS NULL AND l.desk_id = d.id AND l.answered_at IS NOT NULL AND l.released_at IS NULL)
        OR EXISTS (SELECT FROM abandoned a WHERE a.state = 'calling' AND a.claimed_by = d.user_id) AS busy
    FROM desks d
    WHERE d.state = 'ready' AND d.registered AND d.user_id <> :user)
SELECT (SELECT count(*) FROM calls WHERE ended_at IS NULL AND state = 'waiting' AND direction = 'in') AS waiting,
    (SELECT count(*) FROM others) AS others, (SELECT count(*) FROM others WHERE NOT busy) AS free_others
""")


class StoredAbandoned(Rows[Abandoned]):
    table = ENTRIES
    entity = Abandoned

    async def touched_by(self, call: Call) -> list[Abandoned]:
        """The person is held, too: of two calls that end at once, one lost and one got through, the second sees the
        first, though there was no entry yet that both could lock."""
        if call.person_id:
            await self._one_id(HOLD_PERSON, {"person": call.person_id})
        return await self._all(TOUCHED_BY, {"person": call.person_id, "call": call.id})

    async def of_person(self, person_id: str) -> list[Abandoned]:
        return await self.many(ENTRIES.c.person_id == bindparam("person"), person=person_id)

    async def called_back_by(self, call_id: str) -> Abandoned | None:
        return await self._first(CALLED_BACK_BY, {"call": call_id})

    async def older_than(self, before: datetime, limit: int) -> list[Abandoned]:
        return await self._all(AGED, {"before": before, "most": limit})

    async def claims_without_a_call(self, before: datetime, limit: int) -> list[Abandoned]:
        return await self._all(WITHOUT_A_CALL, {"before": before, "most": limit})

    async def lost_call(self, call_id: str) -> LostCall | None:
        found = await self._calls(CALL, {"call": call_id})
        return found[0] if found else None

    async def calls_of(self, abandoned_id: str) -> list[LostCall]:
        return await self._calls(CALLS_OF, {"entry": abandoned_id})

    async def put_call(self, one: LostCall) -> None:
        values = {field.name: getattr(one, field.name) for field in fields(LostCall)}
        self.writes.insert(LOST, values, or_update=("call_id",))

    async def drop_call(self, one: LostCall) -> None:
        await self.writes.flush()
        await self.connection.execute(delete(LOST).where(LOST.c.call_id == one.call_id))

    async def got_through_after(self, call: Call) -> str | None:
        if call.person_id is None:
            return None
        return await self._one_id(GOT_THROUGH_AFTER, {"person": call.person_id, "after": call.ended_at})

    async def is_on_the_line(self, person_id: str) -> bool:
        return await self._one_id(UP_NOW, {"person": person_id}) is not None

    async def load(self, user_id: str) -> Load:
        await self.writes.flush()
        row = (await self.connection.execute(LOAD, {"user": user_id})).one()
        return Load(waiting=row.waiting, others=row.others, free_others=row.free_others)

    async def _calls(self, statement: Select[Any], values: dict[str, Any]) -> list[LostCall]:
        await self.writes.flush()
        rows = await self.connection.execute(statement, values)
        return [LostCall(**row) for row in rows.mappings()]

    async def _one_id(self, statement: Select[Any], values: dict[str, Any]) -> str | None:
        await self.writes.flush()
        found: str | None = (await self.connection.execute(statement, values)).scalar_one_or_none()
        return found
