"""Finding incidents by number, words, place, type and time: their ids, newest first. What they look like is read after.

Words are beginnings of words, all of them wanted. A word that many incidents have is found among the newest ones, which
is quick; one that few have by the index over all of them, which is quick too. Neither plan serves both, and the planner
does not know a word's frequency when it keeps a plan, so we ask in this order ourselves.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.store.views.reading import View, views_of

# Incidents looked at before the index is asked: 2 ms of reading. Words rarer than 1 % go on to the index.
NEWEST = 5000
MOST_WORDS = 12
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`q`: a number or words; `place`: words of the place alone; `type`: a code; opened `since` <= at <= `until`."""

    state: str | None = None
    q: str = ""
    place: str = ""
    type: str = ""
    priority: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: datetime | None = None
    limit: int = 50


ROWS = text("""
SELECT i.id, i.number, i.type_code, t.name_id AS type_name_id, t.name_en AS type_name_en, i.priority, i.state, i.what,
    i.place_text, k.name AS kelurahan_name, i.opened_at, i.closed_at, nullif(i.disposition, '') AS disposition,
    i.exercise, (SELECT count(*) FROM calls c WHERE c.incident_id = i.id) AS calls
FROM incidents i JOIN incident_types t ON t.code = i.type_code LEFT JOIN kelurahan k ON k.code = i.kelurahan_code
WHERE i.id = ANY(:ids) ORDER BY i.opened_at DESC
""")


async def search_incidents(session: AsyncSession, wanted: Wanted) -> list[View]:
    """A line of each, newest first: what a list of results shows. The whole of one is `incident`."""
    ids = await found_incidents(session, wanted)
    return await views_of(session, ROWS, ids=ids) if ids else []


async def found_incidents(session: AsyncSession, wanted: Wanted) -> list[str]:
    asked = wanted.q.strip()
    if asked.isdecimal() and (found := await _numbered(session, wanted, int(asked))):
        return found
    words = words_of(asked)
    if asked and not words:
        return []
    terms = [*(f"{word}:*" for word in words), *(f"{word}:*A" for word in words_of(wanted.place))]
    if not terms:
        return [] if wanted.place.strip() else await _ids(session, wanted, "incidents i", [])
    query = " & ".join(terms)
    if wanted.since is None and wanted.until is None and wanted.before is None:
        newest = f"(SELECT incident_id, words FROM incident_words ORDER BY opened_at DESC LIMIT {NEWEST}) w"
        if len(found := await _matching(session, wanted, newest, query)) == wanted.limit:
            return found
    return await _matching(session, wanted, "incident_words w", query)


async def _numbered(session: AsyncSession, wanted: Wanted, number: int) -> list[str]:
    if number > LARGEST_NUMBER:
        return []
    return await _ids(session, wanted, "incidents i", ["i.number = :number"], number=number)


async def _matching(session: AsyncSession, wanted: Wanted, words: str, query: str) -> list[str]:
    source = f"{words} JOIN incidents i ON i.id = w.incident_id"
    return await _ids(session, wanted, source, ["w.words @@ to_tsquery('simple', :query)"], query=query)


async def _ids(session: AsyncSession, wanted: Wanted, source: str, where: list[str], **values: Any) -> list[str]:
    conditions = {
        "i.state = :state": wanted.state,
        "i.type_code = :type": wanted.type or None,
        "i.priority = :priority": wanted.priority,
        "i.opened_at >= :since": wanted.since,
        "i.opened_at <= :until": wanted.until,
        "i.opened_at < :before": wanted.before,
    }
    told = {sql.rpartition(":")[2]: value for sql, value in conditions.items() if value is not None}
    where = [*where, *(sql for sql, value in conditions.items() if value is not None)] or ["true"]
    query = f"SELECT i.id FROM {source} WHERE {' AND '.join(where)} ORDER BY i.opened_at DESC LIMIT :limit"
    rows = await session.execute(text(query), told | values | {"limit": wanted.limit})
    return list(rows.scalars())


def words_of(told: str) -> list[str]:
    """Letters and digits alone, as the index has them."""
    return re.findall(r"[^\W_]+", told.lower())[:MOST_WORDS]
