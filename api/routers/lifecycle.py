"""The turns an incident and an assignment may take: reopened, upgraded, handed over, corrected, struck."""

from typing import Any

from fastapi import APIRouter

from api.own import check_asked_agency
from api.roles import Dispatcher, Teller
from api.runtime import Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.incidents import AssignmentView, IncidentView
from api.schemas.lifecycle import GivenAlarm, GivenAnswer, GivenHandOver, GivenReason, HandOverView
from cad.dispatching.commands import CheckCrew, CorrectAssignmentStatus
from cad.hand_overs.commands import AnswerHandOver, HandOverIncident
from cad.incidents.commands import ReopenIncident, StrikeNarrative, UpgradeAlarm
from cad.store import views

router = APIRouter(prefix="/api", tags=["life cycles"])


async def _incident(runtime: Runtime, incident_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.incident(session, incident_id)


async def _assignment(runtime: Runtime, assignment_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.assignment(session, assignment_id)


@router.post("/incidents/{incident_id}/reopen", response_model=IncidentView)
async def reopen_incident(incident_id: PathId, given: GivenReason, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """It was closed too early. One that is open stays as it is."""
    await runtime.bus.handle(ReopenIncident(user_id=user.user_id, incident_id=incident_id, reason=given.reason))
    return await _incident(runtime, incident_id)


@router.post("/incidents/{incident_id}/alarm", response_model=IncidentView)
async def upgrade_alarm(incident_id: PathId, given: GivenAlarm, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """The next level of the run card; the recommendation then asks for what it needs."""
    command = UpgradeAlarm(user_id=user.user_id, incident_id=incident_id, level=given.level, reason=given.reason)
    await runtime.bus.handle(command)
    return await _incident(runtime, incident_id)


@router.post("/incidents/{incident_id}/hand-over", status_code=201, response_model=HandOverView)
async def hand_over_incident(incident_id: PathId, given: GivenHandOver, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Asks an agency to lead, by SMS to its officer on duty. Until it accepts, who led goes on."""
    command = HandOverIncident(
        user_id=user.user_id, incident_id=incident_id, agency_id=given.agency_id, reason=given.reason
    )
    asked = await runtime.bus.handle(command)
    async with runtime.database.session() as session:
        return await views.hand_over(session, asked.id)


@router.post("/hand-overs/{hand_over_id}/answer", response_model=HandOverView)
async def answer_hand_over(hand_over_id: PathId, given: GivenAnswer, user: Teller, runtime: RuntimeOf) -> Any:
    await check_asked_agency(runtime, user, hand_over_id)
    command = AnswerHandOver(user_id=user.user_id, hand_over_id=hand_over_id, accept=given.accept, note=given.note)
    await runtime.bus.handle(command)
    async with runtime.database.session() as session:
        return await views.hand_over(session, hand_over_id)


@router.post("/incidents/{incident_id}/narrative/{narrative_id}/strike", response_model=IncidentView)
async def strike_narrative(
    incident_id: PathId, narrative_id: PathId, given: GivenReason, user: Dispatcher, runtime: RuntimeOf
) -> Any:
    """Struck through with a name and a reason; never changed, never gone."""
    command = StrikeNarrative(
        user_id=user.user_id, incident_id=incident_id, narrative_id=narrative_id, reason=given.reason
    )
    await runtime.bus.handle(command)
    return await _incident(runtime, incident_id)


@router.post("/assignments/{assignment_id}/correct", response_model=AssignmentView)
async def correct_assignment(assignment_id: PathId, given: GivenReason, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """The last step was pressed by mistake: one step back, within a minute."""
    command = CorrectAssignmentStatus(user_id=user.user_id, assignment_id=assignment_id, reason=given.reason)
    await runtime.bus.handle(command)
    return await _assignment(runtime, assignment_id)


@router.post("/assignments/{assignment_id}/crew-ok", response_model=AssignmentView)
async def check_crew(assignment_id: PathId, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """The crew was asked and all is well: the next check counts from now."""
    await runtime.bus.handle(CheckCrew(user_id=user.user_id, assignment_id=assignment_id))
    return await _assignment(runtime, assignment_id)
