"""Callers who were lost: the list, calling back, dismissing."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Reader
from api.runtime import Reading, RuntimeOf
from api.schemas.abandoned import AbandonedState, AbandonedView, GivenDismissal
from api.schemas.calls import CallView
from api.schemas.common import Limit, PathId
from api.visibility import of_role, seen_by
from cad.abandoned.commands import CallBack, DismissAbandoned
from cad.store import views

router = APIRouter(prefix="/api/abandoned", tags=["abandoned"])


@router.get("", response_model=list[AbandonedView])
async def list_abandoned(user: Reader, session: Reading, state: AbandonedState | None = None, limit: Limit = 50) -> Any:
    """The last to be lost first; what is done with stays here."""
    return seen_by(of_role(user.role), await views.abandoned(session, state=state, limit=limit))


@router.get("/{abandoned_id}", response_model=AbandonedView)
async def see_abandoned(abandoned_id: PathId, user: Reader, session: Reading) -> Any:
    return seen_by(of_role(user.role), await views.abandoned_entry(session, abandoned_id))


@router.post("/{abandoned_id}/callback", response_model=CallView)
async def call_back(abandoned_id: PathId, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Your desk is rung, then the caller. 409 `callback_taken` when a colleague was faster, `callbacks_limited` while
    new calls need everybody, `caller_on_the_line` when they are calling right now."""
    call = await runtime.bus.handle(CallBack(user_id=user.user_id, abandoned_id=abandoned_id))
    async with runtime.database.session() as session:
        return await views.call(session, call.id)


@router.post("/{abandoned_id}/dismiss", response_model=AbandonedView)
async def dismiss(abandoned_id: PathId, given: GivenDismissal, user: Dispatcher, runtime: RuntimeOf) -> Any:
    entry = await runtime.bus.handle(
        DismissAbandoned(user_id=user.user_id, abandoned_id=abandoned_id, reason=given.reason)
    )
    async with runtime.database.session() as session:
        return await views.abandoned_entry(session, entry.id)
