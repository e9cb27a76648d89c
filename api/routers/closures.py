"""Roads that are closed or slow: seen by all, closed and opened by who dispatches."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.closures import ClosureView, GivenClosure
from api.schemas.common import PathId
from cad.clock import utc_now
from cad.closures.commands import CloseRoad, LiftClosure
from cad.ids import new_id
from cad.store import views

router = APIRouter(prefix="/api/closures", tags=["closures"])


@router.get("", response_model=list[ClosureView])
async def list_closures(user: Reader, session: Reading) -> Any:
    """Those that hold and those to come."""
    return await views.closures(session, utc_now())


@router.post("", response_model=ClosureView, status_code=201)
async def close_road(given: GivenClosure, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """From now on (or from `since`) recommendations drive around it."""
    told = given.model_dump(exclude={"id"})
    made = await runtime.bus.handle(CloseRoad(user_id=user.user_id, closure_id=given.id or new_id(), **told))
    return await _view(runtime, made.id)


@router.post("/{closure_id}/lift", response_model=ClosureView)
async def lift_closure(closure_id: PathId, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(LiftClosure(user_id=user.user_id, closure_id=closure_id))
    return await _view(runtime, closure_id)


async def _view(runtime: Runtime, closure_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.closure(session, closure_id)
