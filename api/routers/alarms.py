"""Alarms: what is wrong now, and who has seen it."""

from typing import Any

from fastapi import APIRouter

from api.roles import Reader, Staff
from api.runtime import Reading, RuntimeOf
from api.schemas.alarms import AlarmView
from api.schemas.common import PathId
from cad.alarms.commands import AcknowledgeAlarm
from cad.store import views

router = APIRouter(prefix="/api/alarms", tags=["alarms"])


@router.get("", response_model=list[AlarmView])
async def list_alarms(user: Reader, session: Reading) -> Any:
    """The open ones, the worst first."""
    return await views.alarms(session)


@router.post("/{key}/acknowledge", response_model=AlarmView)
async def acknowledge_alarm(key: PathId, user: Staff, runtime: RuntimeOf) -> Any:
    """Seen and taken care of; it stays open until its cause is gone. Twice changes nothing."""
    await runtime.bus.handle(AcknowledgeAlarm(user_id=user.user_id, key=key))
    async with runtime.database.session() as session:
        return await views.alarm(session, key)
