"""How fast an emergency vehicle drives on which class of road, without its siren."""

import re

# km/h in town traffic by OSM `highway` class; links as their road. A sign (maxspeed) below it wins.
CLASS_KMH = {
    "motorway": 90.0,
    "trunk": 60.0,
    "primary": 50.0,
    "secondary": 45.0,
    "tertiary": 40.0,
    "unclassified": 30.0,
    "residential": 25.0,
    "living_street": 15.0,
    "service": 15.0,
    "road": 25.0,
    "track": 12.0,
}
KMH_PER_MPH = 1.609344
SLOWEST_KMH = 5.0
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(mph)?")


def drivable(highway: str) -> bool:
    return _class(highway) in CLASS_KMH


def speed_kmh(highway: str, maxspeed: str = "") -> float:
    """The class's speed, or what the sign allows when less. `maxspeed`: `50`, `30 mph`; anything else is none."""
    usual = CLASS_KMH[_class(highway)]
    found = _NUMBER.fullmatch(maxspeed.strip())
    if not found:
        return usual
    allowed = float(found[1]) * (KMH_PER_MPH if found[2] else 1.0)
    return max(SLOWEST_KMH, min(usual, allowed))


def _class(highway: str) -> str:
    return highway.removesuffix("_link")
