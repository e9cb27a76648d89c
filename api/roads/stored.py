"""A road graph as compressed bytes, for its row in the database."""

import io
import json

import numpy as np

from api.roads.graph import RoadGraph

ARRAYS = ("lat", "lon", "a", "b", "metres", "along_s", "against_s", "way", "name")


def to_bytes(graph: RoadGraph) -> bytes:
    made = io.BytesIO()
    names = np.frombuffer(json.dumps(graph.names).encode(), dtype=np.uint8)
    np.savez_compressed(made, names=names, **{name: getattr(graph, name) for name in ARRAYS})
    return made.getvalue()


def from_bytes(kept: bytes) -> RoadGraph:
    """Raises ValueError or KeyError when these are not such bytes."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as told:
        names = tuple(json.loads(told["names"].tobytes()))
        return RoadGraph(**{name: told[name] for name in ARRAYS}, names=names)
