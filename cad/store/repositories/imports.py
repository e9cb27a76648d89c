"""Imports: their rows written in bulk, and put back as they were."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import String, Table, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from cad.imports.errors import ImportInUse
from cad.imports.model import Import, Row, Sheet
from cad.imports.rules import OURS, Difference, Kept, difference, kept
from cad.store.rows import Rows, table_of
from cad.store.tables import METADATA, ImportChangeRow, ImportRow

CHANGES = table_of(ImportChangeRow)


class StoredImports(Rows[Import]):
    table = table_of(ImportRow)
    entity = Import

    async def last_of_kind(self, kind: str) -> Import | None:
        """The newest that was not taken back."""
        c = self.table.c
        query = select(self.table).where(c.kind == kind, c.taken_back_at.is_(None)).with_for_update()
        return await self._first(query.order_by(c.taken_at.desc(), c.id.desc()).limit(1), {})

    async def take(self, import_id: str, sheets: Sequence[Sheet]) -> dict[str, dict[str, int]]:
        """By table, how many rows are new, changed, removed, same."""
        await self.writes.flush()
        counts: dict[str, dict[str, int]] = {}
        for sheet in sheets:
            found = difference(sheet, await there(self.connection, sheet))
            await self._write(import_id, sheet, found)
            _add(counts.setdefault(sheet.table, {}), found.counts)
        return counts

    async def _write(self, import_id: str, sheet: Sheet, found: Difference) -> None:
        table = METADATA.tables[sheet.table]
        ours = {OURS: import_id} if OURS in table.c else {}
        changes = [_change(import_id, one) for one in kept(sheet, found)]
        await self._many(_insert(CHANGES), CHANGES, changes)
        await self._remove(table, sheet.key, [row[sheet.key] for row in found.removed])
        await self._insert_all(table, [{**row, **ours} for row in found.new])
        await self._update_all(table, sheet.key, [{**row, **ours} for row, _ in found.changed])

    async def take_back(self, import_id: str) -> None:
        """Raises ImportInUse when something points to a row that this import had made."""
        await self.writes.flush()
        query = select(CHANGES).where(CHANGES.c.import_id == import_id)
        rows = (await self.connection.execute(query)).mappings().all()
        by_table: dict[str, list[Kept]] = {}
        for row in rows:
            by_table.setdefault(row["table_name"], []).append(Kept(row["table_name"], row["key"], row["before"]))
        for name in reversed([table.name for table in METADATA.sorted_tables if table.name in by_table]):
            await self._put_back(METADATA.tables[name], by_table[name])

    async def _put_back(self, table: Table, changes: list[Kept]) -> None:
        (key,) = (column.name for column in table.primary_key.columns)
        whole = {column.name for column in table.columns}
        await self._remove(table, key, [one.key for one in changes if one.before is None])
        before = [one.before for one in changes if one.before is not None]
        await self._insert_all(table, [row for row in before if row.keys() == whole])
        await self._update_all(table, key, [row for row in before if row.keys() != whole])

    async def _remove(self, table: Table, key: str, keys: list[str]) -> None:
        if keys:
            driver = await self._driver()
            sql = f'DELETE FROM "{table.name}" WHERE "{key}" = ANY(%s)'
            try:
                await driver.execute(sql.encode(), [keys])
            except psycopg.errors.ForeignKeyViolation as error:
                raise ImportInUse(table.name) from error

    async def _insert_all(self, table: Table, rows: list[Row]) -> None:
        if rows:
            names = list(rows[0])
            await self._many(_insert(table, names, upsert=True), table, rows)

    async def _update_all(self, table: Table, key: str, rows: list[Row]) -> None:
        for names in {tuple(sorted(row)) for row in rows}:
            sets = ", ".join(f'"{name}" = %({name})s' for name in names if name != key)
            sql = f'UPDATE "{table.name}" SET {sets} WHERE "{key}" = %({key})s'
            await self._many(sql, table, [row for row in rows if tuple(sorted(row)) == names])

    async def _many(self, sql: str, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        driver = await self._driver()
        jsons = {column.name for column in table.columns if isinstance(column.type, JSONB)}
        async with driver.cursor() as cursor:
            await cursor.executemany(sql.encode(), [_adapted(row, jsons) for row in rows])

    async def _driver(self) -> "psycopg.AsyncConnection[Any]":
        raw = await self.connection.get_raw_connection()
        assert isinstance(raw.driver_connection, psycopg.AsyncConnection)
        return raw.driver_connection


async def there(connection: AsyncConnection | AsyncSession, sheet: Sheet) -> dict[str, Row]:
    """The rows that the table has now under the sheet's keys and in its scopes, by key."""
    if not sheet.rows:
        return {}
    table = METADATA.tables[sheet.table]
    key = table.c[sheet.key]
    ours = {OURS} & set(table.c.keys())
    columns = list(table.c) if sheet.scope else [table.c[name] for name in {*sheet.rows[0], *ours}]
    where = key == any_(bindparam("keys", type_=ARRAY(String)))
    if sheet.scope:
        where = where | table.c[sheet.scope].in_(sheet.scopes)
    found = await connection.execute(select(*columns).where(where), {"keys": [row[sheet.key] for row in sheet.rows]})
    return {row[sheet.key]: dict(row) for row in found.mappings()}


def _insert(table: Table, names: Sequence[str] = (), *, upsert: bool = False) -> str:
    names = names or [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table.name}" ({listed}) VALUES ({", ".join(f"%({name})s" for name in names)})'
    if not upsert:
        return sql
    keys = [column.name for column in table.primary_key.columns]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    return f"{sql} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"


def _change(import_id: str, one: Kept) -> Row:
    return {"import_id": import_id, "table_name": one.table, "key": one.key, "before": one.before}


def _adapted(row: Row, jsons: set[str]) -> Row:
    return {name: Jsonb(value) if name in jsons and value is not None else value for name, value in row.items()}


def _add(total: dict[str, int], counts: dict[str, int]) -> None:
    for name, count in counts.items():
        total[name] = total.get(name, 0) + count
