"""A call that is attached is a report; where a merged incident went. What the incidents' handlers call."""

from dataclasses import replace

from cad.calls.model import Call
from cad.incidents.model import Incident
from cad.ports import UnitOfWork
from cad.reports.model import Report


async def keep_call_report(call: Call, incident: Incident, user_id: str | None, work: UnitOfWork) -> None:
    """A call that we made ourselves reports nothing."""
    if call.direction == "out":
        return
    known = await work.reports.by_id(call.id)
    told = known or Report(
        id=call.id,
        center_id=call.center_id,
        exercise=call.exercise,
        incident_id=incident.id,
        kind="call",
        at=call.received_at or call.first_seen_at,
        call_id=call.id,
        source=call.dialled,
        person_id=call.person_id,
        added_by=user_id,
    )
    await work.reports.put(replace(told, incident_id=incident.id))


async def where_it_went(incident: Incident, work: UnitOfWork) -> Incident:
    """The incident that holds what this one held: itself, unless it was merged."""
    while incident.merged_into and (next_one := await work.incidents.by_id(incident.merged_into)):
        incident = next_one
    return incident
