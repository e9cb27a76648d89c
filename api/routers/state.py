"""All the console needs to draw itself, at one position of the journal."""

from typing import Any

from fastapi import APIRouter

from api.health import process_parts
from api.roles import Viewer
from api.runtime import Reading, RuntimeOf
from api.schemas.city import State
from api.visibility import of_role, seen_by
from cad.store import views

router = APIRouter(prefix="/api", tags=["state"])


@router.get("/state", response_model=State)
async def state(user: Viewer, session: Reading, runtime: RuntimeOf) -> Any:
    """Connect to `/api/live?after=<position>` next, and nothing is missed between."""
    settings = runtime.installation.settings
    snapshot = await views.snapshot(session, user)
    return {
        **seen_by(of_role(user.role), snapshot),
        "center": {"id": settings.center_id, "name": settings.center_name, "timezone": settings.timezone},
        "user": user.view(),
        "processes": [part.view() for part in process_parts(runtime.installation.run).values()],
    }
