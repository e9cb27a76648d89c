"""A camera of the city: where it hangs and where it looks."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Camera:
    """`heading` in degrees clockwise from north, `fov` the angle seen in degrees. `source` tells video what to play."""

    id: str
    center_id: str
    name: str
    lat: float
    lon: float
    heading: float = 0.0
    fov: float = 60.0
    source: str = ""
