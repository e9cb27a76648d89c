"""112 calls: looking them up, their story, and what a dispatcher asks of the PBX."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Dispatcher, Viewer
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.calls import CallAction, CallState, CallView, CallWithStory, OutboundCall
from api.schemas.common import Keepable, Limit, PathId, Since, Until
from api.sessions import SignedIn
from api.visibility import of_role, seen_by
from cad.abandoned.commands import CallBack
from cad.calls.commands import RequestCallAction, RequestOutboundCall, Target
from cad.calls.numbers_dialled import plain_number
from cad.errors import Forbidden
from cad.store import views

router = APIRouter(prefix="/api/calls", tags=["calls"])

NumberPart = Annotated[str, Query(max_length=32, description="A number or its last digits."), Keepable]


@router.get("", response_model=list[CallView])
async def list_calls(
    user: Viewer,
    session: Reading,
    state: CallState | None = None,
    number: NumberPart = "",
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
) -> Any:
    """Newest first. Who sees numbers masked cannot search by one either."""
    visibility = of_role(user.role)
    persons = user.scope.sight("persons")
    if number and (persons.reach == "none" or persons.masked or not visibility.numbers):
        raise Forbidden(
            "Mencari dengan nomor penelepon hanya untuk yang menelepon balik.",
            en="Searching by a caller's number is for those who ring callers back.",
            role=user.role,
        )
    found = await views.calls(session, state=state, number=number, since=since, until=until, limit=limit)
    return seen_by(visibility, found)


@router.get("/{call_id}", response_model=CallWithStory)
async def see_call(call_id: PathId, user: Viewer, session: Reading) -> Any:
    call = await views.call(session, call_id)
    story = await views.call_story(session, call_id)
    return seen_by(of_role(user.role), {**call, "story": story})


@router.post("/outbound", status_code=201, response_model=CallView)
async def call_out(wish: OutboundCall, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Your desk's phone picks up by itself, then the number is dialled, in the incident's name. Recorded like any."""
    if wish.abandoned_id:
        call = await runtime.bus.handle(CallBack(user_id=user.user_id, abandoned_id=wish.abandoned_id))
    else:
        number = plain_number(wish.number or "")
        asked = RequestOutboundCall(user_id=user.user_id, number=number, incident_id=wish.incident_id)
        call = await runtime.bus.handle(asked)
    return await _view(runtime, call.id, user)


@router.post("/{call_id}/actions", status_code=202, response_model=CallView)
async def act_on_call(call_id: PathId, wish: CallAction, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Accepted means journalled; the PBX does it and the live channel tells. What fails later is `CallActionFailed`."""
    async with runtime.database.session() as session:
        target = await _target(session, wish)
    asked = RequestCallAction(
        call_id=call_id, action=wish.action, user_id=user.user_id, target=target, leg=wish.leg or ""
    )
    await runtime.bus.handle(asked)
    return await _view(runtime, call_id, user)


async def _target(session: Reading, wish: CallAction) -> Target | None:
    if wish.target is None:
        return None
    target = wish.target
    if target.kind == "agency":
        name, number = await views.agency_phone(session, target.id or "")
        return Target(kind="agency", id=target.id or "", number=plain_number(number), name=name)
    return Target(kind=target.kind, id=target.id or "", number=plain_number(target.number or ""))


async def _view(runtime: Runtime, call_id: str, user: SignedIn) -> Any:
    async with runtime.database.session() as session:
        return seen_by(of_role(user.role), await views.call(session, call_id))
