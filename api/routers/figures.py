"""The figures of the wall board."""

from typing import Any

from fastapi import APIRouter

from api.roles import Viewer
from api.runtime import Reading, RuntimeOf
from api.schemas.city import Figures
from cad.store import views

router = APIRouter(prefix="/api", tags=["figures"])


@router.get("/figures", response_model=Figures)
async def figures(user: Viewer, session: Reading, runtime: RuntimeOf) -> dict[str, Any]:
    """Today is the center's own day. Within 15 s: NENA-STA-020 asks it of 90 % of the calls."""
    return await views.figures(session, runtime.installation.settings.timezone)
