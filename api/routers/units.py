"""Units, and the steps of their assignments."""

from typing import Any

from fastapi import APIRouter

from api.own import check_own_assignment, check_own_unit
from api.roles import Teller
from api.runtime import RuntimeOf
from api.schemas.city import GivenUnitStatus, UnitView
from api.schemas.common import PathId
from api.schemas.incidents import AssignmentStep, AssignmentView
from cad.dispatching.commands import SetAssignmentStatus
from cad.store import views
from cad.units.commands import SetUnitStatus

router = APIRouter(prefix="/api", tags=["units"])


@router.post("/units/{unit_id}/status", response_model=UnitView)
async def set_unit_status(unit_id: PathId, given: GivenUnitStatus, user: Teller, runtime: RuntimeOf) -> Any:
    """In or out of service. A unit on an assignment goes by its assignment's steps."""
    await check_own_unit(runtime, user, unit_id)
    await runtime.bus.handle(
        SetUnitStatus(user_id=user.user_id, unit_id=unit_id, status=given.status, reason=given.reason)
    )
    async with runtime.database.session() as session:
        return await views.unit(session, unit_id)


@router.post("/assignments/{assignment_id}/status", response_model=AssignmentView)
async def set_assignment_status(assignment_id: PathId, given: AssignmentStep, user: Teller, runtime: RuntimeOf) -> Any:
    """The next step, as the unit said it by radio (`at`: when it truly was). The same step again changes nothing; a
    step back is refused and says what is possible. `cancelled` needs a `reason` once the crew has answered."""
    await check_own_assignment(runtime, user, assignment_id)
    await runtime.bus.handle(
        SetAssignmentStatus(
            by=user.user_id, assignment_id=assignment_id, status=given.status, occurred_at=given.at, reason=given.reason
        )
    )
    async with runtime.database.session() as session:
        return await views.assignment(session, assignment_id)
