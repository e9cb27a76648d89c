"""The queue's plan, how the queue stands, and who can do what."""

from typing import Any

from fastapi import APIRouter

from api.roles import Manager, Reader
from api.runtime import Reading, RuntimeOf
from api.schemas.common import PathId
from api.schemas.queues import GivenPlan, GivenSkills, PersonView, PlanView, QueueStatus
from cad.queues.commands import ChangeRoutingPlan, SetSkills
from cad.store import views

router = APIRouter(prefix="/api", tags=["queue"])


@router.get("/queue", response_model=QueueStatus)
async def see_queue(user: Reader, session: Reading) -> Any:
    """Who waits and who is rung, as the CAD knows it."""
    return await views.queue_status(session)


@router.get("/queue/plan", response_model=PlanView)
async def see_plan(user: Reader, session: Reading) -> Any:
    return await views.queue_plan(session)


@router.put("/queue/plan", response_model=PlanView)
async def change_plan(given: GivenPlan, user: Manager, runtime: RuntimeOf) -> Any:
    """Takes effect within a second, and for those who wait already. 409 `plan_changed` when somebody was faster; 422
    `plan_invalid` names the field. Every change is in the journal with what stood there before."""
    choices = given.model_dump(exclude_none=True, exclude={"version", "night"})
    if given.night is not None:
        night = given.night
        choices |= {"night_mode": night.mode, "night_from": night.from_, "night_to": night.to}
    command = ChangeRoutingPlan(user_id=user.user_id, version=given.version, choices=choices)
    return views.plan_view(await runtime.bus.handle(command))


@router.get("/users", response_model=list[PersonView])
async def list_users(user: Manager, session: Reading) -> Any:
    """Everybody who may sign in, with their skills and the desk they sit at."""
    return await views.users(session)


@router.put("/users/{user_id}/skills", response_model=PersonView)
async def set_skills(user_id: PathId, given: GivenSkills, user: Manager, runtime: RuntimeOf) -> Any:
    """Codes of the plan; whoever sits at a desk is rung for them within a second."""
    await runtime.bus.handle(SetSkills(by=user.user_id, user_id=user_id, skills=given.skills))
    async with runtime.database.session() as session:
        return next(one for one in await views.users(session) if one["id"] == user_id)
