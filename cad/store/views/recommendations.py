"""Recommended units: the rows for the domain's own function."""

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.clock import utc_now
from cad.dispatching.fitness import Candidate
from cad.dispatching.move_up import Spare, move_ups
from cad.dispatching.recommend import ANY_UNIT, Advice, recommend
from cad.dispatching.run_cards import Need, from_plain, of_type
from cad.dispatching.travel import Point, Travel
from cad.incidents.errors import UnknownIncident
from cad.incidents.model import IncidentType
from cad.store.fleet import BASE_DEGREES, Area, StraightWay, Way, read_fleet, shortlist
from cad.store.views.reading import View

NO_AREA = Area()
SHOWN = 24  # the best and who else would do
SIREN_PRIORITY = 2  # at this priority or above units drive with their siren

CANDIDATES = text("""
SELECT n.id AS unit_id, n.call_sign, g.kind AS agency_kind, n.capabilities, n.status, n.position_at, n.station_id,
    coalesce(n.lat, s.lat) AS lat, coalesce(n.lon, s.lon) AS lon, s.lat AS base_lat, s.lon AS base_lon,
    n.lat AS own_lat, n.crew_count, n.crew_minimum, n.shift_began_at, n.shift_ends_at
FROM units n JOIN agencies g ON g.id = n.agency_id LEFT JOIN stations s ON s.id = n.station_id
WHERE n.id = ANY(:ids)
""").bindparams(bindparam("ids", type_=ARRAY(Text)))
TYPE = text("""
SELECT code, name_id, name_en, "group", priority, agencies, capabilities, run_card FROM incident_types
WHERE code = :code
""")
KELURAHAN = text("SELECT lat, lon FROM kelurahan WHERE code = :code")
INCIDENT = text("""
SELECT i.type_code, i.priority, i.alarm_level, i.lat, i.lon, i.kelurahan_code, coalesce(
    (SELECT array_agg(a.unit_id) FROM assignments a
    WHERE a.incident_id = i.id AND a.status NOT IN ('available', 'cancelled')), '{}') AS sent
FROM incidents i WHERE i.id = :id
""")
# Who is still ready at the stations that would give a unit away, and at their agencies' others.
SPARES = text("""
SELECT s.id AS station_id, s.name, s.lat, s.lon, g.kind AS agency_kind,
    (SELECT array_agg(n.id || ' ' || n.call_sign ORDER BY n.call_sign) FROM units n
    WHERE n.station_id = s.id AND n.status = 'available' AND NOT n.id = ANY(:going)) AS units
FROM stations s JOIN agencies g ON g.id = s.agency_id WHERE s.id = ANY(:stations)
""").bindparams(bindparam("stations", type_=ARRAY(Text)), bindparam("going", type_=ARRAY(Text)))
GIVERS = text("""
SELECT o.id FROM stations b JOIN stations o ON o.agency_id = b.agency_id AND o.id <> b.id
WHERE b.id = :bare AND EXISTS (SELECT FROM units n WHERE n.station_id = o.id AND n.status = 'available')
ORDER BY (o.lat - b.lat) ^ 2 + (o.lon - b.lon) ^ 2, o.id LIMIT 8
""")

# The way to a place: `siren` says whether units drive with it.
WayTo = Callable[[Point, bool], Way]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the recommendation is for. `sent` are the units on their way to it."""

    type_code: str = ""
    lat: float | None = None
    lon: float | None = None
    kelurahan_code: str = ""
    alarm_level: int = 1
    priority: int | None = None
    sent: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class City:
    """What is known of the city beside the database: its roads, whose response area a place lies in, whom it asks for
    help."""

    way_to: WayTo = lambda place, siren: StraightWay(place)
    area_of: Callable[[Point], Area] = lambda place: NO_AREA
    neighbour: str = ""


PLAIN_CITY = City()


async def recommendations_for_incident(session: AsyncSession, incident_id: str, city: City = PLAIN_CITY) -> View:
    found = (await session.execute(INCIDENT, {"id": incident_id})).mappings().one_or_none()
    if found is None:
        raise UnknownIncident
    return await recommendations(session, Asked(**found), city)


async def recommendations(session: AsyncSession, asked: Asked, city: City = PLAIN_CITY) -> View:
    """Best first. Without a point the kelurahan's own stands for it; an unknown type or place is as none."""
    now = utc_now()
    kind = await _type(session, asked.type_code)
    needs = _needs(kind, asked.alarm_level) or ANY_UNIT
    place = await _place(session, asked)
    area = city.area_of(place) if place else NO_AREA
    siren = (asked.priority or (kind.priority if kind else SIREN_PRIORITY)) <= SIREN_PRIORITY
    # The roads are walked while PostgreSQL reads the units.
    way = asyncio.create_task(asyncio.to_thread(city.way_to, place, siren)) if place else None
    fleet = await read_fleet(session, needs, area, now)
    picked = await asyncio.to_thread(shortlist, fleet, needs, await way if way else None)
    travel = {fleet.ids[at]: _travel(*told) for at, told in picked.items() if not math.isnan(told[0])}
    units = await _candidates(session, [*(fleet.ids[at] for at in picked), *asked.sent], area)
    sent = [one for one in units if one.unit_id in asked.sent]
    advice = recommend(needs, place, units, now, travel=travel, sent=sent, neighbour=city.neighbour)
    return await _told(session, advice, {one.unit_id: one for one in units})


