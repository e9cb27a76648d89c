"""Timers, their thresholds, hand-overs, and the picture of open incidents that timers are computed from."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, text

from cad.dispatching.model import Assignment
from cad.hand_overs.model import HandOver
from cad.store.rows import Rows, table_of
from cad.store.tables import AssignmentRow, HandOverRow, TimerRow, TimerRulesRow
from cad.timers.model import Timer, TimerRules
from cad.timers.rules import Crew, Watched

# Any number, the same for all: who has it lets time do its work. It goes with the transaction.
ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext('tanggap timers'))")
# Nobody goes and nobody was there: since the last one turned back, or since it was opened (again).
OPEN = text("""
SELECT i.id AS incident_id, t."group", i.priority,
    coalesce(i.lead_agency_id, (SELECT g.id FROM agencies g WHERE g.kind = t.agencies[1] ORDER BY g.id LIMIT 1))
        AS lead_agency_id,
    CASE WHEN EXISTS (SELECT FROM assignments a WHERE a.incident_id = i.id
            AND (a.status NOT IN ('available', 'cancelled') OR a.on_scene_at IS NOT NULL)) THEN NULL
        ELSE greatest(i.opened_at, i.reopened_at,
            (SELECT max(a.cleared_at) FROM assignments a WHERE a.incident_id = i.id))
        END AS unserved_since
FROM incidents i JOIN incident_types t ON t.code = i.type_code
WHERE i.state = 'open' ORDER BY i.opened_at
""")
CREWS = text("""
SELECT a.*, n.agency_id, g.kind AS agency_kind
FROM assignments a JOIN incidents i ON i.id = a.incident_id JOIN units n ON n.id = a.unit_id
JOIN agencies g ON g.id = n.agency_id
WHERE i.state = 'open' AND a.status NOT IN ('available', 'cancelled')
""")
PENDING = text("SELECT * FROM hand_overs WHERE state = 'pending'")
ASSIGNMENT_COLUMNS = [column.name for column in table_of(AssignmentRow).columns]


class StoredTimers(Rows[Timer]):
    table = table_of(TimerRow)
    entity = Timer

    async def alone(self) -> bool:
        return bool((await self.connection.execute(ALONE)).scalar_one())

    async def live(self, keys: Collection[str]) -> list[Timer]:
        return await self.many(
            (self.table.c.state != "stopped") | self.table.c.key.in_(bindparam("keys", expanding=True)),
            keys=sorted(keys),
        )

    async def watched(self) -> list[Watched]:
        await self.writes.flush()
        crews: dict[str, list[Crew]] = defaultdict(list)
        for row in (await self.connection.execute(CREWS)).mappings():
            crews[row["incident_id"]].append(_crew(dict(row)))
        asked = {row["incident_id"]: HandOver(**row) for row in (await self.connection.execute(PENDING)).mappings()}
        rows = (await self.connection.execute(OPEN)).mappings()
        return [
            Watched(**row, crews=crews.get(row["incident_id"], []), hand_over=asked.get(row["incident_id"]))
            for row in rows
        ]


def _crew(row: dict[str, Any]) -> Crew:
    assignment = Assignment(**{name: row[name] for name in ASSIGNMENT_COLUMNS})
    return Crew(assignment=assignment, agency_id=row["agency_id"], agency_kind=row["agency_kind"])


class StoredTimerRules(Rows[TimerRules]):
    table = table_of(TimerRulesRow)
    entity = TimerRules


class StoredHandOvers(Rows[HandOver]):
    table = table_of(HandOverRow)
    entity = HandOver

    async def pending_of(self, incident_id: str) -> HandOver | None:
        of_it = self.table.c.incident_id == bindparam("incident")
        return await self.one(
            of_it & (self.table.c.state == bindparam("pending")), incident=incident_id, pending="pending"
        )
