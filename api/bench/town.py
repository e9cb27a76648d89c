"""A town of our own making, where no map is at hand."""

import numpy as np

from api.roads.graph import RoadGraph, Street, build

STEP = 0.001  # about 111 m
CORNER = (-0.48, 100.38)


def grid(size: int = 12, *, seed: int = 0) -> RoadGraph:
    """A town of `size` by `size` crossings; every fourth street is one-way, a few are faster."""
    chance = np.random.default_rng(seed)
    points = {
        row * size + column: (
            CORNER[0] + (row + chance.uniform(-0.2, 0.2)) * STEP,
            CORNER[1] + (column + chance.uniform(-0.2, 0.2)) * STEP,
        )
        for row in range(size)
        for column in range(size)
    }
    streets = []
    for n in range(size):
        one_way = n % 4 == 1
        for way, nodes in ((100 + n, range(n * size, (n + 1) * size)), (200 + n, range(n, size * size, size))):
            kmh = float(chance.choice([20, 30, 50]))
            streets.append(Street(list(nodes), kmh, True, not one_way, f"Jalan {way}", way))
    return build(points, streets)
