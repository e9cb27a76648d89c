"""What the upkeep of recordings asks of the store: which are due for what. Reads only, short transactions."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from cad.recordings.rules import RecordingRules
from cad.store import views
from cad.store.database import Database
from cad.store.rows import table_of
from cad.store.tables import CallRow, IncidentRow, RecordingAuditRow, RecordingRow

CALLS, INCIDENTS, RECORDINGS = table_of(CallRow), table_of(IncidentRow), table_of(RecordingRow)
AUDITS = table_of(RecordingAuditRow)
C = RECORDINGS.c
PLAYABLE = C.state.in_(("ready", "damaged"))


@dataclass(frozen=True, kw_only=True)
class KeptRecording:
    id: str
    file: str
    state: str
    format: str
    sha256: str
    opus_sha256: str
    duration_ms: int
    away: str
    away_where: str


@dataclass(frozen=True, kw_only=True)
class EndedCall:
    """A call that should have been recorded, with what is known of its recording (`state` None: there is none)."""

    call_id: str
    uniqueid: str
    received_at: datetime | None
    file: str | None
    state: str | None
    format: str | None
    away: str | None


SETTLED = timedelta(minutes=2)  # after the end of a call its recording is there, or will not be
COLUMNS = [C[field.name] for field in fields(KeptRecording)]


class KeptQueries:
    def __init__(self, database: Database, center_id: str, pbx_id: str) -> None:
        self._database, self._center_id, self._pbx_id = database, center_id, pbx_id

    async def rules(self) -> RecordingRules:
        async with self._database.session() as session:
            return await views.recording_rules(session, self._center_id)

    async def to_compress(self, finished_before: datetime, limit: int) -> list[KeptRecording]:
        due = (C.format == "wav") & (C.away == "") & (C.duration_ms > 0) & (C.finished_at < finished_before)
        return await self._kept(due & PLAYABLE, limit)

    async def to_put_away(self, started_before: datetime, limit: int) -> list[KeptRecording]:
        """Compressed first, so that a little goes over the line."""
        due = (C.format == "opus") & (C.away == "") & (C.started_at < started_before)
        return await self._kept(due & PLAYABLE, limit)

    async def to_remove(self, started_before: datetime, limit: int) -> list[KeptRecording]:
        """Their time is over, nobody holds them, and their incident (if any) is closed."""
        open_incident = (
            select(INCIDENTS.c.id)
            .join(CALLS, CALLS.c.incident_id == INCIDENTS.c.id)
            .where(CALLS.c.id == C.call_id, INCIDENTS.c.state == "open")
            .exists()
        )
        over = (C.started_at < started_before) & C.locked_at.is_(None) & C.removed_at.is_(None)
        return await self._kept(over & (C.state != "recording") & ~open_incident, limit)

    async def not_yet_gone(self, limit: int) -> list[KeptRecording]:
        return await self._kept(C.removed_at.is_not(None) & ~C.gone, limit)

    async def of_files(self, files: Sequence[str]) -> dict[str, KeptRecording]:
        """Those of these raw names that are known."""
        found = await self._kept(C.file.in_(list(files)), len(files))
        return {one.file: one for one in found}

    async def ended_calls(self, after: str, since: datetime, limit: int) -> list[EndedCall]:
        """Calls ended since then, in the order of their ids, that were not left unrecorded on purpose."""
        before = func.now() - SETTLED
        query = (
            select(
                CALLS.c.id.label("call_id"),
                CALLS.c.uniqueid,
                CALLS.c.received_at,
                C.file,
                C.state,
                C.format,
                C.away,
            )
            .join_from(CALLS, RECORDINGS, C.call_id == CALLS.c.id, isouter=True)
            .where(CALLS.c.pbx_id == self._pbx_id, CALLS.c.id > bindparam("after"), CALLS.c.ended_at > since)
            .where(CALLS.c.recording_skipped == "")
            .where(CALLS.c.ended_at < before, ~CALLS.c.test)
            .where(or_(C.id.is_not(None), CALLS.c.answered_at.is_not(None), _heard_us()))
            .order_by(CALLS.c.id)
            .limit(limit)
        )
        async with self._database.session() as session:
            rows = (await session.execute(query, {"after": after})).all()
        return [EndedCall(**row._mapping) for row in rows]

    async def count_ended(self, since: datetime) -> int:
        query = select(func.count()).where(CALLS.c.pbx_id == self._pbx_id, CALLS.c.ended_at > since)
        async with self._database.session() as session:
            return int((await session.execute(query)).scalar_one())

    async def audit_asked(self) -> bool:
        """Somebody asked for one, or the last one did not come to its end."""
        query = select(AUDITS.c.state).where(AUDITS.c.pbx_id == self._pbx_id)
        async with self._database.session() as session:
            state = (await session.execute(query)).scalar_one_or_none()
        return state is not None and state != "done"

    async def _kept(self, where: ColumnElement[bool], limit: int) -> list[KeptRecording]:
        query = select(*COLUMNS).where(where, C.pbx_id == self._pbx_id).order_by(C.started_at, C.id).limit(limit)
        async with self._database.session() as session:
            rows: Sequence[Any] = (await session.execute(query)).all()
        return [KeptRecording(**row._mapping) for row in rows]


def _heard_us() -> ColumnElement[bool]:
    """A caller who hung up at once was gone before MixMonitor began; whom we called is recorded from their answer."""
    return (CALLS.c.direction == "in") & (CALLS.c.ended_at - CALLS.c.received_at > timedelta(seconds=2))
