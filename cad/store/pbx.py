"""What the telephone side asks of the store: reads only, each in a short transaction of its own.

Each method raises StoreUnavailable while the database is away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from cad.store.astdb import astdb_wishes
from cad.store.database import Database
from cad.store.rows import table_of
from cad.store.tables import CallRow, DeskRow, JournalRow, RecordingRow
from cad.store.trunks import trunks_in_use
from cad.store.voices import notice_words
from cad.trunks.model import Trunk

CALLS, DESKS, RECORDINGS = table_of(CallRow), table_of(DeskRow), table_of(RecordingRow)
JOURNAL = table_of(JournalRow)


@dataclass(frozen=True, kw_only=True)
class DeskWish:
    """How a desk should stand in the queue. `state`: off, ready, paused, wrap_up."""

    desk_id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordedCall:
    """A recording with the times of its call that tell how long it should be."""

    uniqueid: str
    file: str
    state: str  # recording, ready, damaged, missing
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    broken: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A journal entry, as much of it as telephony acts on."""

    position: int
    kind: str
    recorded_at: datetime
    data: dict[str, Any]


class PbxQueries:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def desk_wishes(self) -> list[DeskWish]:
        """Every desk; nobody sits at one that is `off`."""
        rows = await self._all(select(DESKS.c.id, DESKS.c.state, DESKS.c.reason).order_by(DESKS.c.id))
        return [DeskWish(desk_id=row.id, state=row.state, reason=row.reason) for row in rows]

    async def open_calls(self, pbx_id: str) -> list[str]:
        """The uniqueids of this PBX's calls that have not ended."""
        query = select(CALLS.c.uniqueid).where(CALLS.c.pbx_id == pbx_id, CALLS.c.ended_at.is_(None))
        return [row.uniqueid for row in await self._all(query)]

    async def unfinished_recordings(self, pbx_id: str) -> list[RecordedCall]:
        """Those in state `recording` whose call has ended."""
        query = _recordings(pbx_id).where(RECORDINGS.c.state == "recording", CALLS.c.ended_at.is_not(None))
        return [_recorded(row) for row in await self._all(query)]

    async def recording(self, pbx_id: str, file: str) -> RecordedCall | None:
        rows = await self._all(_recordings(pbx_id).where(RECORDINGS.c.file == file))
        return _recorded(rows[0]) if rows else None

    async def notice_words(self) -> str:
        """What a waiting caller should hear of a known incident; empty when there is no notice."""
        async with self._database.session() as session:
            return await notice_words(session)

    async def trunks_in_use(self, pepper: str) -> list[Trunk]:
        """The enabled ones in the order of dialling out, with their secrets, which the installation's pepper opens."""
        async with self._database.session() as session:
            return await trunks_in_use(session, pepper)

    async def entries_after(self, position: int, limit: int, kinds: Sequence[str]) -> list[Entry]:
        """The entries of these kinds after `position`, in order."""
        query = (
            select(JOURNAL.c.position, JOURNAL.c.kind, JOURNAL.c.recorded_at, JOURNAL.c.data)
            .where(JOURNAL.c.position > position, JOURNAL.c.kind.in_(kinds))
            .order_by(JOURNAL.c.position)
            .limit(limit)
        )
        return [Entry(**row._mapping) for row in await self._all(query)]

    async def astdb_wishes(self) -> dict[str, dict[str, str]]:
        """What Asterisk's own database should hold, by family."""
        async with self._database.session() as session:
            return await astdb_wishes(session)

    async def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        async with self._database.session() as session:
            rows: Sequence[Row[Any]] = (await session.execute(query)).all()
        return rows


def _recordings(pbx_id: str) -> Select[Any]:
    return (
        select(
            CALLS.c.uniqueid,
            RECORDINGS.c.file,
            RECORDINGS.c.state,
            RECORDINGS.c.started_at,
            CALLS.c.answered_at,
            CALLS.c.ended_at,
            CALLS.c.broken,
        )
        .select_from(RECORDINGS)
        .join(CALLS, CALLS.c.id == RECORDINGS.c.call_id)
        .where(RECORDINGS.c.pbx_id == pbx_id)
    )


def _recorded(row: Row[Any]) -> RecordedCall:
    return RecordedCall(**row._mapping)
