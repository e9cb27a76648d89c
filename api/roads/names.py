"""What an extract names: streets and crossings out of its roads, landmarks out of its points and areas."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium

from api.roads.graph import RoadGraph
from cad.places.model import distance_m

# Two roads of one name so far apart are two streets; nearer they are the two sides of one.
SAME_STREET_M = 1_500.0
# What a caller would name. https://wiki.openstreetmap.org/wiki/Map_features
LANDMARK_KEYS = (
    "amenity",
    "shop",
    "tourism",
    "office",
    "healthcare",
    "historic",
    "leisure",
    "railway",
    "public_transport",
)


@dataclass(frozen=True)
class Name:
    kind: str  # as in the gazetteer: street, crossing, landmark
    name: str
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()


def streets(graph: RoadGraph) -> Iterator[Name]:
    """Each street once, at the middle of its middle segment."""
    lat = (graph.lat[graph.a] + graph.lat[graph.b]) / 2
    lon = (graph.lon[graph.a] + graph.lon[graph.b]) / 2
    for number, name in enumerate(graph.names):
        if name:
            which = np.flatnonzero(graph.name == number)
            yield from (Name("street", name, *point) for point in _apart(lat[which], lon[which]))


def _apart(lat: "np.typing.NDArray[np.float64]", lon: "np.typing.NDArray[np.float64]") -> list[tuple[float, float]]:
    """One point of each group of points; groups lie farther apart than SAME_STREET_M from point to point."""
    points = sorted(zip(map(float, lat), map(float, lon), strict=True))
    groups = list[list[tuple[float, float]]]()
    for point in points:
        near = [group for group in groups if any(distance_m(point, one) < SAME_STREET_M for one in reversed(group))]
        groups = [group for group in groups if group not in near] + [[one for group in near for one in group] + [point]]
    return [group[len(group) // 2] for group in groups]


def crossings(graph: RoadGraph) -> Iterator[Name]:
    """Each pair of named streets that meet, where they first do."""
    meeting = defaultdict[int, set[int]](set)
    for a, b, name in zip(graph.a, graph.b, graph.name, strict=True):
        if graph.names[name]:
            meeting[int(a)].add(int(name))
            meeting[int(b)].add(int(name))
    seen = set[tuple[int, int]]()
    for node in sorted(node for node, names in meeting.items() if len(names) > 1):
        names = sorted(meeting[node])
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                if (one, other) not in seen:
                    seen.add((one, other))
                    told = f"{graph.names[one]} / {graph.names[other]}"
                    yield Name("crossing", told, float(graph.lat[node]), float(graph.lon[node]))


def landmarks(file: Path) -> Iterator[Name]:
    """Named points and areas; an area at the first corner of its outline. Raises RuntimeError (osmium)."""
    told = osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for one in told.with_filter(osmium.filter.KeyFilter("name")):
        tags = {tag.k: tag.v for tag in one.tags}
        if not any(key in tags for key in LANDMARK_KEYS):
            continue
        assert isinstance(one, osmium.osm.Node | osmium.osm.Way)  # nothing else was asked for
        place = one.location if isinstance(one, osmium.osm.Node) else one.nodes[0].location
        if place.valid():
            others = tuple(tags[key] for key in ("alt_name", "old_name", "short_name", "name:id") if key in tags)
            yield Name("landmark", tags["name"], place.lat, place.lon, others)
