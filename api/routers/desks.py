"""Sitting down at a desk: its state and its phone's account."""

from fastapi import APIRouter, Request

from api.edge import host_of
from api.roles import Dispatcher
from api.runtime import Runtime, RuntimeOf
from api.schemas.city import DeskAnswer, DeskTaken, DeskView, DeskWish, GivenDeskState, SipAccount
from cad.desks.commands import SetDeskState, SignOffDesk, SignOnDesk
from cad.store import views
from telephony.pbx import addresses

router = APIRouter(prefix="/api/desk", tags=["desk"])

SIP_DOMAIN = "tanggap"


@router.post("", status_code=201)
async def sign_on(wish: DeskWish, request: Request, user: Dispatcher, runtime: RuntimeOf) -> DeskTaken:
    """Takes the desk asked for, or the first free one, and gives what its phone registers with.

    Somebody who sits at a desk already keeps it and gets the account again (a reloaded page).
    """
    desk = await runtime.bus.handle(SignOnDesk(user_id=user.user_id, desk_id=wish.desk_id))
    return DeskTaken(desk=await _view(runtime, desk.id), sip=_account(runtime, desk.id, host_of(request.headers)))


@router.put("/state")
async def set_state(given: GivenDeskState, user: Dispatcher, runtime: RuntimeOf) -> DeskView:
    desk = await runtime.bus.handle(SetDeskState(user_id=user.user_id, state=given.state, reason=given.reason))
    return await _view(runtime, desk.id)


@router.delete("")
async def sign_off(user: Dispatcher, runtime: RuntimeOf) -> DeskAnswer:
    """`desk` is null when you sat at none."""
    desk = await runtime.bus.handle(SignOffDesk(user_id=user.user_id))
    return DeskAnswer(desk=await _view(runtime, desk.id) if desk else None)


async def _view(runtime: Runtime, desk_id: str) -> DeskView:
    async with runtime.database.session() as session:
        return DeskView.model_validate(await views.desk(session, desk_id))


def _account(runtime: Runtime, desk_id: str, host: str) -> SipAccount:
    return SipAccount(
        uri=f"sip:{desk_id}@{SIP_DOMAIN}",
        ws_url=addresses.websocket_url(runtime.installation, host),
        username=desk_id,
        password=runtime.installation.secrets.desk_password(desk_id),
        realm=addresses.REALM,
    )
