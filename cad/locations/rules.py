"""Which fix belongs to which call, and which of several is the best. Pure.

A fix is bound by the caller's number (or, where a message has none, by the telephone it came from) and by when it
reached us: our own clock, because telephones' clocks are wrong and say so to nobody.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cad.events import iso

# A message may overtake its call: it is sent when 112 is dialled, and in a disaster the caller dials for minutes before
# the network has a line for them.
BEFORE = timedelta(minutes=10)
# An SMS waits in a network that is full; and better fixes follow while help is under way.
AFTER = timedelta(minutes=30)
# How long a telephone stays known as one person's: a SIM changes hands, hardly within a day.
DEVICE_KNOWN = timedelta(hours=24)
# Good enough to send somebody to: EENA's aim for handset-derived positions, and a block of houses in a city.
SUFFICIENT_M = 100.0
# Measured so long before the newest of the same call is no longer where they are.
STALE = timedelta(minutes=30)


def best_first(locations: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The newest of sufficient accuracy; a fixed line's own place; the others by accuracy; words; what found nothing.

    Each has lat, lon, radius_m, source, address, and `at`, `received_at` as ISO 8601 in UTC with Z.
    """
    told = sorted(locations, key=_time, reverse=True)
    if not told:
        return []
    fresh = _fresh(_time(told[0]))
    return sorted(told, key=lambda one: _rank(one, fresh))


def _time(one: Mapping[str, Any]) -> str:
    return str(one["at"] or one["received_at"] or "")


def _fresh(newest: str) -> str:
    """Fixes measured before this are stale."""
    return iso(datetime.fromisoformat(newest) - STALE) if newest else ""


def _rank(one: Mapping[str, Any], fresh: str) -> tuple[int, float]:
    if one["lat"] is None:
        return (3, 0.0) if one["address"] else (4, 0.0)
    radius = one["radius_m"]
    if one["source"] != "ali" and radius is not None and radius <= SUFFICIENT_M and _time(one) >= fresh:
        return 0, 0.0
    if one["source"] == "ali":
        return 1, 0.0
    return 2, radius if radius is not None else SUFFICIENT_M
