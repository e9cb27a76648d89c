"""Reports and merges."""

from sqlalchemy import bindparam

from cad.reports.model import Merge, Report
from cad.store.repositories.placed import PlacedRows
from cad.store.rows import Rows, locked, table_of
from cad.store.tables import MergeRow, ReportRow

REPORTS = table_of(ReportRow)
MERGES = table_of(MergeRow)
OF_INCIDENT = locked(REPORTS, REPORTS.c.incident_id == bindparam("incident"))
LAST_OF = (
    locked(MERGES, (MERGES.c.source_id == bindparam("source")) & MERGES.c.undone_at.is_(None))
    .order_by(MERGES.c.at.desc())
    .limit(1)
)


class StoredReports(PlacedRows[Report]):
    table = REPORTS
    entity = Report

    async def of_incident(self, incident_id: str) -> list[Report]:
        found = await self._all(OF_INCIDENT, {"incident": incident_id})
        return sorted(found, key=lambda report: (report.at, report.id))


class StoredMerges(Rows[Merge]):
    table = MERGES
    entity = Merge

    async def last_of(self, source_id: str) -> Merge | None:
        return await self._first(LAST_OF, {"source": source_id})
