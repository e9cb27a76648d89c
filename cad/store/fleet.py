"""Every unit that could fill a place on the run card, read in one row of arrays: thousands in a few milliseconds.

What a unit is worth apart from its way is said by PostgreSQL in the words of `cad.dispatching.fitness`; a test holds
the two together. The few that could be among the best are then read as whole rows and judged by the domain itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ARRAY, Text, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.dispatching.fitness import (
    BUSY,
    LONG_ON_DUTY,
    LONG_ON_DUTY_S,
    NOT_STAFFED,
    OLD_POSITION,
    OLD_POSITION_S,
    OTHER_AREA_S,
    READY,
    RETURNING,
    UNKNOWN_S,
)
from cad.dispatching.run_cards import Need
from cad.dispatching.travel import DETOUR, STRAIGHT_M_PER_S, Point
from cad.places.model import EARTH_RADIUS_M

Floats = NDArray[np.float64]
MOST_NEEDS = 48  # bits of a number that says which needs a unit could fill
BASE_DEGREES = 0.002  # about 200 m: a unit so near to its station stands there
ALTERNATES = 6  # of those that could take a place beside the chosen, so many are shown

AT_BASE = f"""(s.id IS NOT NULL AND (n.lat IS NULL OR n.lon IS NULL
    OR (abs(n.lat - s.lat) < {BASE_DEGREES} AND abs(n.lon - s.lon) < {BASE_DEGREES})))"""
READINESS = f"""CASE WHEN n.status = 'returning' THEN {RETURNING} WHEN n.status <> 'available' THEN {BUSY}
    WHEN n.crew_count < n.crew_minimum OR n.shift_began_at > :now OR n.shift_ends_at <= :now THEN {NOT_STAFFED}
    ELSE {READY} END"""
CONCERN = f"""CASE WHEN g.kind = ANY(:area_kinds) AND NOT coalesce(n.station_id, '') = ANY(:own_stations)
        THEN {OTHER_AREA_S:.0f} ELSE 0 END
    + CASE WHEN n.position_at < :old_position AND NOT {AT_BASE} THEN {OLD_POSITION_S:.0f} ELSE 0 END
    + CASE WHEN n.shift_began_at < :long_on_duty THEN {LONG_ON_DUTY_S:.0f} ELSE 0 END"""
FLEET = """
SELECT string_agg(id, E'\\n'), array_send(array_agg(lat)), array_send(array_agg(lon)),
    array_send(array_agg(needs)), array_send(array_agg(worth))
FROM (
    SELECT n.id, coalesce(n.lat, s.lat, 'NaN') AS lat, coalesce(n.lon, s.lon, 'NaN') AS lon, {needs} AS needs,
        ({readiness}) * 1000 + ({concern}) AS worth
    FROM units n JOIN agencies g ON g.id = n.agency_id LEFT JOIN stations s ON s.id = n.station_id
    WHERE n.status <> 'out_of_service'
) fleet WHERE needs <> 0
"""
NEED = """(CASE WHEN (:agency_{n} = '' OR g.kind = :agency_{n}) AND (cardinality(:any_{n}) = 0
    OR n.capabilities && :any_{n}) THEN {bit}::bigint ELSE 0 END)"""
HEAD = 20  # bytes before the first element of a one-dimensional array as PostgreSQL sends it
NUMBER = np.dtype([("length", ">i4"), ("value", ">f8")])
WHOLE = np.dtype([("length", ">i4"), ("value", ">i8")])
SMALL = np.dtype([("length", ">i4"), ("value", ">i4")])


@dataclass(frozen=True)
class Area:
    """The response area a place lies in, for those agencies that have one there: whose units are its own."""

    agency_kinds: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fleet:
    """By unit: `lat`, `lon` (NaN: not known), the needs it could fill as bits, how ready (fitness), what counts
    against it in seconds."""

    ids: list[str]
    lat: Floats
    lon: Floats
    needs: NDArray[np.int64]
    ready: NDArray[np.int64]
    concern_s: Floats


class Way(Protocol):
    """The way to one place. `at_least` is never more than `seconds`, which says as well whether it is by road."""

    def at_least(self, lat: Floats, lon: Floats) -> Floats: ...

    def seconds(self, lat: Floats, lon: Floats) -> tuple[Floats, NDArray[np.bool_]]: ...


class StraightWay:
    """Where no roads are known."""

    def __init__(self, place: Point) -> None:
        self._place = np.radians(place)

    def at_least(self, lat: Floats, lon: Floats) -> Floats:
        return self.seconds(lat, lon)[0]

    def seconds(self, lat: Floats, lon: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        to, off = np.radians(lat), np.radians(lon) - self._place[1]
        half = np.sin((to - self._place[0]) / 2) ** 2 + np.cos(to) * np.cos(self._place[0]) * np.sin(off / 2) ** 2
        metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half))
        return metres * (DETOUR / STRAIGHT_M_PER_S), np.zeros(len(lat), dtype=bool)


async def read_fleet(session: AsyncSession, needs: Sequence[Need], area: Area, now: datetime) -> Fleet:
    values: dict[str, Any] = {
        "now": now,
        "old_position": now - OLD_POSITION,
        "long_on_duty": now - LONG_ON_DUTY,
        "area_kinds": list(area.agency_kinds),
        "own_stations": list(area.stations),
    }
    for n, need in enumerate(needs[:MOST_NEEDS]):
        values |= {f"agency_{n}": need.agency, f"any_{n}": list(need.any_of)}
    row = (await session.execute(_statement(min(len(needs), MOST_NEEDS)), values)).one()
    if row[0] is None:
        none = np.empty(0)
        return Fleet([], none, none, none.astype(np.int64), none.astype(np.int64), none)
    worth = _array(row[4], SMALL).astype(np.int64)
    return Fleet(
        ids=row[0].split("\n"),
        lat=_array(row[1], NUMBER).astype(np.float64),
        lon=_array(row[2], NUMBER).astype(np.float64),
        needs=_array(row[3], WHOLE).astype(np.int64),
        ready=worth // 1000,
        concern_s=(worth % 1000).astype(np.float64),
    )


@cache
def _statement(count: int) -> TextClause:
    needs = " | ".join(NEED.format(n=n, bit=1 << n) for n in range(count))
    lists = [bindparam(f"any_{n}", type_=ARRAY(Text)) for n in range(count)]
    lists += [bindparam(name, type_=ARRAY(Text)) for name in ("area_kinds", "own_stations")]
    return text(FLEET.format(needs=needs, readiness=READINESS, concern=CONCERN)).bindparams(*lists)


def _array(sent: bytes, kind: np.dtype[Any]) -> NDArray[Any]:
    """An array without nulls in PostgreSQL's binary form: a head, then each element after its length."""
    found: NDArray[Any] = np.frombuffer(sent, dtype=kind, offset=HEAD)["value"]
    return found


