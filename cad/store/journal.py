"""Writing and reading the journal.

Positions have no gaps and follow the order of commit, because the head row is locked only inside a commit: a
transaction that takes long takes its positions when it ends, and whoever sees position n sees all before it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from cad.events import Event
from cad.store.repositories.calls import StoredPersons
from cad.store.rows import table_of
from cad.store.sealing import seal, unseal
from cad.store.tables import JournalHeadRow, JournalRow, JournalSealedRow, PersonKeyRow

CHANNEL = "journal"  # of NOTIFY; the payload is the last position

JOURNAL, SEALED, KEYS = table_of(JournalRow), table_of(JournalSealedRow), table_of(PersonKeyRow)
ENTRY_COLUMNS = [column for column in JOURNAL.columns if column.name != "hash"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    position: int
    occurred_at: datetime
    recorded_at: datetime
    source: str
    kind: str
    actor: str | None
    desk_id: str | None
    subject_type: str
    subject_id: str
    data: dict[str, Any]


async def entries_of(events: list[Event], persons: StoredPersons) -> list[dict[str, Any]]:
    """What `journal_append` takes, personal data sealed. The head is locked when it is sent, right before COMMIT."""
    return [await _entry(event, persons) for event in events]


async def _entry(event: Event, persons: StoredPersons) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "occurred_at": event.occurred_at.isoformat(),
        "source": event.source,
        "kind": event.kind,
        "actor": event.actor,
        "desk_id": event.desk_id,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "data": event.data,
    }
    personal = event.personal
    key = await persons.key_of(event.person_id) if event.person_id and personal else None
    if key and event.person_id:
        ciphertext = seal(personal, key, event.person_id)
        entry["data"] |= {"sealed_sha256": hashlib.sha256(ciphertext).hexdigest()}
        entry |= {"person_id": event.person_id, "ciphertext": ciphertext.hex()}
    return entry


async def journal_after(connection: AsyncConnection | AsyncSession, position: int, limit: int = 500) -> list[Entry]:
    """The entries that follow `position`, oldest first."""
    statement = select(*ENTRY_COLUMNS).where(JOURNAL.c.position > bindparam("after")).order_by(JOURNAL.c.position)
    rows = await connection.execute(statement.limit(bindparam("most")), {"after": position, "most": limit})
    return [Entry(**row) for row in rows.mappings()]


async def story_of(connection: AsyncConnection | AsyncSession, subjects: list[tuple[str, str]]) -> list[Entry]:
    """Everything journalled about these (subject_type, subject_id), oldest first."""
    statement = (
        select(*ENTRY_COLUMNS)
        .where(JOURNAL.c.subject_type.in_(bindparam("types", expanding=True)))
        .where(JOURNAL.c.subject_id.in_(bindparam("ids", expanding=True)))
        .order_by(JOURNAL.c.position)
    )
    told = {"types": sorted({kind for kind, _ in subjects}), "ids": sorted({key for _, key in subjects})}
    return [Entry(**row) for row in (await connection.execute(statement, told)).mappings()]


async def head(connection: AsyncConnection | AsyncSession) -> int:
    """The last position."""
    return int((await connection.execute(select(table_of(JournalHeadRow).c.position))).scalar_one())


async def personal_data(connection: AsyncConnection | AsyncSession, position: int) -> dict[str, Any] | None:
    """The sealed part of an entry; None when there is none or its person was erased."""
    found = await connection.execute(
        select(SEALED.c.person_id, SEALED.c.ciphertext, KEYS.c.key)
        .join_from(SEALED, KEYS, SEALED.c.person_id == KEYS.c.person_id)
        .where(SEALED.c.position == position)
    )
    row = found.one_or_none()
    return unseal(row.ciphertext, row.key, row.person_id) if row else None


async def first_broken_position(connection: AsyncConnection | AsyncSession) -> int | None:
    """Goes over the whole chain: where it was changed, or None when it holds."""
    found = await connection.execute(text("SELECT journal_first_broken()"))
    broken: int | None = found.scalar_one()
    return broken
