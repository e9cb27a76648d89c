"""What was told of an incident; two incidents that are one, one that is two; a caller's other calls."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import Limit, PathId
from api.schemas.incidents import IncidentView
from api.schemas.reports import Merging, OtherCallView, ReportsView, Splitting
from api.visibility import of_role, seen_by
from cad.places.model import Place
from cad.reports.commands import MergeIncidents, SplitIncident
from cad.store import views

router = APIRouter(prefix="/api", tags=["incidents"])


async def _view(runtime: Runtime, incident_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.incident(session, incident_id)


@router.get("/incidents/{incident_id}/reports", response_model=ReportsView)
async def list_reports(incident_id: PathId, user: Reader, session: Reading) -> Any:
    """Calls, cameras, partners, citizens in the order they told it; and the incidents that were merged into this."""
    await views.incident(session, incident_id)
    return seen_by(of_role(user.role), await views.reports(session, incident_id))


@router.post("/incidents/{incident_id}/merge", response_model=IncidentView)
async def merge_incidents(incident_id: PathId, given: Merging, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """`source_id` is the same thing: all of it goes to this incident, and it is closed as a duplicate.

    Taken back by a split with `to_incident_id` = `source_id`.
    """
    command = MergeIncidents(
        user_id=user.user_id,
        into_id=incident_id,
        source_id=given.source_id,
        into_version=given.into_version,
        source_version=given.source_version,
    )
    await runtime.bus.handle(command)
    return await _view(runtime, incident_id)


@router.post("/incidents/{incident_id}/split", response_model=IncidentView)
async def split_incident(incident_id: PathId, given: Splitting, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Returns the incident that the chosen reports are with now. Taken back by merging that into this."""
    command = SplitIncident(
        user_id=user.user_id,
        incident_id=incident_id,
        report_ids=tuple(given.report_ids),
        assignment_ids=tuple(given.assignment_ids),
        to_incident_id=given.to_incident_id,
        version=given.version,
        type_code=given.type_code or "",
        priority=given.priority,
        what=given.what,
        place=Place(**given.place.model_dump()) if given.place else None,
        new_incident_id=given.new_incident_id,
    )
    moved = await runtime.bus.handle(command)
    return await _view(runtime, moved.id)


@router.get("/calls/{call_id}/others", response_model=list[OtherCallView])
async def other_calls(call_id: PathId, user: Reader, session: Reading, limit: Limit = 20) -> Any:
    """The caller's other calls with their incidents, newest first."""
    return await views.other_calls(session, call_id, limit=limit)
