"""What the telephone side asks of the store: reads only, each in a short transaction of its own.

Each method raises StoreUnavailable while the database is away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from cad.queues.model import RoutingPlan
from cad.store.astdb import astdb_wishes
from cad.store.database import Database
from cad.store.rows import table_of
from cad.store.tables import (
    CallRow,
    DeskRow,
    DialledNumberRow,
    FixReferenceRow,
    JournalRow,
    RecordingRow,
    RoutingPlanRow,
    UserRow,
)
from cad.store.trunks import trunks_in_use
from cad.store.views.queues import routing_plan
from cad.store.voices import notice_words
from cad.trunks.model import Trunk

CALLS, DESKS, RECORDINGS = table_of(CallRow), table_of(DeskRow), table_of(RecordingRow)
JOURNAL, DIALLED = table_of(JournalRow), table_of(DialledNumberRow)
USERS, PLANS = table_of(UserRow), table_of(RoutingPlanRow)
REFERENCES = table_of(FixReferenceRow)
WISHES = (
    select(
        DESKS.c.id,
        DESKS.c.state,
        DESKS.c.reason,
        DESKS.c.wrap_up_until,
        USERS.c.skills,
        (DESKS.c.id == PLANS.c.overflow_desks.any_()).label("second_group"),
    )
    .join_from(DESKS, USERS, USERS.c.id == DESKS.c.user_id, isouter=True)
    .join(PLANS, PLANS.c.center_id == DESKS.c.center_id, isouter=True)
    .order_by(DESKS.c.id)
)


@dataclass(frozen=True, kw_only=True)
class DeskWish:
    """How a desk should stand in the queue. `state`: off, ready, paused, wrap_up.

    In a wrap-up that ends by itself (`wrap_up_until`) the PBX leaves the desk alone of its own account: it is ready.
    """

    desk_id: str
    state: str
    reason: str = ""
    wrap_up_until: datetime | None = None
    skills: tuple[str, ...] = ()
    second_group: bool = False


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
    actor: str | None = None
    desk_id: str | None = None


class PbxQueries:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def desk_wishes(self) -> list[DeskWish]:
        """Every desk; nobody sits at one that is `off`."""
        return [
            DeskWish(
                desk_id=row.id,
                state="ready" if row.wrap_up_until else row.state,
                reason=row.reason,
                wrap_up_until=row.wrap_up_until,
                skills=tuple(row.skills or ()),
                second_group=bool(row.second_group),
            )
            for row in await self._all(WISHES)
        ]

    async def routing_plan(self) -> RoutingPlan:
        async with self._database.session() as session:
            return await routing_plan(session)

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

    async def dialled_number(self, number_id: str) -> str:
        """A number that somebody asked to dial; empty when its person was erased."""
        rows = await self._all(select(DIALLED.c.number).where(DIALLED.c.id == number_id))
        return str(rows[0].number) if rows else ""

    async def number_of_call(self, call_id: str) -> str:
        """The number of whoever calls, or is called, as a trunk takes it."""
        rows = await self._all(select(CALLS.c.number_e164, CALLS.c.number_raw).where(CALLS.c.id == call_id))
        return str(rows[0].number_e164 or rows[0].number_raw) if rows else ""

    async def location_uri(self, reference_id: str) -> str:
        """Where a caller's place may be asked for; empty when it is not known any more."""
        rows = await self._all(select(REFERENCES.c.uri).where(REFERENCES.c.id == reference_id))
        return str(rows[0].uri) if rows else ""

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
            select(*(JOURNAL.c[one.name] for one in fields(Entry)))
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