def shortlist(fleet: Fleet, needs: Sequence[Need], way: Way | None) -> dict[int, tuple[float, bool]]:
    """The units (by index) that could be among the best, with their seconds (infinite: no open road; NaN: not known)
    and whether by road.

    For each need as many as there are places on the whole card, and some more; nobody left out is better than they.
    """
    places = sum(need.count for need in needs)
    picked = dict[int, tuple[float, bool]]()
    for n in range(min(len(needs), MOST_NEEDS)):
        fills = (fleet.needs >> n) & 1 == 1
        for which, most in ((fleet.ready == READY, places + ALTERNATES), (fleet.ready != READY, ALTERNATES)):
            picked |= _best(fleet, np.flatnonzero(fills & which), most, way)
    return picked


def _best(fleet: Fleet, which: NDArray[np.intp], most: int, way: Way | None) -> dict[int, tuple[float, bool]]:
    """The `most` cheapest of these, exactly: who is not even by the bound is not asked for."""
    if way is None:
        first = which[np.lexsort((which, fleet.concern_s[which], fleet.ready[which]))][:most]
        return {int(at): (float("nan"), False) for at in first}
    grade = fleet.ready[which] * (10 * UNKNOWN_S) + fleet.concern_s[which]
    bound = grade + np.fmin(way.at_least(fleet.lat[which], fleet.lon[which]), UNKNOWN_S)
    bound[np.isnan(fleet.lat[which])] = grade[np.isnan(fleet.lat[which])] + UNKNOWN_S
    some = np.argpartition(bound, most - 1)[:most] if len(which) > most else np.arange(len(which))
    seconds, by_road = _exact(fleet, which[some], way)
    worst = float((grade[some] + np.fmin(seconds, UNKNOWN_S)).max()) if len(some) else 0.0
    rest = np.setdiff1d(np.flatnonzero(bound <= worst), some)
    more_s, more_by_road = _exact(fleet, which[rest], way)
    some, seconds = np.concatenate([some, rest]), np.concatenate([seconds, more_s])
    by_road = np.concatenate([by_road, more_by_road])
    order = np.lexsort((which[some], grade[some] + np.fmin(seconds, UNKNOWN_S)))[:most]
    return {int(which[some[at]]): (float(seconds[at]), bool(by_road[at])) for at in order}


def _exact(fleet: Fleet, which: NDArray[np.intp], way: Way) -> tuple[Floats, NDArray[np.bool_]]:
    """NaN where the unit is not known to be anywhere."""
    seconds, by_road = np.full(len(which), np.nan), np.zeros(len(which), dtype=bool)
    known = ~np.isnan(fleet.lat[which])
    if known.any():
        seconds[known], by_road[known] = way.seconds(fleet.lat[which][known], fleet.lon[which][known])
    return seconds, by_road