async def _told(session: AsyncSession, advice: Advice, units: dict[str, Candidate]) -> View:
    going = [unit_id for need in advice.needs for unit_id in need.chosen]
    moves = await _move_ups(session, going, [station for one in going if (station := units[one].station_id)])
    return asdict(replace(advice, units=advice.units[:SHOWN])) | {"move_ups": moves}


def _needs(kind: IncidentType | None, level: int) -> tuple[Need, ...]:
    if kind is None:
        return ()
    card = from_plain(kind.code, kind.run_card)
    return card.needs(level) or of_type(kind).needs(level)


async def _type(session: AsyncSession, code: str) -> IncidentType | None:
    row = (await session.execute(TYPE, {"code": code})).mappings().one_or_none() if code else None
    return IncidentType(**row) if row else None


async def _place(session: AsyncSession, asked: Asked) -> Point | None:
    if asked.lat is not None and asked.lon is not None:
        return asked.lat, asked.lon
    if not asked.kelurahan_code:
        return None
    row = (await session.execute(KELURAHAN, {"code": asked.kelurahan_code})).one_or_none()
    return (row.lat, row.lon) if row else None


def _travel(seconds: float, by_road: bool) -> Travel:
    return Travel(seconds if math.isfinite(seconds) else None, "road" if by_road else "straight_line")


async def _candidates(session: AsyncSession, ids: list[str], area: Area) -> list[Candidate]:
    rows = await session.execute(CANDIDATES, {"ids": ids})
    return [_candidate(dict(row), area) for row in rows.mappings()]


def _candidate(row: dict[str, Any], area: Area) -> Candidate:
    lat, lon, own_lat = row.pop("lat"), row.pop("lon"), row.pop("own_lat")
    base = row.pop("base_lat"), row.pop("base_lon")
    at_base = base[0] is not None and (
        own_lat is None or (abs(lat - base[0]) < BASE_DEGREES and abs(lon - base[1]) < BASE_DEGREES)
    )
    own = row["station_id"] in area.stations if row["agency_kind"] in area.agency_kinds else None
    point = None if lat is None or lon is None else (lat, lon)
    capabilities = tuple(row.pop("capabilities"))
    return Candidate(**row, capabilities=capabilities, point=point, at_base=at_base, own_area=own)


async def _move_ups(session: AsyncSession, going: list[str], stations: list[str]) -> list[View]:
    """Who could stand by where the last ready unit leaves. Asked of other stations only when one is bare."""
    if not stations:
        return []
    left = await _spares(session, stations, going)
    bare = [one for one in left if not one.units]
    others = [row.id for one in bare for row in await session.execute(GIVERS, {"bare": one.station_id})]
    if not others:
        return []
    around = await _spares(session, sorted({*others} - {*stations}), going)
    return [asdict(one) for one in move_ups([*left, *around], [one.station_id for one in bare])]


async def _spares(session: AsyncSession, stations: list[str], going: list[str]) -> list[Spare]:
    rows = await session.execute(SPARES, {"stations": stations, "going": going})
    return [
        Spare(
            row.station_id, row.name, (row.lat, row.lon), row.agency_kind, tuple(_named(one) for one in row.units or ())
        )
        for row in rows
    ]


def _named(told: str) -> tuple[str, str]:
    unit_id, _, call_sign = told.partition(" ")
    return unit_id, call_sign
