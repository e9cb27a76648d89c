"""How views read: named SQL, plain dicts, times as ISO 8601 with Z."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession

from cad.errors import NotFound
from cad.events import iso

View = dict[str, Any]


async def views_of(session: AsyncSession, query: TextClause, **values: Any) -> list[View]:
    rows = await session.execute(query, values)
    return [{name: ready(value) for name, value in row.items()} for row in rows.mappings()]


def ready(value: Any) -> Any:
    """JSON ready. Nested objects come from PostgreSQL as JSON already."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Decimal):
        return float(value)
    return value


def the_one(found: list[View], missing: type[NotFound]) -> View:
    if not found:
        raise missing()  # type: ignore[call-arg]
    return found[0]


def grouped(rows: Iterable[View], key: str) -> dict[str, list[View]]:
    groups: dict[str, list[View]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def pattern(told: str) -> str:
    """A LIKE pattern that finds this text anywhere."""
    escaped = told.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
