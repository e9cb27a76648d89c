"""Whose response area a place lies in, and which stations are that area's own. One for each API process."""

import asyncio
from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncSession

from api.places import Places
from cad.dispatching.travel import Point
from cad.places.areas import Areas
from cad.store import views
from cad.store.fleet import Area
from cad.store.views.reading import View

Homes = dict[tuple[str, str], tuple[str, ...]]


class ResponseAreas:
    """Looks at the stations again when the places were read anew."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._areas: Areas | None = None
        self._homes: Homes = {}

    async def read(self, session: AsyncSession) -> None:
        areas = (await self._places.city()).areas
        if areas is not self._areas:
            stations = await views.station_points(session)
            self._homes = await asyncio.to_thread(_homes, areas, stations)
            self._areas = areas

    def at(self, place: Point) -> Area:
        """Within 200 m of a border nobody is preferred: where it runs is not that sure."""
        if self._areas is None or not self._homes:
            return Area()
        where = self._areas.at(*place)
        sure = {kind: area for kind, area in where.response_areas.items() if kind not in where.unsure}
        own = [station for kind_and_area in sure.items() for station in self._homes.get(kind_and_area, ())]
        return Area(tuple(sure), tuple(own))


def _homes(areas: Areas, stations: list[View]) -> Homes:
    """The stations in each response area, by (kind of agency, area)."""
    found = defaultdict[tuple[str, str], list[str]](list)
    for station in stations:
        kind = station["agency_kind"]
        area = areas.at(station["lat"], station["lon"]).response_areas.get(kind)
        if area:
            found[kind, area].append(station["id"])
    return {key: tuple(ids) for key, ids in found.items()}
