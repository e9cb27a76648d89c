"""The city's roads in memory, one network for each API process, with the closures of the moment.

Read in a thread when they are first asked for, and again when an import was taken or taken back; until they are there
the straight line is told, and it says so.
"""

import asyncio
import math

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.live.hub import Hub
from api.roads.network import Closure, Network
from api.roads.stored import from_bytes
from cad.clock import utc_now
from cad.dispatching.travel import SIREN, Point
from cad.store import views
from cad.store.database import Database
from cad.store.fleet import StraightWay, Way

log = structlog.get_logger(__name__)


class CityRoads:
    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._open: Network | None = None  # without closures
        self._network: Network | None = None
        self._graph_id, self._imports = "", -1
        self._closures: tuple[Closure, ...] = ()
        self._reading = asyncio.Lock()
        self._begun: asyncio.Task[None] | None = None

    async def now(self, session: AsyncSession) -> Network | None:
        """With the closures that hold now; None while there is no network, or it is still being read."""
        if self._imports != self._hub.imports and (self._begun is None or self._begun.done()):
            self._begun = asyncio.create_task(self.read())
        if self._open is None:
            return None
        return await self._with_closures(session, self._open)

    async def _with_closures(self, session: AsyncSession, roads: Network) -> Network:
        rows = await views.holding_closures(session, utc_now())
        told = tuple(
            Closure(row["lat"], row["lon"], row["radius_m"], row["factor"] or math.inf, row["way"]) for row in rows
        )
        if self._network is None or self._network.graph is not roads.graph or told != self._closures:
            async with self._reading:
                self._network = await asyncio.to_thread(roads.closed, told) if told else roads
                self._closures = told
        return self._network

    async def read(self) -> None:
        """The newest network out of the database."""
        async with self._reading:
            imports = self._hub.imports
            async with self._database.session() as session:
                newest = await views.newest_roads(session)
                if newest and newest["id"] != self._graph_id:
                    kept = await views.road_arrays(session, newest["id"])
                    self._open = await asyncio.to_thread(lambda: Network(from_bytes(kept)))
                    log.info("roads.read", name=newest["name"], nodes=newest["nodes"], segments=newest["segments"])
            if newest is None:
                self._open = self._network = None
            self._graph_id, self._imports = (newest["id"] if newest else ""), imports


def way_over(network: Network | None, place: Point, siren: bool) -> Way:
    """By road where there is a network."""
    return network.to(*place, siren=SIREN if siren else 1.0) if network else StraightWay(place)
