"""Ten thousand units of six agencies on a road network, in a PostgreSQL of the bench's own."""

import json
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.roads.graph import RoadGraph
from cad.agencies.model import AGENCY_KINDS

STATIONS = 240
NOISE_DEGREES = 3e-4  # units and incidents stand within some 30 m of a road
FREE = 0.7  # of the units
CAPABILITIES = {
    "police": ("patrol", "patrol traffic", "patrol traffic crowd"),
    "fire": ("engine water", "engine water rescue", "tanker water", "ladder", "rescue extrication", "water hazmat"),
    "health": ("ambulance", "ambulance", "ambulance advanced_life_support"),
    "bpbd": ("rescue evacuation boat", "evacuation tree rescue", "heavy_equipment"),
    "dishub": ("traffic tree", "tow traffic"),
    "satpol": ("crowd", "crowd patrol"),
}
# What a large city would send; the other types go by their agencies and capabilities.
CARDS: dict[str, list[dict[str, Any]]] = {
    "structure_fire": [
        {"any_of": ["engine", "tanker"], "count": 3, "agency": "fire"},
        {"any_of": ["ladder"], "count": 1, "agency": "fire"},
        {"any_of": ["ambulance"], "count": 1},
        {"any_of": ["traffic"], "count": 1, "agency": "police"},
    ],
    "traffic_trapped": [
        {"any_of": ["extrication"], "count": 1},
        {"any_of": ["advanced_life_support"], "count": 1},
        {"any_of": ["ambulance"], "count": 1},
        {"any_of": ["traffic"], "count": 2},
    ],
    "flood": [
        {"any_of": ["boat"], "count": 3},
        {"any_of": ["evacuation"], "count": 2},
        {"any_of": ["crowd"], "count": 1},
    ],
}
TYPES = ("structure_fire", "breathing", "traffic_trapped", "theft", "flood", "traffic_injury", "cardiac_arrest")
UNIT = text("""
INSERT INTO units (id, center_id, agency_id, station_id, call_sign, kind, capabilities, crew, phone, status,
    status_since, status_reason, lat, lon, position_at, crew_count, crew_minimum)
VALUES (:id, :center, :agency, :station, :id, 'unit', :can, '', '', :status, now(), '', :lat, :lon, now(), 4, 3)
""")
MOVE = text("""
UPDATE units SET lat = moved.lat, lon = moved.lon, position_at = now()
FROM (SELECT unnest(CAST(:ids AS text[])) AS id, unnest(CAST(:lat AS float8[])) AS lat,
    unnest(CAST(:lon AS float8[])) AS lon) moved WHERE units.id = moved.id
""")


async def people(connection: AsyncConnection, graph: RoadGraph, center: str, units: int, chance: Any) -> None:
    """In place of the demo city's stations and units."""
    await connection.execute(text("DELETE FROM units"))
    await connection.execute(text("DELETE FROM stations"))
    for code, needs in CARDS.items():
        card = json.dumps({"levels": [{"number": 1, "needs": needs}]})
        change = text("UPDATE incident_types SET run_card = CAST(:card AS jsonb) WHERE code = :code")
        await connection.execute(change, {"card": card, "code": code})
    lat, lon = somewhere(graph, STATIONS, chance)
    stations = [
        {"id": f"station-{n}", "agency": f"agency-{AGENCY_KINDS[n % 6]}", "lat": lat[n], "lon": lon[n]}
        for n in range(STATIONS)
    ]
    put = text("INSERT INTO stations (id, agency_id, name, lat, lon) VALUES (:id, :agency, :id, :lat, :lon)")
    await connection.execute(put, stations)
    await connection.execute(UNIT, _units(graph, center, units, chance))


def _units(graph: RoadGraph, center: str, count: int, chance: Any) -> list[dict[str, Any]]:
    lat, lon = somewhere(graph, count, chance)
    free = chance.random(count) < FREE
    rows = []
    for n in range(count):
        kind = AGENCY_KINDS[n % 6]
        of_kind = CAPABILITIES[kind]
        rows.append(
            {
                "id": f"unit-{n:05d}",
                "center": center,
                "agency": f"agency-{kind}",
                "station": f"station-{(n // 6 * 6 + n % 6) % STATIONS}",
                "can": of_kind[n // 6 % len(of_kind)].split(),
                "status": "available" if free[n] else "on_scene",
                "lat": lat[n],
                "lon": lon[n],
            }
        )
    return rows


async def move_some(connection: AsyncConnection, graph: RoadGraph, units: int, chance: Any, count: int = 100) -> None:
    """Fresh positions, as they come in while the city works."""
    ids = [f"unit-{n:05d}" for n in chance.choice(units, min(count, units), replace=False)]
    lat, lon = somewhere(graph, len(ids), chance)
    await connection.execute(MOVE, {"ids": ids, "lat": lat, "lon": lon})


def somewhere(graph: RoadGraph, count: int, chance: Any) -> tuple[list[float], list[float]]:
    """Points by the road, as (lat, lon) lists."""
    nodes = chance.integers(graph.nodes, size=count)
    lat, lon = (axis[nodes] + chance.normal(0, NOISE_DEGREES, count) for axis in (graph.lat, graph.lon))
    return [float(one) for one in np.asarray(lat)], [float(one) for one in np.asarray(lon)]
