"""Which units to send: for an incident, or for a form that is still being filled in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from api.city_roads import way_over
from api.roles import Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import Keepable, PathId
from api.schemas.incidents import Advice
from cad.store import views
from cad.store.views.recommendations import Asked, City

router = APIRouter(prefix="/api", tags=["recommendations"])

Code = Annotated[str, Query(max_length=64), Keepable]
Lat = Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)]
Priority = Annotated[int | None, Query(ge=1, le=4)]


@router.get("/incidents/{incident_id}/recommendations", response_model=Advice)
async def recommend_for_incident(incident_id: PathId, user: Reader, runtime: RuntimeOf, session: Reading) -> Any:
    """By the run card of its type and its alarm level, beside those already on their way. Empty places rank by
    readiness and fitness alone."""
    return await views.recommendations_for_incident(session, incident_id, await _city(runtime, session))


@router.get("/recommendations", response_model=Advice)
async def recommend(
    user: Reader,
    runtime: RuntimeOf,
    session: Reading,
    type_code: Code = "",
    lat: Lat = None,
    lon: Lon = None,
    kelurahan_code: Code = "",
    priority: Priority = None,
) -> Any:
    asked = Asked(type_code=type_code, lat=lat, lon=lon, kelurahan_code=kelurahan_code, priority=priority)
    return await views.recommendations(session, asked, await _city(runtime, session))


async def _city(runtime: Runtime, session: AsyncSession) -> City:
    network = await runtime.roads.now(session)
    await runtime.response_areas.read(session)
    return City(
        area_of=runtime.response_areas.at,
        way_to=lambda place, siren: way_over(network, place, siren),
        neighbour=runtime.installation.settings.neighbour,
    )
