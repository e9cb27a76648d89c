"""What a transaction has to write, kept until it commits and then sent in one go with the journal's entries and COMMIT.

On a busy machine a round trip costs more than the work it asks for: a process has to be woken at each end. So rows are
written in psycopg's pipeline mode, and only what is read costs a trip of its own. A read takes along what is pending:
rows to write, BEGIN when it is the first, and questions that are foreseen.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from sqlalchemy import Select, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Compiled
from sqlalchemy.ext.asyncio import AsyncConnection

Values = dict[str, Any]
APPEND = "SELECT journal_append(%s)"
DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]
LIST = "__[POSTCOMPILE"  # a list for `in_`, which SQLAlchemy writes out when it knows its length


@dataclass
class Question:
    """Sent with the next trip; from then on `rows` is its answer."""

    sql: bytes
    values: Values
    rows: list[Values] | None = None
    cursor: "psycopg.AsyncCursor[Values] | None" = None


class Writes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._pending: list[tuple[str, Values]] = []
        self._questions: list[Question] = []

    def insert(self, table: Table, values: Values, *, or_update: tuple[str, ...] = ()) -> None:
        """A new row; with `or_update` naming a unique key, the row that is there is changed instead."""
        names = ", ".join(map(_quoted, values))
        sql = f"INSERT INTO {_quoted(table.name)} ({names}) VALUES ({', '.join(f'%({name})s' for name in values)})"
        if or_update:
            changes = (f"{_quoted(name)} = excluded.{_quoted(name)}" for name in values if name not in or_update)
            sql += f" ON CONFLICT ({', '.join(map(_quoted, or_update))}) DO UPDATE SET {', '.join(changes)}"
        self._pending.append((sql, _adapted(table, values)))

    def update(self, table: Table, key: str, values: Values) -> None:
        """The row whose `key` column is `values[key]`."""
        changes = ", ".join(f"{_quoted(name)} = %({name})s" for name in values if name != key)
        sql = f"UPDATE {_quoted(table.name)} SET {changes} WHERE {_quoted(key)} = %({key})s"
        self._pending.append((sql, _adapted(table, values)))

    async def flush(self) -> None:
        """Sends what is pending; called before every read that goes by SQLAlchemy itself."""
        if self._pending:
            driver = await self._driver()
            async with driver.pipeline():
                await self._send(driver)

    def foresee(self, statement: Select[Any], values: Values) -> Question:
        """A question for which no trip is made: it goes along with the next one."""
        made = _compiled(statement)
        question = Question(made.string.encode(), dict(made.construct_params(values) or {}))
        self._questions.append(question)
        return question

    async def read(self, statement: Select[Any], values: Values) -> list[Values]:
        """The rows, by their columns' names."""
        if LIST in _compiled(statement).string:
            await self.flush()
            return [dict(row) for row in (await self._connection.execute(statement, values)).mappings()]
        question = self.foresee(statement, values)
        driver = await self._driver()
        asked, self._questions = self._questions, []
        async with driver.pipeline():
            await self._send(driver)
            for one in asked:
                one.cursor = driver.cursor(row_factory=dict_row)
                await one.cursor.execute(one.sql, one.values)
        for one in asked:
            one.rows = await one.cursor.fetchall() if one.cursor else []
        return question.rows or []

    async def commit(self, entries: list[Values]) -> int | None:
        """The journal's last position when there are entries. `journal_append` locks the head, so it comes last."""
        driver = await self._driver()
        appended = None
        async with driver.pipeline():
            await self._send(driver)
            if entries:
                appended = await driver.execute(APPEND, [Jsonb(entries)])
            await driver.execute("COMMIT")
        row = await appended.fetchone() if appended else None
        return int(row[0]) if row else None

    async def _send(self, driver: "psycopg.AsyncConnection[Any]") -> None:
        pending, self._pending = self._pending, []
        for sql, values in pending:
            await driver.execute(sql.encode(), values)

    async def _driver(self) -> "psycopg.AsyncConnection[Any]":
        raw = await self._connection.get_raw_connection()
        assert isinstance(raw.driver_connection, psycopg.AsyncConnection)
        return raw.driver_connection


@lru_cache(maxsize=512)
def _compiled(statement: Select[Any]) -> Compiled:
    return statement.compile(dialect=DIALECT)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _adapted(table: Table, values: Values) -> Values:
    return {name: Jsonb(value) if isinstance(table.c[name].type, JSONB) else value for name, value in values.items()}
