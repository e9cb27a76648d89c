"""Are the first ten units those of exact routing, in its order and with its seconds?

Routing by networkx over every unit, from where they are snapped to; the snapping is compared with all segments.
"""

from typing import Any

import numpy as np

from api.bench.fleet_city import somewhere
from api.roads.exact import exact_seconds, graph_of
from api.roads.network import Closure, Network
from cad.clock import utc_now
from cad.dispatching.run_cards import Need
from cad.store.database import Database
from cad.store.fleet import Area, read_fleet, shortlist

FIRST = 10
ANYBODY = (Need((), FIRST),)
CLOSED, SLOW = 20, 10
SAME_S = 1e-6


async def agreement(database: Database, network: Network, incidents: int, chance: Any) -> float:
    """The share of incidents on which everything agrees. Roads are closed and slowed at random in half of them."""
    async with database.session() as session:
        fleet = await read_fleet(session, ANYBODY, Area(), utc_now())
    agree = 0
    for share, roads in (
        (incidents // 2, network),
        (incidents - incidents // 2, network.closed(_closures(network, chance))),
    ):
        free = np.flatnonzero(fleet.ready == 0)
        exact_graph, starts = graph_of(roads), roads.snap(fleet.lat[free], fleet.lon[free])
        for lat, lon in zip(*somewhere(network.graph, share, chance), strict=True):
            exact = exact_seconds(roads, exact_graph, lat, lon, starts)
            first = np.lexsort((free, exact))[:FIRST]
            found = shortlist(fleet, ANYBODY, roads.to(lat, lon))
            ours = sorted((seconds, at) for at, (seconds, _) in found.items() if fleet.ready[at] == 0)[:FIRST]
            agree += _same(ours, [(float(exact[at]), int(free[at])) for at in first]) and _snapped(
                roads, np.array([lat, *fleet.lat[free[first]]]), np.array([lon, *fleet.lon[free[first]]])
            )
    return agree / incidents


def _closures(network: Network, chance: Any) -> list[Closure]:
    lat, lon = somewhere(network.graph, CLOSED + SLOW, chance)
    closed = [Closure(lat[n], lon[n], 60.0) for n in range(CLOSED)]
    return closed + [Closure(lat[n], lon[n], 200.0, factor=3.0) for n in range(CLOSED, CLOSED + SLOW)]


def _same(ours: list[tuple[float, int]], exact: list[tuple[float, int]]) -> bool:
    return len(ours) == len(exact) and all(
        one == other and abs(mine - true) <= SAME_S for (mine, one), (true, other) in zip(ours, exact, strict=True)
    )


def _snapped(network: Network, lat: Any, lon: Any) -> bool:
    """The nearest open segment of all, for each point."""
    found = network.snap(lat, lon)
    every = np.flatnonzero(np.isfinite(np.minimum(network.along_s, network.against_s)))
    x, y = network.plane(lat, lon)
    nearest = [float(network.project(x[n : n + 1], y[n : n + 1], every)[1].min()) for n in range(len(lat))]
    return bool(np.allclose(found.off_m, nearest, rtol=0, atol=SAME_S))
