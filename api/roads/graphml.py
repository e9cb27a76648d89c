"""Streets out of a GraphML file as osmnx writes it (directed, an edge a direction, geometry where it bends)."""

import re
from pathlib import Path
from xml.etree import ElementTree

from api.roads.graph import RoadGraph, Street, build
from api.roads.speeds import CLASS_KMH, drivable, speed_kmh

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def read_graphml(file: Path) -> RoadGraph:
    """Raises ElementTree.ParseError or KeyError when it is not such a file. It is our own file, not a stranger's."""
    bends = dict[tuple[float, float], int]()
    root = ElementTree.parse(file).getroot()
    names = {key.get("id"): key.get("attr.name", "") for key in root.iter(f"{SPACE}key")}
    points, own = dict[int, tuple[float, float]](), dict[str, int]()
    for node in root.iter(f"{SPACE}node"):
        data = _data(node, names)
        own[str(node.get("id"))] = len(own)
        points[own[str(node.get("id"))]] = (float(data["y"]), float(data["x"]))
    streets = list[Street]()
    for edge in root.iter(f"{SPACE}edge"):
        data = _data(edge, names)
        start, end = own[str(edge.get("source"))], own[str(edge.get("target"))]
        nodes = [start, *_bends(data.get("geometry", ""), points, bends), end]
        streets.append(Street(nodes, _kmh(data), True, False, _first(data.get("name", "")), _way(data)))
    return build(points, streets)


def _data(element: ElementTree.Element, names: dict[str | None, str]) -> dict[str, str]:
    return {names[one.get("key")]: one.text or "" for one in element.iter(f"{SPACE}data")}


def _bends(geometry: str, points: dict[int, tuple[float, float]], known: dict[tuple[float, float], int]) -> list[int]:
    """The points between the ends as nodes, the same for both directions of a street."""
    keys = []
    for lon, lat in _POINT.findall(geometry)[1:-1]:
        point = (float(lat), float(lon))
        key = known.setdefault(point, len(points))
        points[key] = point
        keys.append(key)
    return keys


def _kmh(data: dict[str, str]) -> float:
    highway = _first(data.get("highway", ""))
    return speed_kmh(highway, _first(data.get("maxspeed", ""))) if drivable(highway) else CLASS_KMH["road"]


def _way(data: dict[str, str]) -> int:
    told = _first(data.get("osmid", ""))
    return int(told) if told.isdigit() else 0


def _first(told: str) -> str:
    """Where osmnx merged several ways it wrote a Python list: the first stands for all."""
    return told.strip("[]").split(",")[0].strip().strip("'\"") if told.startswith("[") else told
