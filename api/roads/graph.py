"""A road network as arrays: every bend of every street is a node, every piece between two bends a straight segment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from cad.places.model import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Numbers = NDArray[np.int32]
# A part of the roads that cannot be reached from the rest and back stays when it is an island of some size, not a car
# park or an error of the map: this share of the largest part. On what is left out the straight line is told.
SMALLEST_PART = 0.05


@dataclass(frozen=True)
class Street:
    """Nodes by their key, in order. `forward` and `backward`: which ways it may be driven."""

    nodes: Sequence[int]
    kmh: float
    forward: bool = True
    backward: bool = True
    name: str = ""
    way: int = 0


@dataclass(frozen=True)
class RoadGraph:
    """Nodes have `lat`, `lon` (degrees). Segment i goes from node `a[i]` to `b[i]`: `metres`, and the seconds along and
    against it, without a siren; infinite where that way is not allowed. `way` is OSM's, `name` an index in `names`."""

    lat: Floats
    lon: Floats
    a: Numbers
    b: Numbers
    metres: Floats
    along_s: Floats
    against_s: Floats
    way: NDArray[np.int64]
    name: Numbers
    names: tuple[str, ...]

    @property
    def nodes(self) -> int:
        return len(self.lat)

    @property
    def segments(self) -> int:
        return len(self.a)

    def directed(self) -> tuple[Numbers, Numbers, Floats]:
        """Every allowed direction as (from, to, seconds)."""
        along, against = np.isfinite(self.along_s), np.isfinite(self.against_s)
        start = np.concatenate([self.a[along], self.b[against]])
        end = np.concatenate([self.b[along], self.a[against]])
        return start, end, np.concatenate([self.along_s[along], self.against_s[against]])


def build(points: dict[int, tuple[float, float]], streets: Iterable[Street]) -> RoadGraph:
    """`points`: (lat, lon) by key; a street's nodes that are not there are skipped, as at the edge of an extract."""
    kept = [(street, [key for key in street.nodes if key in points]) for street in streets]
    keys = sorted({key for _, nodes in kept for key in nodes})
    number = {key: n for n, key in enumerate(keys)}
    lat, lon = (np.array([points[key][axis] for key in keys], dtype=np.float64) for axis in (0, 1))
    names = sorted({street.name for street, _ in kept})
    name_number = {name: n for n, name in enumerate(names)}
    rows = [
        (number[start], number[end], street.kmh, street.forward, street.backward, street.way, name_number[street.name])
        for street, nodes in kept
        for start, end in pairwise(nodes)
        if start != end
    ]
    return _sound(_of_rows(lat, lon, rows, tuple(names)))


def _of_rows(lat: Floats, lon: Floats, rows: list[tuple[Any, ...]], names: tuple[str, ...]) -> RoadGraph:
    columns = [np.array(column) for column in zip(*rows, strict=True)] if rows else [np.array([])] * 7
    a, b = columns[0].astype(np.int32), columns[1].astype(np.int32)
    metres = np.maximum(haversine(lat[a], lon[a], lat[b], lon[b]), 0.01)
    seconds = metres / (columns[2].astype(np.float64) / 3.6)
    along = np.where(columns[3].astype(bool), seconds, np.inf)
    against = np.where(columns[4].astype(bool), seconds, np.inf)
    # One segment for both ways, from the lower node to the higher, though they were told as two streets.
    turned = a > b
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    along, against = np.where(turned, against, along), np.where(turned, along, against)
    pairs, first, which = np.unique(a.astype(np.int64) * len(lat) + b, return_index=True, return_inverse=True)
    return RoadGraph(
        lat=lat,
        lon=lon,
        a=a[first],
        b=b[first],
        metres=metres[first],
        along_s=_least(along, which, len(pairs)),
        against_s=_least(against, which, len(pairs)),
        way=columns[5].astype(np.int64)[first],
        name=columns[6].astype(np.int32)[first],
        names=names,
    )


def _least(values: Floats, which: NDArray[np.intp], count: int) -> Floats:
    least = np.full(count, np.inf)
    np.minimum.at(least, which, values)
    return least


def _sound(graph: RoadGraph) -> RoadGraph:
    """Without the parts from which one cannot drive to the rest and back; the largest part always stays."""
    if not graph.segments:
        return graph
    start, end, seconds = graph.directed()
    matrix = csr_array((seconds, (start, end)), shape=(graph.nodes, graph.nodes))
    _, part = connected_components(matrix, directed=True, connection="strong")
    sizes = np.bincount(part)
    good = sizes[part] >= SMALLEST_PART * sizes.max()
    stays = good[graph.a] & good[graph.b]
    new = np.cumsum(good) - 1
    return RoadGraph(
        lat=graph.lat[good],
        lon=graph.lon[good],
        a=new[graph.a[stays]].astype(np.int32),
        b=new[graph.b[stays]].astype(np.int32),
        metres=graph.metres[stays],
        along_s=graph.along_s[stays],
        against_s=graph.against_s[stays],
        way=graph.way[stays],
        name=graph.name[stays],
        names=graph.names,
    )


def haversine(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great circle in metres, by element."""
    one, two = np.radians(lat1), np.radians(lat2)
    half = np.sin((two - one) / 2) ** 2 + np.cos(one) * np.cos(two) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)), dtype=np.float64)
