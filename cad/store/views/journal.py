"""The journal as clients see it."""

from sqlalchemy.ext.asyncio import AsyncSession

from cad.events import iso
from cad.store import journal
from cad.store.journal import Entry
from cad.store.views.reading import View


async def journal_head(session: AsyncSession) -> int:
    """The last position; 0 when nothing happened yet."""
    return await journal.head(session)


async def journal_after(session: AsyncSession, position: int, limit: int = 500) -> list[Entry]:
    """The entries that follow `position`, oldest first."""
    return await journal.journal_after(session, position, limit)


def entry_view(entry: Entry) -> View:
    """As the live channel and stories show it. `data` holds no personal data."""
    return {
        "position": entry.position,
        "kind": entry.kind,
        "occurred_at": iso(entry.occurred_at),
        "recorded_at": iso(entry.recorded_at),
        "source": entry.source,
        "actor": entry.actor,
        "desk_id": entry.desk_id,
        "subject": {"type": entry.subject_type, "id": entry.subject_id},
        "data": entry.data,
    }
