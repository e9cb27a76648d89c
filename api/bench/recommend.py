"""How long does a recommendation take in a large city, and is it right?

Ten thousand units of six agencies on a real road network, in a real PostgreSQL: for each incident the whole view that
the console asks for, positions read from the store, which change all the while. Beside it, in the same run, the bare
Dijkstra of scipy and a plain nearest-by-distance query; the first ten units are compared with exact routing (networkx).
"""

import argparse
import asyncio
import gc
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from sqlalchemy import text

from api.bench.agreement import agreement
from api.bench.figures import percentile, show, spread
from api.bench.fleet_city import TYPES, move_some, people, somewhere
from api.bench.town import grid
from api.roads.graph import RoadGraph
from api.roads.graphml import read_graphml
from api.roads.network import Network
from api.roads.osm import read_streets
from cad.installation import Installation, load_installation, load_secrets, load_settings
from cad.store import migrations, seed, server, views
from cad.store.bootstrap import open_bus
from cad.store.database import Database
from cad.store.fleet import Way
from cad.store.views.recommendations import Asked, City

HELP = "recommended units in a large city: how soon, beside a bare Dijkstra and a nearest query; and how right"
P99_MS, P50_MS = 40.0, 20.0
MADE_UP_SIZE = 173  # crossings a side: 30,000 nodes
SHARED = ("liechtenstein.osm.pbf", "balikpapan_drive.graphml")
SIREN = 1.25
NEAREST = text("""
SELECT id, call_sign FROM units WHERE status = 'available' ORDER BY point(lon, lat) <-> point(:lon, :lat) LIMIT 10
""")


def command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tanggap bench recommend", description=HELP)
    parser.add_argument("--network", type=Path, metavar="FILE", help="an OSM extract (.pbf) or GraphML; repeatable",
                        action="append")  # fmt: skip
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--incidents", type=int, default=1_000)
    parser.add_argument("--compared", type=int, default=200, help="incidents compared with networkx (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    options = parser.parse_args(arguments)
    files = options.network or _shared_networks()
    told = dict[str, Any]()
    for file in files or [None]:
        figures = _on(file, options)
        show(f"Recommendation on {figures['network']}", figures, None)
        told = {**told, figures["network"]: figures} if told else figures
    if options.json:
        show("", told, options.json, quietly=True)
    return 0 if _holds(told) else 1


def _holds(told: dict[str, Any]) -> bool:
    ours = told["recommend_ms"]
    return bool(ours["p99"] < P99_MS and ours["p50"] < P50_MS and told["agreement"] == 1.0)


def _shared_networks() -> list[Path]:
    folder = os.environ.get("TANGGAP_SHARED_DATA", "")
    return [Path(folder) / "geo" / name for name in SHARED] if folder else []


def _read(file: Path | None) -> tuple[str, RoadGraph]:
    if file is None:
        return "a made-up grid", grid(MADE_UP_SIZE)
    return file.name.split(".")[0], read_graphml(file) if file.suffix == ".graphml" else read_streets(file)


def _on(file: Path | None, options: argparse.Namespace) -> dict[str, Any]:
    console = Console()
    name, graph = _read(file)
    console.print(f"  {name}: {graph.nodes} nodes, {graph.segments} segments; {options.units} units")
    with tempfile.TemporaryDirectory(prefix="tanggap-recommend-") as folder:
        home = Path(folder)
        for one in ("log", "run"):
            (home / one).mkdir()
        installation = Installation(home, load_installation().tools, load_settings(home), load_secrets(home))
        server.start(installation)
        try:
            migrations.upgrade(server.database_url(installation))
            asyncio.run(_seed(installation))
            figures = asyncio.run(_measure(installation, graph, options))
        finally:
            server.stop(installation)
    return {"network": name, "nodes": graph.nodes, "segments": graph.segments, "units": options.units, **figures}


async def _seed(installation: Installation) -> None:
    """The incident types and the agencies; nobody signs in here."""
    await seed.basics(installation)
    await seed.demo_city(installation)


async def _measure(installation: Installation, graph: RoadGraph, options: argparse.Namespace) -> dict[str, Any]:
    chance = np.random.default_rng(options.seed)
    network = Network(graph)
    _, database = open_bus(installation, pool=2)
    try:
        async with database.engine.begin() as connection:
            await people(connection, graph, installation.settings.center_id, options.units, chance)
        async with database.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE units"))
        gc.collect()
        gc.freeze()  # as the API does
        taken = await _times(database, network, options, chance)
        right = await agreement(database, network, options.compared, chance)
    finally:
        await database.dispose()
    return {
        "incidents": options.incidents,
        "recommend_ms": spread(taken["recommend"]),
        "bare_ms": percentile(taken["bare"], 0.5),
        "nearest_ms": percentile(taken["nearest"], 0.5),
        "bare_p99_ms": percentile(taken["bare"], 0.99),
        "nearest_p99_ms": percentile(taken["nearest"], 0.99),
        "agreement": right,
        "compared": options.compared,
    }


async def _times(
    database: Database, network: Network, options: argparse.Namespace, chance: Any
) -> dict[str, list[float]]:
    """Milliseconds of each incident: ours, scipy alone, the plain query."""
    graph, taken = network.graph, {"recommend": list[float](), "bare": list[float](), "nearest": list[float]()}
    start, end, seconds = graph.directed()
    bare = csr_array((seconds, (end, start)), shape=(graph.nodes, graph.nodes))
    nodes = chance.integers(graph.nodes, size=options.incidents)
    lat, lon = somewhere(graph, options.incidents, chance)

    def way_to(place: tuple[float, float], siren: bool) -> Way:
        return network.to(*place, siren=SIREN if siren else 1.0)

    city = City(way_to=way_to, neighbour="Bukittinggi")
    for n in range(-20, options.incidents):  # the first twenty warm up and do not count
        async with database.engine.begin() as connection:
            await move_some(connection, graph, options.units, chance)
        asked = Asked(type_code=TYPES[n % len(TYPES)], lat=lat[n], lon=lon[n])
        began = time.perf_counter()
        async with database.session() as session:
            advice = await views.recommendations(session, asked, city)
        ours = time.perf_counter()
        dijkstra(bare, directed=True, indices=int(nodes[n]))
        alone = time.perf_counter()
        async with database.session() as session:
            (await session.execute(NEAREST, {"lat": lat[n], "lon": lon[n]})).all()
        plain = time.perf_counter()
        assert advice["units"] and advice["needs"], "a recommendation without units measures nothing"
        if n >= 0:
            for name, ms in (("recommend", ours - began), ("bare", alone - ours), ("nearest", plain - alone)):
                taken[name].append(ms * 1000)
    return taken
