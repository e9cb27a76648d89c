"""112 calls: looking them up, their story, and what a dispatcher asks of the PBX."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Dispatcher, Reader
from api.runtime import Reading, RuntimeOf
from api.schemas.calls import Accepted, CallAction, CallState, CallView, CallWithStory
from api.schemas.common import Keepable, Limit, PathId, Since, Until
from api.visibility import of_role, seen_by
from cad.calls.commands import RequestCallAction
from cad.errors import Forbidden
from cad.store import views

router = APIRouter(prefix="/api/calls", tags=["calls"])

NumberPart = Annotated[str, Query(max_length=32, description="A number or its last digits."), Keepable]


@router.get("", response_model=list[CallView])
async def list_calls(
    user: Reader,
    session: Reading,
    state: CallState | None = None,
    number: NumberPart = "",
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
) -> Any:
    """Newest first. Who sees numbers masked cannot search by one either."""
    visibility = of_role(user.role)
    if number and not visibility.numbers:
        raise Forbidden(
            "Mencari dengan nomor penelepon hanya untuk yang menelepon balik.",
            en="Searching by a caller's number is for those who ring callers back.",
            role=user.role,
        )
    found = await views.calls(session, state=state, number=number, since=since, until=until, limit=limit)
    return seen_by(visibility, found)


@router.get("/{call_id}", response_model=CallWithStory)
async def see_call(call_id: PathId, user: Reader, session: Reading) -> Any:
    call = await views.call(session, call_id)
    story = await views.call_story(session, call_id)
    return seen_by(of_role(user.role), {**call, "story": story})


@router.post("/{call_id}/actions", status_code=202)
async def act_on_call(call_id: PathId, wish: CallAction, user: Dispatcher, runtime: RuntimeOf) -> Accepted:
    """Hold, resume or hang up. Accepted means journalled; the PBX does it and the live channel tells."""
    await runtime.bus.handle(RequestCallAction(call_id=call_id, action=wish.action, user_id=user.user_id))
    return Accepted()
