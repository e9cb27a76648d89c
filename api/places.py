"""The city's names and areas in memory, one for each API process; read again when an import was taken or taken back."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

import structlog

from api.live.hub import Hub
from cad.places.areas import Area, Areas
from cad.places.gazetteer import Entry, Gazetteer
from cad.places.model import Kelurahan
from cad.store import views
from cad.store.database import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class City:
    gazetteer: Gazetteer
    areas: Areas

    def search(self, text: str, near: tuple[float, float] | None, limit: int) -> list[dict[str, Any]]:
        """Each hit with where it lies."""
        hits = self.gazetteer.search(text, near, limit)
        return [{**asdict(hit), "where": asdict(self.areas.at(hit.lat, hit.lon))} for hit in hits]


class Places:
    """`hub` counts the imports that the journal has told of."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._city: City | None = None
        self._imports = -1
        self._reading = asyncio.Lock()

    async def city(self) -> City:
        """Raises StoreUnavailable while the database is away and it has to be read."""
        if self._city is None or self._imports != self._hub.imports:
            async with self._reading:
                if self._city is None or self._imports != self._hub.imports:
                    known = self._hub.imports
                    self._city, self._imports = await self._read(), known
        return self._city

    async def _read(self) -> City:
        async with self._database.session() as session:
            entries = await views.gazetteer_entries(session)
            areas, points = await views.drawn_areas(session), await views.kelurahan_points(session)
        city = await asyncio.to_thread(_built, entries, areas, points)
        log.info("places.read", names=len(entries), areas=len(areas))
        return city


def _built(entries: list[Entry], areas: list[Area], points: list[Kelurahan]) -> City:
    return City(Gazetteer(entries), Areas(areas, points))
