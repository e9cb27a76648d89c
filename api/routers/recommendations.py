"""Which units to send: for an incident, or for a form that is still being filled in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Reader
from api.runtime import Reading
from api.schemas.common import Keepable, PathId
from api.schemas.incidents import Advice
from cad.store import views
from cad.store.views.recommendations import Asked

router = APIRouter(prefix="/api", tags=["recommendations"])

Code = Annotated[str, Query(max_length=64), Keepable]
Lat = Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)]
Priority = Annotated[int | None, Query(ge=1, le=4)]


@router.get("/incidents/{incident_id}/recommendations", response_model=Advice)
async def recommend_for_incident(incident_id: PathId, user: Reader, session: Reading) -> Any:
    """By the run card of its type and its alarm level, beside those already on their way. Empty places rank by
    readiness and fitness alone."""
    return await views.recommendations_for_incident(session, incident_id)


@router.get("/recommendations", response_model=Advice)
async def recommend(
    user: Reader,
    session: Reading,
    type_code: Code = "",
    lat: Lat = None,
    lon: Lon = None,
    kelurahan_code: Code = "",
    priority: Priority = None,
) -> Any:
    asked = Asked(type_code=type_code, lat=lat, lon=lon, kelurahan_code=kelurahan_code, priority=priority)
    return await views.recommendations(session, asked)
