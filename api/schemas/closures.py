"""Roads that are closed or slow."""

from typing import Annotated

from pydantic import Field

from api.schemas.common import Given, Id, Latitude, Line, Longitude, Moment, View
from cad.closures.model import LARGEST_M, SLOWEST, SMALLEST_M, USUAL_M


class ClosureView(View):
    """`factor` None: closed; 3.0: it takes three times as long. `until` None: until it is lifted."""

    id: str
    what: str
    lat: float
    lon: float
    radius_m: float
    factor: float | None
    since: str
    until: str | None
    made_by: str | None
    lifted_at: str | None


class GivenClosure(Given):
    """`id` may be chosen by the client (a UUID), so that a request sent twice closes one road."""

    what: Line = ""
    lat: Latitude
    lon: Longitude
    radius_m: Annotated[float, Field(ge=SMALLEST_M, le=LARGEST_M, allow_inf_nan=False)] = USUAL_M
    factor: Annotated[float, Field(gt=1, le=SLOWEST, allow_inf_nan=False)] | None = None
    since: Moment | None = None
    until: Moment | None = None
    id: Id | None = None
