"""How long each unit needs to a place: one Dijkstra on the reversed roads, begun at the place.

A `Network` is a graph with the closures of the moment. Everything is exact: what is left out cannot be among the
first, because no road is faster than the fastest, and that bound is taken from the network itself.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from api.roads.graph import Floats, RoadGraph
from cad.dispatching.travel import DETOUR, STRAIGHT_M_PER_S
from cad.places.model import EARTH_RADIUS_M

# Farther than this from every road there is no network: the straight line is told instead.
OFF_NETWORK_M = 500.0
OFF_ROAD_M_PER_S = 5.0  # from the nearest road to the very point: a yard, a lane that the map does not know
NEAR_MARKS = 12
SPACING_M = 40.0  # of the marks along a segment by which the nearest one is found
FIRST_LIMIT_S, LONGEST_S = 1800.0, 4 * 3600.0  # how far to look at first, and at all
SMALL_NODES = 100_000  # a network so small is walked as a whole at once, in a few milliseconds

Indexes = NDArray[np.intp]


@dataclass(frozen=True)
class Closure:
    """Closed, or slowed by `factor` (2: twice as long), within `radius_m` of a point, or on the OSM way."""

    lat: float
    lon: float
    radius_m: float = 50.0
    factor: float = math.inf
    way: int = 0


@dataclass(frozen=True)
class Snapped:
    """Points on the network: the segment, how far along it (0 to 1), metres from the point to it."""

    segment: Indexes
    along: Floats
    off_m: Floats


class Network:
    """Ready to be asked from any thread; nothing of it changes. Travel seconds are without a siren."""

    def __init__(self, graph: RoadGraph, closures: Iterable[Closure] = ()) -> None:
        self.graph = graph
        self._lat0 = float(graph.lat.mean()) if graph.nodes else 0.0
        self._x, self._y = self.plane(graph.lat, graph.lon)
        factor = self._factors(closures)
        self.along_s, self.against_s = graph.along_s * factor, graph.against_s * factor
        self._open = np.isfinite(np.minimum(self.along_s, self.against_s))
        self._tree, self._owner = self._marks()
        self._reversed = self._matrix()
        self.fastest = self._fastest()

    def closed(self, closures: Sequence[Closure]) -> "Network":
        """The same roads with these closures and no others."""
        return Network(self.graph, closures)

    def plane(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Metres east and north. True within a city, and near enough across a province by the equator."""
        metres = math.radians(1) * EARTH_RADIUS_M
        return np.asarray(lon) * (metres * math.cos(math.radians(self._lat0))), np.asarray(lat) * metres

    def _factors(self, closures: Iterable[Closure]) -> Floats:
        factor = np.ones(self.graph.segments)
        every = np.arange(self.graph.segments)
        for one in closures:
            if one.way:
                hit = self.graph.way == one.way
            else:
                x, y = self.plane(np.array([one.lat]), np.array([one.lon]))
                hit = self.project(x, y, every)[1] <= one.radius_m
            factor[hit] = np.maximum(factor[hit], one.factor)
        return factor

    def _marks(self) -> tuple[cKDTree | None, Indexes]:
        """Points along every open segment, and whose. A closed one is nobody's nearest: one drives up to it."""
        which = np.flatnonzero(self._open)
        if not len(which):
            return None, which
        a, b = self.graph.a[which], self.graph.b[which]
        # As long as it is in the plane, where distances are taken: half of SPACING_M to a mark, and no more.
        long = np.hypot(self._x[a] - self._x[b], self._y[a] - self._y[b])
        count = np.maximum(np.ceil(long / SPACING_M), 1).astype(np.int64)
        owner = np.repeat(which, count)
        place = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        part = (place + 0.5) / np.repeat(count, count)
        a, b = self.graph.a[owner], self.graph.b[owner]
        x = self._x[a] + (self._x[b] - self._x[a]) * part
        y = self._y[a] + (self._y[b] - self._y[a]) * part
        return cKDTree(np.column_stack([x, y])), owner

    def _matrix(self) -> csr_array:
        """Row v holds the roads that lead to v. The last row is the place, filled in for each question."""
        g, size = self.graph, self.graph.nodes + 1
        start = np.concatenate([g.a, g.b])
        end = np.concatenate([g.b, g.a])
        seconds = np.concatenate([self.along_s, self.against_s])
        open_ = np.isfinite(seconds)
        order = np.lexsort((start[open_], end[open_]))
        pointers = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(np.bincount(end[open_], minlength=size), out=pointers[1:])
        columns = start[open_][order].astype(np.int32)
        return csr_array((seconds[open_][order], columns, pointers), shape=(size, size))

    def _fastest(self) -> float:
        """Metres a second in the plane that no way to a place exceeds."""
        g = self.graph
        crow = np.hypot(self._x[g.a] - self._x[g.b], self._y[g.a] - self._y[g.b])
        least = np.minimum(self.along_s, self.against_s)
        on_road = float((crow[self._open] / least[self._open]).max()) if self._open.any() else 0.0
        return max(on_road, OFF_ROAD_M_PER_S, STRAIGHT_M_PER_S / DETOUR) * 1.000001

    # -- where on the network -----------------------------------------------------------------------------------

    def snap(self, lat: Floats, lon: Floats) -> Snapped:
        """The nearest open segment of each point, exactly; of equally near ones the first."""
        return self._snap(*self.plane(np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)))

    def _snap(self, x: Floats, y: Floats) -> Snapped:
        if self._tree is None or not len(x):
            return Snapped(np.zeros(len(x), dtype=np.intp), np.zeros(len(x)), np.full(len(x), np.inf))
        points = np.column_stack([x, y])
        far, marks = self._tree.query(points, k=NEAR_MARKS, distance_upper_bound=OFF_NETWORK_M + SPACING_M)
        # The nearest segment has a mark within this distance; where the nearest marks all do, there may be more.
        reach = np.where(np.isfinite(far[:, 0]), np.hypot(far[:, 0], SPACING_M / 2) + 1e-6, 0.0)
        whose, place = np.nonzero(far <= reach[:, None])
        marks = marks[whose, place]
        crowded = np.flatnonzero(far[:, -1] <= reach)
        if len(crowded):
            found = self._tree.query_ball_point(points[crowded], reach[crowded], return_sorted=False)
            whose = np.concatenate([whose, np.repeat(crowded, [len(one) for one in found])])
            marks = np.concatenate([marks, *(np.array(one, dtype=np.intp) for one in found)])
        return self._nearest(x, y, whose, self._owner[marks])

    def _nearest(self, x: Floats, y: Floats, whose: Indexes, segment: Indexes) -> Snapped:
        along, off = self.project(x[whose], y[whose], segment)
        order = np.lexsort((segment, off, whose))
        first = order[np.unique(whose[order], return_index=True)[1]]
        told = Snapped(np.zeros(len(x), dtype=np.intp), np.zeros(len(x)), np.full(len(x), np.inf))
        told.segment[whose[first]] = segment[first]
        told.along[whose[first]] = along[first]
        told.off_m[whose[first]] = np.where(off[first] <= OFF_NETWORK_M, off[first], np.inf)
        return told

    def project(self, x: Floats, y: Floats, segment: Indexes) -> tuple[Floats, Floats]:
        """Of each point on its segment: how far along (0 to 1), and how many metres away."""
        a, b = self.graph.a[segment], self.graph.b[segment]
        dx, dy = self._x[b] - self._x[a], self._y[b] - self._y[a]
        long = np.maximum(dx * dx + dy * dy, 1e-12)
        along = np.clip(((x - self._x[a]) * dx + (y - self._y[a]) * dy) / long, 0.0, 1.0)
        return along, np.hypot(self._x[a] + along * dx - x, self._y[a] + along * dy - y)

    # -- how long -----------------------------------------------------------------------------------------------

    def to(self, lat: float, lon: float, *, siren: float = 1.0) -> "Arrival":
        """What leads to this point. With a siren everything on the road is so many times as fast."""
        x, y = self.plane(np.array([lat]), np.array([lon]))
        return Arrival(self, float(x[0]), float(y[0]), self._snap(x, y), siren)

    def node_seconds(self, place: Snapped, limit_s: float) -> Floats:
        """Of each node to the place on its segment; infinite beyond the limit and where no road leads."""
        segment, along = int(place.segment[0]), float(place.along[0])
        ends = [int(self.graph.a[segment]), int(self.graph.b[segment])]
        whole = np.array([self.along_s[segment], self.against_s[segment]])
        usable = np.isfinite(whole)
        old, size = self._reversed, self.graph.nodes + 1
        columns = np.concatenate([old.indices, np.array(ends, dtype=np.int32)[usable]])
        pointers = old.indptr.copy()
        pointers[-1] += usable.sum()
        # An explicit zero would be no road at all to csgraph.
        last = whole[usable] * np.array([along, 1 - along])[usable]
        weights = np.concatenate([old.data, np.maximum(last, 1e-9)])
        matrix = csr_array((weights, columns, pointers), shape=(size, size))
        found: Floats = dijkstra(matrix, directed=True, indices=size - 1, limit=limit_s)
        return found[:-1]


