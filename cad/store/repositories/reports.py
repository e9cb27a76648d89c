"""Reports and merges."""

from typing import Any

from sqlalchemy import bindparam

from cad.places.model import Place
from cad.reports.model import Merge, Report
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


class StoredReports(Rows[Report]):
    table = REPORTS
    entity = Report

    async def of_incident(self, incident_id: str) -> list[Report]:
        found = await self._all(OF_INCIDENT, {"incident": incident_id})
        return sorted(found, key=lambda report: (report.at, report.id))

    async def to_entity(self, row: dict[str, Any]) -> Report:
        place = Place(
            text=row.pop("place_text"),
            kelurahan_code=row.pop("kelurahan_code"),
            lat=row.pop("lat"),
            lon=row.pop("lon"),
            source=row.pop("place_source"),
            radius_m=row.pop("radius_m"),
        )
        return Report(**row, place=place)

    def to_row(self, entity: Report) -> dict[str, Any]:
        row = super().to_row(entity)
        place: Place = row.pop("place")
        return row | {
            "place_text": place.text,
            "kelurahan_code": place.kelurahan_code,
            "lat": place.lat,
            "lon": place.lon,
            "place_source": place.source,
            "radius_m": place.radius_m,
        }


class StoredMerges(Rows[Merge]):
    table = MERGES
    entity = Merge

    async def last_of(self, source_id: str) -> Merge | None:
        return await self._first(LAST_OF, {"source": source_id})
