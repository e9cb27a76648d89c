"""Finding a place, and which kelurahan and response areas a point lies in."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Reader
from api.runtime import RuntimeOf
from api.schemas.common import Latitude, Longitude, Search
from api.schemas.places import PlaceHit, WhereView

router = APIRouter(prefix="/api/places", tags=["places"])


@router.get("/search", response_model=list[PlaceHit])
async def search_places(
    user: Reader,
    runtime: RuntimeOf,
    q: Search = "",
    lat: Latitude | None = None,
    lon: Longitude | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Any:
    """Names in any spelling, "street + street", coordinates, plus codes. Best first, of equals the nearest."""
    city = await runtime.places.city()
    near = (lat, lon) if lat is not None and lon is not None else None
    return city.search(q, near, limit)


@router.get("/at", response_model=WhereView)
async def place_at(user: Reader, runtime: RuntimeOf, lat: Latitude, lon: Longitude) -> Any:
    """Within 200 m of a border it says so: published borders are indicative."""
    return asdict((await runtime.places.city()).areas.at(lat, lon))
