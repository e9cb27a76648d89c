"""What the line says beside the usual announcements: test calls, the notice of a known incident, silent callers."""

from typing import Any

from fastapi import APIRouter

from api.roles import Manager, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.voices import GivenNotice, GivenTestNumbers, VoicesView
from cad.store import views
from cad.voices.commands import ChangeTestNumbers, SwitchNotice
from telephony.pbx.phrases import PHRASES

router = APIRouter(prefix="/api", tags=["voices"])


async def _view(runtime: Runtime) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return _whole(await views.voices(session))


def _whole(view: dict[str, Any]) -> dict[str, Any]:
    return view | {"silent_prompt": PHRASES["ask-silent"].text}


@router.get("/voices", response_model=VoicesView)
async def see_voices(user: Reader, session: Reading) -> Any:
    return _whole(await views.voices(session))


@router.put("/voices", response_model=VoicesView)
async def change_test_numbers(given: GivenTestNumbers, user: Manager, runtime: RuntimeOf) -> Any:
    """These numbers hear themselves and are hung up; no desk rings. 409 `voices_changed` when somebody was faster."""
    command = ChangeTestNumbers(user_id=user.user_id, version=given.version, numbers=given.test_numbers)
    await runtime.bus.handle(command)
    return await _view(runtime)


@router.post("/incidents/{incident_id}/notice", response_model=VoicesView)
async def switch_notice(incident_id: PathId, given: GivenNotice, user: Manager, runtime: RuntimeOf) -> Any:
    """Whoever waits hears that this incident is known. It ends no call, and ends by itself with the incident."""
    command = SwitchNotice(user_id=user.user_id, incident_id=incident_id, on=given.on, text=given.text)
    await runtime.bus.handle(command)
    return await _view(runtime)
