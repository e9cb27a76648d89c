"""A responder who signs in: the way to the page of their own unit's assignment."""

from typing import Any

from fastapi import APIRouter

from api.roles import Responder
from api.runtime import Reading
from api.schemas.users import OwnAssignment
from cad.store import views

router = APIRouter(prefix="/api/own", tags=["responder"])


@router.get("/assignment", response_model=OwnAssignment)
async def own_assignment(user: Responder, session: Reading) -> Any:
    """`link` opens the same page as the one in the SMS; None while the unit is on no assignment."""
    return await views.own_assignment(session, user.scope.unit_id or "")
