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
MOST_NEEDS = 48  # bits, beside those of WORTH_BITS, of a number that says which needs a unit could fill
BASE_DEGREES = 0.002  # about 200 m: a unit so near to its station stands there
ALTERNATES = 4  # beside the chosen so many could take their places

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
    array_send(array_agg(needs << {worth_bits} | worth))
FROM (
    SELECT n.id, coalesce(n.lat, s.lat, 'NaN') AS lat, coalesce(n.lon, s.lon, 'NaN') AS lon, {needs} AS needs,
        ({readiness}) * 1000 + ({concern}) AS worth
    FROM units n JOIN agencies g ON g.id = n.agency_id LEFT JOIN stations s ON s.id = n.station_id
    WHERE {whose} OFFSET 0 -- so that what a unit could fill is looked at once, not for each use
) fleet WHERE needs <> 0
"""
AVAILABLE, BESIDE = "n.status = 'available'", "n.status NOT IN ('available', 'out_of_service')"
WORTH_BITS = 13  # readiness and concern together are less than 2 ** 13
HEAD = 20  # bytes before the first element of a one-dimensional array as PostgreSQL sends it
NUMBER = np.dtype([("length", ">i4"), ("value", ">f8")])
WHOLE = np.dtype([("length", ">i4"), ("value", ">i8")])


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

    def fills(self, need: int) -> NDArray[np.bool_]:
        return np.asarray((self.needs >> need) & 1 == 1)

    def __add__(self, other: "Fleet") -> "Fleet":
        names = ("lat", "lon", "needs", "ready", "concern_s")
        arrays = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in names}
        return Fleet(ids=self.ids + other.ids, **arrays)


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
    """Those that are available; the others as well when these are few for one of the needs."""
    free = await _read(session, needs, area, now, AVAILABLE)
    if all(np.count_nonzero(free.fills(n) & (free.ready == READY)) >= _enough(needs) for n in range(len(needs))):
        return free
    return free + await _read(session, needs, area, now, BESIDE)


def _enough(needs: Sequence[Need]) -> int:
    """For one need: as many as there are places on the whole card, since a better one may be taken by another need."""
    return sum(need.count for need in needs) + ALTERNATES


async def _read(session: AsyncSession, needs: Sequence[Need], area: Area, now: datetime, whose: str) -> Fleet:
    values: dict[str, Any] = {
        "now": now,
        "old_position": now - OLD_POSITION,
        "long_on_duty": now - LONG_ON_DUTY,
        "area_kinds": list(area.agency_kinds),
        "own_stations": list(area.stations),
    }
    for n, need in enumerate(needs[:MOST_NEEDS]):
        values |= {f"agency_{n}": need.agency} if need.agency else {}
        values |= {f"any_{n}": list(need.any_of)} if need.any_of else {}
    shape = tuple((bool(need.agency), bool(need.any_of)) for need in needs[:MOST_NEEDS])
    row = (await session.execute(_statement(shape, whose), values)).one()
    if row[0] is None:
        none, nothing = np.empty(0), np.empty(0, dtype=np.int64)
        return Fleet([], none, none, nothing, nothing, none)
    told = _array(row[3], WHOLE).astype(np.int64)
    worth = told & (1 << WORTH_BITS) - 1
    return Fleet(
        ids=row[0].split("\n"),
        lat=_array(row[1], NUMBER).astype(np.float64),
        lon=_array(row[2], NUMBER).astype(np.float64),
        needs=told >> WORTH_BITS,
        ready=worth // 1000,
        concern_s=(worth % 1000).astype(np.float64),
    )


@cache
def _statement(shape: tuple[tuple[bool, bool], ...], whose: str) -> TextClause:
    """For needs of this shape: whether each names an agency, and capabilities."""
    needs = " | ".join(
        f"CASE WHEN {_condition(n, *told)} THEN {1 << n}::bigint ELSE 0 END" for n, told in enumerate(shape)
    )
    names = [f"any_{n}" for n, (_, capable) in enumerate(shape) if capable] + ["area_kinds", "own_stations"]
    made = FLEET.format(needs=needs, readiness=READINESS, concern=CONCERN, whose=whose, worth_bits=WORTH_BITS)
    return text(made).bindparams(*(bindparam(name, type_=ARRAY(Text)) for name in names))


def _condition(n: int, agency: bool, capable: bool) -> str:
    told = [f"g.kind = :agency_{n}"] * agency + [f"n.capabilities && :any_{n}"] * capable
    return " AND ".join(told) or "true"


def _array(sent: bytes, kind: np.dtype[Any]) -> NDArray[Any]:
    """An array without nulls in PostgreSQL's binary form: a head, then each element after its length."""
    found: NDArray[Any] = np.frombuffer(sent, dtype=kind, offset=HEAD)["value"]
    return found