class Arrival:
    """The way to one place. One Dijkstra, as far as it was needed yet: asked for somebody farther off it goes on."""

    def __init__(self, network: Network, x: float, y: float, place: Snapped, siren: float) -> None:
        self.network = network
        self.place = place
        self.siren = siren
        self._x, self._y = x, y
        self.on_network = bool(np.isfinite(place.off_m[0]))
        self._limit_s = FIRST_LIMIT_S if network.graph.nodes > SMALL_NODES else LONGEST_S
        self._node_s = network.node_seconds(place, self._limit_s) if self.on_network else None

    def crow_m(self, lat: Floats, lon: Floats) -> Floats:
        x, y = self.network.plane(lat, lon)
        return np.asarray(np.hypot(x - self._x, y - self._y))

    def at_least(self, lat: Floats, lon: Floats) -> Floats:
        """Seconds that each point needs even if the fastest road led straight to the place."""
        return self.crow_m(lat, lon) / (self.network.fastest * self.siren)

    def seconds(self, lat: Floats, lon: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Of each point: seconds (infinite when no open road leads here), and whether by road."""
        straight = self.crow_m(lat, lon) * (DETOUR / STRAIGHT_M_PER_S)
        if not self.on_network:
            return straight, np.zeros(len(straight), dtype=bool)
        start = self.network.snap(lat, lon)
        by_road = np.isfinite(start.off_m)
        return np.where(by_road, self._by_road(start) / self.siren, straight), by_road

    def _by_road(self, start: Snapped) -> Floats:
        while True:
            if self._node_s is None:
                self._node_s = self.network.node_seconds(self.place, self._limit_s)
            found = self._from(start, self._node_s)
            # Beyond the limit a shorter way may have been left out.
            known = found[np.isfinite(start.off_m)] <= self._limit_s
            if self._limit_s >= LONGEST_S or known.all():
                return found
            self._limit_s, self._node_s = min(LONGEST_S, self._limit_s * 4), None

    def _from(self, start: Snapped, node_s: Floats) -> Floats:
        net = self.network
        along_s, against_s = net.along_s[start.segment], net.against_s[start.segment]
        with np.errstate(invalid="ignore"):
            to_b = np.where(np.isfinite(along_s), along_s * (1 - start.along), np.inf)
            to_a = np.where(np.isfinite(against_s), against_s * start.along, np.inf)
        road = np.minimum(to_b + node_s[net.graph.b[start.segment]], to_a + node_s[net.graph.a[start.segment]])
        road = np.minimum(road, self._same_segment(start, along_s, against_s))
        return np.asarray(road + (start.off_m + self.place.off_m[0]) / OFF_ROAD_M_PER_S)

    def _same_segment(self, start: Snapped, along_s: Floats, against_s: Floats) -> Floats:
        """Straight along it, when the place lies on the segment where the unit stands."""
        ahead = self.place.along[0] - start.along
        there = np.where(ahead >= 0, along_s, against_s)
        same = (start.segment == self.place.segment[0]) & np.isfinite(there)
        return np.where(same, np.abs(ahead) * np.where(np.isfinite(there), there, 0.0), np.inf)
