"""What a scope sees of the journal as it grows, from PostgreSQL."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.live.message import messages_of
from api.live.narrow import Ids, Part
from cad.access.scope import Scope
from cad.store import views
from cad.store.database import Database
from cad.store.journal import Entry

# Entries of these kinds never take an incident out of a scope.
STAYS = frozenset(
    {
        *("IncidentOpened", "IncidentClosed", "NarrativeAdded", "CallAttached", "UnitDispatched"),
        *("AssignmentStatusChanged", "PageQueued", "PageSent", "PageDelivered", "PageFailed"),
    }
)
TABLES = ("incidents", "calls", "units", "pages", "recordings", "abandoned")
VISIBLE = {name: text(f"SELECT id FROM {name} WHERE id = ANY(:ids)") for name in TABLES}


class NarrowJournal:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def snapshot(self, scope: Scope) -> tuple[int, Ids]:
        async with self._database.session(scope) as session:
            told = await views.snapshot(session)
        return told["position"], {name: {view["id"] for view in told.get(name, ())} for name in TABLES}

    async def read(self, scope: Scope, after: int, limit: int) -> Part | None:
        async with self._database.session() as session:
            entries = await views.journal_after(session, after, limit)
        if not entries:
            return None
        async with self._database.session(scope) as session:
            return await _part(session, entries)

    async def of_incidents(self, scope: Scope, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
        async with self._database.session(scope) as session:
            return await views.of_incidents(session, ids)

    async def still_seen(self, scope: Scope, known: Ids) -> Ids:
        async with self._database.session(scope) as session:
            return {name: await _visible(session, name, known.get(name, set())) for name in TABLES}


async def _part(session: AsyncSession, entries: Sequence[Entry]) -> Part:
    """`session` is the scope's."""
    until = entries[-1].position
    touched, changed = views.touched(entries), await views.changed(session, entries)
    shown = {name: {view["id"] for view in found} for name, found in changed.items()}
    hidden = {name: ids - shown.get(name, set()) for name, ids in touched.items() if name in TABLES}
    own = await views.journal_after(session, entries[0].position - 1, len(entries))
    visible = [views.entry_view(entry) for entry in own if entry.position <= until]
    part = Part(until, hidden=hidden, moved=any(_moves(entry, hidden) for entry in entries))
    if visible:
        part.messages = messages_of(visible, changed)
    else:
        part.rest = changed
    return part


def _moves(entry: Entry, hidden: Ids) -> bool:
    return entry.kind not in STAYS and entry.data.get("incident_id") in hidden.get("incidents", set())


async def _visible(session: AsyncSession, name: str, ids: Collection[str]) -> set[str]:
    if not ids:
        return set()
    return set((await session.execute(VISIBLE[name], {"ids": list(ids)})).scalars())
