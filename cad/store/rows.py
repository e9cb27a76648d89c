"""Entities to rows and back: a domain dataclass has its table's column names for its fields."""

from dataclasses import fields
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from cad.store.writes import Writes

E = TypeVar("E")


class Rows(Generic[E]):
    """One noun's rows in one transaction. What was loaded is locked and remembered: `put` knows new from old."""

    table: Table
    entity: type[E]
    key = "id"

    def __init__(self, connection: AsyncConnection, writes: Writes) -> None:
        self.connection = connection
        self.writes = writes
        self._known: dict[str, E] = {}

    async def by_id(self, key: str) -> E | None:
        return self._known.get(key) or await self._first(_by_key(self.table, self.key), {"key": key})

    async def one(self, where: ColumnElement[bool], **values: Any) -> E | None:
        return await self._first(locked(self.table, where), values)

    async def many(self, where: ColumnElement[bool], **values: Any) -> list[E]:
        return await self._all(locked(self.table, where), values)

    async def _first(self, statement: Select[Any], values: dict[str, Any]) -> E | None:
        found = await self._all(statement, values)
        return found[0] if found else None

    async def _all(self, statement: Select[Any], values: dict[str, Any]) -> list[E]:
        return [await self._remember(row) for row in await self.writes.read(statement, values)]

    async def _remember(self, row: dict[str, Any]) -> E:
        key = row[self.key]
        if key not in self._known:
            self._known[key] = await self.to_entity(row)
        return self._known[key]

    async def put(self, entity: E) -> None:
        key = getattr(entity, self.key)
        before = self._known.get(key)
        if before == entity:
            return
        row = self.to_row(entity)
        if before is None:
            self.writes.insert(self.table, row)
        elif changed := _changed(self.to_row(before), row):
            self.writes.update(self.table, self.key, {**changed, self.key: key})
        self._known[key] = entity

    async def to_entity(self, row: dict[str, Any]) -> E:
        return self.entity(**row)

    def to_row(self, entity: E) -> dict[str, Any]:
        return {name: getattr(entity, name) for name in self._names()}

    @classmethod
    def _names(cls) -> list[str]:
        return [field.name for field in fields(cls.entity)]  # type: ignore[arg-type]


def locked(table: Table, where: ColumnElement[bool]) -> Select[Any]:
    """Rows held for us alone until the transaction ends. Built once where it is asked often: building costs more
    than running."""
    return select(table).where(where).with_for_update()


@cache
def _by_key(table: Table, key: str) -> Select[Any]:
    return locked(table, table.c[key] == bindparam("key"))


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if value != before[name]}


def table_of(row: type[Any]) -> Table:
    """The Core table of a SQLModel class."""
    table: Table = row.__table__
    return table
