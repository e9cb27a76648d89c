"""What became of a call, and numbers that wait behind others for a while."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.calls import CallView
from api.schemas.common import PathId
from api.schemas.nuisance import GivenDisposition, GivenNuisance, LoweredView
from api.visibility import of_role, seen_by
from cad.nuisance.commands import DisposeCall, LiftNumber, LowerNumber
from cad.store import views

router = APIRouter(prefix="/api", tags=["nuisance"])


@router.post("/calls/{call_id}/disposition", response_model=CallView)
async def dispose(call_id: PathId, given: GivenDisposition, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(DisposeCall(user_id=user.user_id, call_id=call_id, code=given.code))
    return await _view(runtime, call_id)


@router.post("/calls/{call_id}/nuisance", response_model=CallView)
async def lower_number(call_id: PathId, given: GivenNuisance, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """This call's number waits behind others for so many days, 60 s at most; it is never turned away."""
    command = LowerNumber(user_id=user.user_id, call_id=call_id, days=given.days, reason=given.reason)
    await runtime.bus.handle(command)
    return await _view(runtime, call_id)


@router.delete("/calls/{call_id}/nuisance", response_model=CallView)
async def lift_number(call_id: PathId, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(LiftNumber(user_id=user.user_id, call_id=call_id))
    return await _view(runtime, call_id)


@router.get("/nuisance", response_model=list[LoweredView])
async def list_lowered(user: Reader, session: Reading) -> Any:
    """Those that wait behind others now."""
    return seen_by(of_role(user.role), await views.lowered(session))


async def _view(runtime: Runtime, call_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.call(session, call_id)
