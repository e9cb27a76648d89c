"""Which unit to send: for an incident, or for a form that is still being filled in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Reader
from api.runtime import Reading
from api.schemas.common import Keepable, PathId
from api.schemas.incidents import Recommendation
from cad.store import views

router = APIRouter(prefix="/api", tags=["recommendations"])

Code = Annotated[str, Query(max_length=64), Keepable]
Lat = Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)]


@router.get("/incidents/{incident_id}/recommendations", response_model=list[Recommendation])
async def recommend_for_incident(incident_id: PathId, user: Reader, session: Reading) -> Any:
    """Best first: those that fit the type, then by distance. Empty places rank by fitness alone."""
    return await views.recommendations_for_incident(session, incident_id)


@router.get("/recommendations", response_model=list[Recommendation])
async def recommend(
    user: Reader,
    session: Reading,
    type_code: Code = "",
    lat: Lat = None,
    lon: Lon = None,
    kelurahan_code: Code = "",
) -> Any:
    return await views.recommendations(session, type_code=type_code, lat=lat, lon=lon, kelurahan_code=kelurahan_code)
