"""What an agency may change: its own units, and nothing of anybody else's."""

from api.roles import NotYours
from api.runtime import Runtime
from api.sessions import SignedIn
from cad.store import views


async def check_own_unit(runtime: Runtime, user: SignedIn, unit_id: str) -> None:
    """Raises NotYours for an agency dispatcher who means another agency's unit, which they may see beside their own."""
    if user.role != "agency_dispatcher":
        return
    async with runtime.database.session() as session:
        unit = await views.unit(session, unit_id)
    if unit["agency_id"] != user.scope.agency_id:
        raise NotYours("unit")


async def check_own_assignment(runtime: Runtime, user: SignedIn, assignment_id: str) -> None:
    if user.role != "agency_dispatcher":
        return
    async with runtime.database.session() as session:
        assignment = await views.assignment(session, assignment_id)
    await check_own_unit(runtime, user, assignment["unit_id"])


async def check_asked_agency(runtime: Runtime, user: SignedIn, hand_over_id: str) -> None:
    """An agency answers for itself alone."""
    if user.role != "agency_dispatcher":
        return
    async with runtime.database.session() as session:
        asked = await views.hand_over(session, hand_over_id)
    if asked["to_agency_id"] != user.scope.agency_id:
        raise NotYours("hand_over")