def shortlist(fleet: Fleet, needs: Sequence[Need], way: Way | None) -> dict[int, tuple[float, bool]]:
    """The units (by index) that could be among the best, with their seconds (infinite: no open road; NaN: not known)
    and whether by road.

    For each need as many ready ones as there are places on the whole card, and some more, and where these are few the
    best of the others. Nobody left out is better than they: who is not even by the bound is not asked for.
    """
    if not fleet.ids:
        return {}
    grade = fleet.ready * (10 * UNKNOWN_S) + fleet.concern_s
    lost = np.isnan(fleet.lat) if way else np.ones(len(fleet.ids), dtype=bool)
    bound = grade + UNKNOWN_S
    if way:
        known = np.flatnonzero(~lost)
        bound[known] = grade[known] + np.minimum(way.at_least(fleet.lat[known], fleet.lon[known]), UNKNOWN_S)
    asked = _Asked(fleet, way, grade, lost)
    groups = [(np.flatnonzero(fleet.fills(n)), _enough(needs)) for n in range(min(len(needs), MOST_NEEDS))]
    # First those that look best in each group; then whoever the worst of these does not rule out.
    asked.ask(np.concatenate([_least(bound, which, most) for which, most in groups]))
    asked.ask(np.concatenate([which[bound[which] <= asked.worst(which, most)] for which, most in groups]))
    return {int(at): asked.told(at) for which, most in groups for at in _least(asked.cost, which, most)}


def _least(cost: Floats, which: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    if len(which) > most:
        which = which[np.argpartition(cost[which], most - 1)[:most]]
    return which


class _Asked:
    """What is known exactly so far; `cost` is infinite for who was not asked for."""

    def __init__(self, fleet: Fleet, way: Way | None, grade: Floats, lost: NDArray[np.bool_]) -> None:
        self._fleet, self._way, self._grade, self._lost = fleet, way, grade, lost
        self._seconds = np.full(len(grade), np.nan)
        self._by_road = np.zeros(len(grade), dtype=bool)
        self._known = lost.copy()
        self.cost = np.where(lost, grade + UNKNOWN_S, np.inf)

    def ask(self, which: NDArray[np.intp]) -> None:
        which = np.unique(which)
        which = which[~self._known[which]]
        if self._way is None or not len(which):
            return
        self._seconds[which], self._by_road[which] = self._way.seconds(self._fleet.lat[which], self._fleet.lon[which])
        self._known[which] = True
        self.cost[which] = self._grade[which] + np.minimum(self._seconds[which], UNKNOWN_S)

    def worst(self, which: NDArray[np.intp], most: int) -> float:
        """The cost that the first `most` of these do not exceed, as far as is known."""
        known = self.cost[which]
        if len(which) <= most:
            return float("inf")
        return float(np.partition(known, most - 1)[most - 1])

    def told(self, at: np.intp) -> tuple[float, bool]:
        return float(self._seconds[at]), bool(self._by_road[at])
