"""Trunks: the lines on which 112 comes in and calls go out."""

from typing import Any

from fastapi import APIRouter

from api.roles import Administrator, Manager
from api.runtime import Reading, RuntimeOf
from api.schemas.common import PathId
from api.schemas.trunks import GivenTrunk, TrunksRefused, TrunkView
from cad.store import views
from cad.trunks.commands import AddTrunk, ChangeTrunk, RemoveTrunk, TrunkDetails

router = APIRouter(prefix="/api/trunks", tags=["trunks"])


@router.get("", response_model=list[TrunkView])
async def list_trunks(user: Manager, session: Reading) -> Any:
    """In the order in which they are dialled out. The settings' own (TANGGAP_TRUNK_ADDRESSES) is not among them."""
    return await views.trunks(session)


@router.get("/refused", response_model=TrunksRefused)
async def refused(user: Manager, session: Reading) -> Any:
    """Who was turned away, and why."""
    return await views.trunks_refused(session)


@router.post("", status_code=201, response_model=TrunkView)
async def add_trunk(given: GivenTrunk, user: Administrator, runtime: RuntimeOf) -> Any:
    """Asterisk has it some seconds later; no call that is up is touched."""
    made = await runtime.bus.handle(AddTrunk(user_id=user.user_id, details=_details(given)))
    async with runtime.database.session() as session:
        return await views.trunk(session, made.id)


@router.put("/{trunk_id}", response_model=TrunkView)
async def change_trunk(trunk_id: PathId, given: GivenTrunk, user: Administrator, runtime: RuntimeOf) -> Any:
    """All of it at once, the secret excepted (see GivenTrunk)."""
    await runtime.bus.handle(ChangeTrunk(user_id=user.user_id, trunk_id=trunk_id, details=_details(given)))
    async with runtime.database.session() as session:
        return await views.trunk(session, trunk_id)


@router.delete("/{trunk_id}", status_code=204)
async def remove_trunk(trunk_id: PathId, user: Administrator, runtime: RuntimeOf) -> None:
    """Calls that are up on it go on."""
    await runtime.bus.handle(RemoveTrunk(user_id=user.user_id, trunk_id=trunk_id))


def _details(given: GivenTrunk) -> TrunkDetails:
    told = given.model_dump(exclude={"secret"})
    return TrunkDetails(**told, secret=given.secret.get_secret_value() if given.secret is not None else None)
