"""Incidents: opening, changing, telling more, sending units, closing."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from api.roles import Dispatcher, Teller, Viewer
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import Keepable, Limit, Moment, PathId, Search, Since, Until
from api.schemas.incidents import (
    AssignmentView,
    Closing,
    GivenAssignment,
    GivenCall,
    GivenIncident,
    GivenNarrative,
    GivenPlace,
    IncidentChange,
    IncidentView,
    IncidentWithStory,
)
from api.visibility import of_role, seen_by
from cad.dispatching.commands import DispatchUnit
from cad.incidents.commands import AddNarrative, AnswerBefore, AttachCall, ChangeIncident, CloseIncident, OpenIncident
from cad.places.model import Place
from cad.store import views

router = APIRouter(prefix="/api/incidents", tags=["incidents"])


def _place(given: GivenPlace) -> Place:
    return Place(**given.model_dump())


async def _view(runtime: Runtime, incident_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.incident(session, incident_id)


@router.post("", status_code=201, response_model=IncidentView)
async def open_incident(given: GivenIncident, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Without a priority the type's own is taken. The same `id` again gives the incident that is there."""
    incident = await runtime.bus.handle(
        OpenIncident(
            user_id=user.user_id,
            type_code=given.type_code,
            priority=given.priority,
            what=given.what,
            place=_place(given.place),
            call_id=given.call_id,
            exercise=given.exercise or runtime.installation.settings.exercise,
            incident_id=given.id,
            type_version=given.type_version,
            answers=tuple(AnswerBefore(**one.model_dump()) for one in given.answers),
        )
    )
    return await _view(runtime, incident.id)


@router.get("", response_model=list[IncidentView])
async def list_incidents(
    user: Viewer,
    session: Reading,
    state: Literal["open", "closed"] | None = None,
    q: Search = "",
    place: Search = "",
    type: Annotated[str, Query(max_length=64), Keepable] = "",
    priority: Annotated[int | None, Query(ge=1, le=4)] = None,
    since: Since = None,
    until: Until = None,
    before: Annotated[Moment | None, Query(description="Opened before: `opened_at` of the last row seen.")] = None,
    limit: Limit = 50,
) -> Any:
    """Newest first; `q` is an incident's number, or beginnings of words of what, where, the type and the narrative;
    `place` of where alone; `type` is a type's code."""
    found = await views.incidents(
        session,
        state=state,
        q=q,
        place=place,
        type=type,
        priority=priority,
        since=since,
        until=until,
        before=before,
        limit=limit,
    )
    return seen_by(of_role(user.role), found)


@router.get("/{incident_id}", response_model=IncidentWithStory)
async def see_incident(incident_id: PathId, user: Viewer, session: Reading) -> Any:
    incident = await views.incident(session, incident_id)
    story = await views.incident_story(session, incident_id)
    return seen_by(of_role(user.role), {**incident, "story": story})


@router.patch("/{incident_id}", response_model=IncidentView)
async def change_incident(incident_id: PathId, given: IncidentChange, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Only what is sent changes. 409 `incident_changed` when somebody was faster: read it again."""
    told = given.model_dump(exclude_unset=True, exclude={"version"})
    changes: dict[str, object] = {name: value for name, value in told.items() if value is not None}
    if given.place is not None:
        changes["place"] = _place(given.place)
    await runtime.bus.handle(
        ChangeIncident(user_id=user.user_id, incident_id=incident_id, version=given.version, changes=changes)
    )
    return await _view(runtime, incident_id)


@router.post("/{incident_id}/narrative", status_code=201, response_model=IncidentView)
async def add_narrative(incident_id: PathId, given: GivenNarrative, user: Teller, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(AddNarrative(user_id=user.user_id, incident_id=incident_id, text=given.text))
    return await _view(runtime, incident_id)


@router.post("/{incident_id}/calls", response_model=IncidentView)
async def attach_call(incident_id: PathId, given: GivenCall, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """This call reports this incident too."""
    await runtime.bus.handle(AttachCall(user_id=user.user_id, incident_id=incident_id, call_id=given.call_id))
    return await _view(runtime, incident_id)


@router.post("/{incident_id}/close", response_model=IncidentView)
async def close_incident(incident_id: PathId, given: Closing, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(
        CloseIncident(user_id=user.user_id, incident_id=incident_id, disposition=given.disposition, note=given.note)
    )
    return await _view(runtime, incident_id)


@router.post("/{incident_id}/assignments", status_code=201, response_model=AssignmentView)
async def dispatch_unit(incident_id: PathId, given: GivenAssignment, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Writes the assignment and its page together. 409 `unit_busy` unless `override_reason` says why all the same."""
    assignment = await runtime.bus.handle(
        DispatchUnit(
            user_id=user.user_id,
            incident_id=incident_id,
            unit_id=given.unit_id,
            override_reason=given.override_reason,
            eta_s=given.eta_s,
        )
    )
    async with runtime.database.session() as session:
        return await views.assignment(session, assignment.id)
