"""How values in location messages are read: nothing that could not be meant is taken."""

import math
import re
from datetime import UTC, datetime

from cad.locations.errors import Refused

# `float` alone would take nan, inf, 1_000 and digits of other scripts.
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{0,18})?(?:[eE][+-]?[0-9]{1,2})?")
EARLIEST, LATEST = 1970, 2200  # years
HALF_EARTH_M = 20_040_000.0  # a radius beyond this is no statement
METHODS = {
    "g": "gnss",
    "gps": "gnss",
    "gnss": "gnss",
    "a-gps": "gnss",
    "agps": "gnss",
    "w": "wifi",
    "wifi": "wifi",
    "wi-fi": "wifi",
    "802.11": "wifi",
    "c": "cell",
    "cell": "cell",
    "triangulation": "cell",
    "n": "none",
    "none": "none",
    "fused": "hybrid",
    "hybrid": "hybrid",
    "device-based_hybrid": "hybrid",
}


def number(text: str | None) -> float | None:
    """None when it is none."""
    told = (text or "").strip()
    if not NUMBER.fullmatch(told):
        return None
    value = float(told)
    return value if math.isfinite(value) else None


def position(lat: float | None, lon: float | None) -> tuple[float, float]:
    """Refused when it is not on the earth, or is 0,0: what a telephone that found nothing sends."""
    if lat is None or lon is None:
        raise Refused("position_unreadable")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused("position_out_of_range")
    if lat == 0 and lon == 0:
        raise Refused("null_island")
    return lat, lon


def radius(value: float | None) -> float | None:
    """Metres; None when nothing sensible is said. ELS: 0 means unknown."""
    return value if value is not None and 0 < value <= HALF_EARTH_M else None


def altitude(value: float | None) -> float | None:
    return value if value is not None and -12_000 <= value <= 100_000 else None


def confidence(value: float | None) -> int | None:
    return round(value) if value is not None and 0 <= value <= 100 else None


def method(text: str | None) -> str:
    told = (text or "").strip().lower()
    return METHODS.get(told, "".join(c for c in told if c.isalnum() or c in "-_.")[:32]) or "unknown"


def imei(text: str | None) -> str:
    """14 to 16 digits (IMEI, IMEISV); anything else names no telephone. All zeros is what hides one."""
    told = (text or "").strip()
    return told if re.fullmatch(r"[0-9]{14,16}", told) and told.strip("0") else ""


def from_epoch(seconds: float | None) -> datetime | None:
    if seconds is None or not 0 < seconds < 7_258_118_400:  # the year 2200
        return None
    return datetime.fromtimestamp(seconds, UTC)


def from_iso(text: str) -> datetime | None:
    """A time with its zone, as UTC."""
    try:
        told = datetime.fromisoformat(text.strip())
        return told.astimezone(UTC) if told.tzinfo and EARLIEST < told.year < LATEST else None
    except (ValueError, OverflowError):
        return None
