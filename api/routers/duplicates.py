"""Is it known already? Asked again and again while a form is being filled."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Reader
from api.runtime import Reading
from api.schemas.common import ID_PATTERN, Keepable, Latitude, Longitude
from api.schemas.reports import DuplicateView
from cad.store import views

# Before the incidents' own router, for which `duplicates` would be an id.
router = APIRouter(prefix="/api/incidents", tags=["incidents"])

Code = Annotated[str, Query(max_length=64), Keepable]
AnId = Annotated[str | None, Query(pattern=ID_PATTERN)]


@router.get("/duplicates", response_model=list[DuplicateView])
async def likely_duplicates(
    user: Reader,
    session: Reading,
    type_code: Code = "",
    lat: Latitude | None = None,
    lon: Longitude | None = None,
    radius_m: Annotated[float | None, Query(ge=0, le=1_000_000, allow_inf_nan=False)] = None,
    kelurahan_code: Code = "",
    text: Annotated[str, Query(max_length=200), Keepable] = "",
    call_id: AnId = None,
    incident_id: AnId = None,
) -> Any:
    """The open incidents (and those closed within the hour) that this is likely about, best first, at most five.

    `text` is the address as far as it is typed; `incident_id` one that is open in hand and not its own duplicate.
    """
    return await views.duplicates(
        session,
        type_code=type_code,
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        kelurahan_code=kelurahan_code,
        words=text,
        call_id=call_id,
        incident_id=incident_id,
    )
