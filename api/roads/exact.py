"""The same answers by networkx, from the graph's own arrays: what the network's are compared with."""

from collections.abc import Iterable

import networkx
import numpy as np

from api.roads.graph import Floats
from api.roads.network import OFF_ROAD_M_PER_S, Network, Snapped

PLACE = -1


def graph_of(network: Network) -> networkx.DiGraph:
    """Against the driving direction, as the question is asked from the place. Closed ways are not in it."""
    graph: networkx.DiGraph = networkx.DiGraph()
    g = network.graph
    graph.add_nodes_from(range(g.nodes))
    for a, b, along, against in zip(g.a, g.b, network.along_s, network.against_s, strict=True):
        if np.isfinite(along):
            graph.add_edge(int(b), int(a), weight=float(along))
        if np.isfinite(against):
            graph.add_edge(int(a), int(b), weight=float(against))
    return graph


def exact_seconds(network: Network, graph: networkx.DiGraph, lat: float, lon: float, starts: Snapped) -> Floats:
    """Of each start (all on the network) to the place, as `Arrival.seconds` tells it."""
    place = network.snap(np.array([lat]), np.array([lon]))
    segment, part = int(place.segment[0]), float(place.along[0])
    ends = (
        (network.graph.a, network.along_s[segment] * part),
        (network.graph.b, network.against_s[segment] * (1 - part)),
    )
    graph.add_node(PLACE)
    for nodes, seconds in ends:
        if np.isfinite(seconds):
            graph.add_edge(PLACE, int(nodes[segment]), weight=float(seconds))
    node_s = networkx.single_source_dijkstra_path_length(graph, PLACE, weight="weight")
    graph.remove_node(PLACE)
    off = float(place.off_m[0])
    rows: Iterable[tuple[int, float, float]] = zip(starts.segment, starts.along, starts.off_m, strict=True)
    return np.array([_one(network, node_s, segment, part, int(s), float(f), off + m) for s, f, m in rows])


def _one(
    network: Network, node_s: dict[int, float], segment: int, part: float, start: int, along: float, off_m: float
) -> float:
    a, b = int(network.graph.a[start]), int(network.graph.b[start])
    ways = []
    if np.isfinite(network.along_s[start]):
        ways.append(network.along_s[start] * (1 - along) + node_s.get(b, np.inf))
        if start == segment and part >= along:
            ways.append((part - along) * network.along_s[start])
    if np.isfinite(network.against_s[start]):
        ways.append(network.against_s[start] * along + node_s.get(a, np.inf))
        if start == segment and part < along:
            ways.append((along - part) * network.against_s[start])
    return float(min(ways, default=np.inf) + off_m / OFF_ROAD_M_PER_S)
