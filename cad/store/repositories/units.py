"""Units, their assignments, and the pages that tell them."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select

from cad.dispatching.model import OVER, Assignment, Whereabouts
from cad.messages.model import Page
from cad.store.rows import Rows, table_of
from cad.store.tables import AssignmentRow, PageRow, UnitRow
from cad.units.model import Unit


class StoredUnits(Rows[Unit]):
    table = table_of(UnitRow)
    entity = Unit


class StoredAssignments(Rows[Assignment]):
    table = table_of(AssignmentRow)
    entity = Assignment

    async def active_of_unit(self, unit_id: str) -> Assignment | None:
        return await self.one((self.table.c.unit_id == bindparam("unit")) & self._active(), unit=unit_id)

    async def active_of_incident(self, incident_id: str) -> list[Assignment]:
        of_it = self.table.c.incident_id == bindparam("incident")
        return await self.many(of_it & self._active(), incident=incident_id)

    async def count_of_incident(self, incident_id: str) -> int:
        """The caller holds the incident's row, so that two who send at once get two numbers."""
        await self.writes.flush()
        # the highest order, not how many are left: a unit that went to another incident with a merge took its own along
        counted = select(func.coalesce(func.max(self.table.c.order), 0)).where(
            self.table.c.incident_id == bindparam("incident")
        )
        return int((await self.connection.execute(counted, {"incident": incident_id})).scalar_one())

    async def was_on_scene(self, incident_id: str) -> bool:
        await self.writes.flush()
        there = select(self.table.c.id).where(
            self.table.c.incident_id == bindparam("incident"), self.table.c.on_scene_at.is_not(None)
        )
        return (await self.connection.execute(there.limit(1), {"incident": incident_id})).first() is not None

    async def whereabouts(self, assignment_id: str) -> Whereabouts | None:
        await self.writes.flush()
        found = await self.connection.execute(
            select(self.table.c.incident_id, self.table.c.unit_id).where(self.table.c.id == bindparam("key")),
            {"key": assignment_id},
        )
        row = found.mappings().one_or_none()
        return Whereabouts(**row) if row else None

    def _active(self) -> ColumnElement[bool]:
        return self.table.c.status.not_in(sorted(OVER))


class StoredPages(Rows[Page]):
    table = table_of(PageRow)
    entity = Page

    async def by_sid(self, provider_sid: str) -> Page | None:
        return await self.one(self.table.c.provider_sid == bindparam("sid"), sid=provider_sid)

    async def claim(self, now: datetime, until: datetime, limit: int, worker: str) -> list[Page]:
        """Pages nobody else claims (SKIP LOCKED). One that carries an old claim was left half done: doubtful."""
        await self.writes.flush()
        columns = self.table.c
        due = (
            select(columns.id)
            .where(columns.state == "queued", columns.due_at <= now)
            .where(columns.claimed_until.is_(None) | (columns.claimed_until <= now))
            .order_by(columns.due_at, columns.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claim = (
            self.table.update()
            .where(columns.id.in_(due))
            .values(
                doubtful=columns.doubtful | columns.claimed_until.is_not(None),
                claimed_by=worker,
                claimed_until=until,
                attempts=columns.attempts + 1,
            )
            .returning(*columns)
        )
        rows = await self.connection.execute(claim)
        claimed = [await self._remember(dict(row)) for row in rows.mappings().all()]
        return sorted(claimed, key=lambda page: page.created_at)
