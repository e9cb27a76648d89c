"""What should have happened by now: the timers, and the thresholds they run by."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Manager, Reader, Viewer
from api.runtime import Reading, RuntimeOf
from api.schemas.common import PathId
from api.schemas.lifecycle import GivenNote, GivenTimerRules, TimerRulesView, TimerView
from cad.store import views
from cad.timers.commands import AcknowledgeTimer, ChangeTimerRules

router = APIRouter(prefix="/api", tags=["timers"])


@router.get("/timers", response_model=list[TimerView])
async def list_timers(user: Viewer, session: Reading) -> Any:
    """Those that run or are late, the furthest escalated first."""
    return await views.timers(session)


@router.post("/timers/{timer_id}/acknowledge", response_model=TimerView)
async def acknowledge_timer(timer_id: PathId, given: GivenNote, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Somebody sees to it: nobody further is told. Twice changes nothing."""
    await runtime.bus.handle(AcknowledgeTimer(user_id=user.user_id, timer_id=timer_id, note=given.note))
    async with runtime.database.session() as session:
        return await views.timer(session, timer_id)


@router.get("/timer-rules", response_model=TimerRulesView)
async def see_timer_rules(user: Reader, session: Reading) -> Any:
    return await views.timer_rules(session)


@router.put("/timer-rules", response_model=TimerRulesView)
async def change_timer_rules(given: GivenTimerRules, user: Manager, runtime: RuntimeOf) -> Any:
    """409 `timer_rules_changed` when somebody was faster; 422 names the row that does not hold."""
    rules = [rule.model_dump() for rule in given.rules]
    command = ChangeTimerRules(
        user_id=user.user_id, version=given.version, rules=rules, duty_phones=dict(given.duty_phones)
    )
    await runtime.bus.handle(command)
    async with runtime.database.session() as session:
        return await views.timer_rules(session)
