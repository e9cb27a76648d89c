"""Streets out of an OpenStreetMap extract (.osm.pbf or .osm).

Read: drivable classes, one-way rules (with roundabouts and motorways), signs, access, barriers that stop a fire engine.
Left out: turn restrictions, traffic lights, times of day.
"""

from pathlib import Path

import osmium

from api.roads.graph import RoadGraph, Street, build
from api.roads.speeds import drivable, speed_kmh

ONE_WAY = {
    "yes": (True, False),
    "true": (True, False),
    "1": (True, False),
    "-1": (False, True),
    "reverse": (False, True),
}
# An emergency vehicle passes a private road; a foot path or a road torn up it does not.
CLOSED_ACCESS = frozenset({"no"})
BARRIERS = frozenset({"bollard", "block", "jersey_barrier", "wall", "fence", "debris", "log"})

Tags = dict[str, str]


def read_streets(file: Path) -> RoadGraph:
    """The extract's road network. Raises RuntimeError (osmium) when it cannot be read."""
    streets, wanted = _ways(file)
    points, blocked = _nodes(file, wanted)
    return build(points, [piece for street in streets for piece in cut(street, blocked)])


def _ways(file: Path) -> tuple[list[Street], set[int]]:
    streets = list[Street]()
    for way in osmium.FileProcessor(str(file), osmium.osm.WAY).with_filter(osmium.filter.KeyFilter("highway")):
        assert isinstance(way, osmium.osm.Way)  # nothing else was asked for
        found = street_of({tag.k: tag.v for tag in way.tags}, [node.ref for node in way.nodes], way.id)
        if found:
            streets.append(found)
    return streets, {node for street in streets for node in street.nodes}


def _nodes(file: Path, wanted: set[int]) -> tuple[dict[int, tuple[float, float]], set[int]]:
    points, blocked = dict[int, tuple[float, float]](), set[int]()
    for node in osmium.FileProcessor(str(file), osmium.osm.NODE):
        assert isinstance(node, osmium.osm.Node)
        if node.id not in wanted or not node.location.valid():
            continue
        points[node.id] = (node.location.lat, node.location.lon)
        if len(node.tags) and node.tags.get("barrier", "") in BARRIERS:
            blocked.add(node.id)
    return points, blocked


def street_of(tags: Tags, nodes: list[int], way: int) -> Street | None:
    """None when it is not for vehicles."""
    highway = tags.get("highway", "")
    access = tags.get("emergency") or tags.get("motor_vehicle") or tags.get("vehicle") or tags.get("access", "")
    if not drivable(highway) or access in CLOSED_ACCESS or tags.get("area") == "yes":
        return None
    forward, backward = directions(tags)
    name = tags.get("name") or tags.get("ref", "")
    return Street(nodes, speed_kmh(highway, tags.get("maxspeed", "")), forward, backward, name, way)


def directions(tags: Tags) -> tuple[bool, bool]:
    """(along, against) the way's own direction. https://wiki.openstreetmap.org/wiki/Key:oneway"""
    told = tags.get("oneway", "")
    if told in ONE_WAY:
        return ONE_WAY[told]
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") in {"motorway", "motorway_link"}
    return (True, False) if implied and told != "no" else (True, True)


def cut(street: Street, blocked: set[int]) -> list[Street]:
    """The street in pieces that end before a barrier: what stands behind it is reached from the other side."""
    if not blocked.intersection(street.nodes):
        return [street]
    pieces, piece = list[list[int]](), list[int]()
    for node in street.nodes:
        if node in blocked:
            pieces.append(piece)
            piece = []
        else:
            piece.append(node)
    pieces.append(piece)
    return [
        Street(nodes, street.kmh, street.forward, street.backward, street.name, street.way)
        for nodes in pieces
        if len(nodes) > 1
    ]
