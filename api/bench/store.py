"""Does it stay quick when ten years are in it? The board, search and an incident's page, as screens ask them of
`cad.store.views`, and new incidents through the bus; in a PostgreSQL of its own, filled in bulk.

Readers and writers keep a pace that people have, many of them: a closed loop on two cores would measure its own queue.
"""

import argparse
import asyncio
import gc
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from api.bench.decade import NEAR, STREETS, WHAT, City, Decade
from api.bench.figures import show, spread
from api.evidence.keys import signing_key
from api.evidence.sealing import Sealer
from api.operations import verify
from api.operations.database import prepare
from cad.bus import Bus
from cad.incidents.commands import OpenIncident
from cad.installation import Installation, load_installation, load_secrets, load_settings
from cad.places.model import Place
from cad.store import seals, server, views
from cad.store.bootstrap import open_bus
from cad.store.database import Database
from cad.store.views.search import Wanted

HELP = "ten years of a large city in the store: board, search, an incident's page; a new incident"
READERS, READ_EVERY_S = 8, 0.25  # 32 looks a second: a hundred consoles
WRITERS, WRITE_EVERY_S = 20, 1.0  # 20 incidents a second: a hundred times the busiest hour of a large city
READ_LIMIT_MS, COMMIT_LIMIT_MS = 50.0, 15.0
Read = Callable[[AsyncSession], Awaitable[object]]


def command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tanggap bench store", description=HELP)
    parser.add_argument("--incidents", type=int, default=100_000, help="made in bulk, with calls and journal (100,000)")
    parser.add_argument("--seconds", type=float, default=30.0, help="of reading, and again of writing (30)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verify", action="store_true", help="go over the whole journal at the end")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    options = parser.parse_args(arguments)
    home = Path(tempfile.mkdtemp(prefix="tanggap-store-"))
    installation = _installation(home)
    try:
        url = server.start(installation)
        prepare(installation)
        figures = {"incidents": options.incidents, **_fill(installation, url, options.incidents, options.seed)}
        figures |= asyncio.run(_measure(installation, options.seconds, options.seed))
        if options.verify:
            figures["verify"] = _verified(installation, url)
    finally:
        server.stop(installation)
        shutil.rmtree(installation.pgdata.resolve(), ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
    show("The store", figures, options.json)
    return 0


def _installation(home: Path) -> Installation:
    (home / "settings.toml").write_text("desks = 8\n")
    for name in ("log", "run", "recordings"):
        (home / name).mkdir()
    return Installation(home, load_installation().tools, load_settings(home), load_secrets(home))


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _fill(installation: Installation, url: str, incidents: int, seed: int) -> dict[str, Any]:
    began = time.monotonic()
    with psycopg.connect(_plain(url), autocommit=True) as connection, Progress(transient=True) as progress:
        bar = progress.add_task("ten years", total=incidents)
        decade = Decade(connection, _city(connection, installation), incidents, seed)
        entries = decade.fill(lambda done: progress.update(bar, completed=done))
        Console().print("VACUUM ANALYZE")
        connection.execute("VACUUM ANALYZE")
    with psycopg.connect(_plain(url)) as connection:
        key = signing_key(installation.home)
        sealer = Sealer(installation.home, installation.settings.center_id, key)
        made = sealer.seal_due(connection, datetime.now(UTC), at_once=True)
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    size = round(row[0] / 1e9, 2) if row else None
    return {"entries": entries, "seals": len(made), "size_gb": size, "fill_s": round(time.monotonic() - began, 1)}


def _city(connection: psycopg.Connection[Any], installation: Installation) -> City:
    units = [row[0] for row in connection.execute("SELECT id FROM units")]
    kelurahan = connection.execute("SELECT code, lat, lon FROM kelurahan").fetchall()
    types = connection.execute("SELECT code, priority FROM incident_types").fetchall()
    users = [row[0] for row in connection.execute("SELECT id FROM users")]
    return City(installation.settings.center_id, units, kelurahan, types, users)


async def _measure(installation: Installation, seconds: float, seed: int) -> dict[str, Any]:
    bus, database = open_bus(installation, pool=READERS + WRITERS)
    try:
        async with database.session() as session:
            reads = await _reads(session, random.Random(seed))
        gc.collect()
        gc.freeze()
        await _reading(database, reads, 2.0)  # plans and pages are there, as on any day
        read = await _reading(database, reads, seconds)
        await _writing(bus, 2.0)
        commit = await _writing(bus, seconds)
    finally:
        await database.dispose()
    told = {name: spread(values) for name, values in read.items()}
    asked = sum(map(len, read.values()))
    return {
        "readers": READERS,
        "reads_per_s": round(asked / seconds, 1),
        "read_ms": told,
        "writers": WRITERS,
        "commits_per_s": round(len(commit) / seconds, 1),
        "commit_ms": spread(commit),
        "held": all((one["p99"] or 0) < READ_LIMIT_MS for one in told.values())
        and (spread(commit)["p99"] or 0) < COMMIT_LIMIT_MS,
    }


async def _reads(session: AsyncSession, dice: random.Random) -> dict[str, Callable[[], Read]]:
    """What a screen asks, each time another: name -> a maker of the question."""
    rows = await views.search_incidents(session, Wanted(limit=200))
    newest = max(row["number"] for row in rows)
    ids = [row["id"] for row in rows]
    for _ in range(200):
        wanted = Wanted(q=str(dice.randrange(1, newest + 1)))
        ids += [row["id"] for row in await views.search_incidents(session, wanted)]
    types = (await views.city(session))["types"]
    now = datetime.now(UTC)

    def search(**made: Callable[[], Any]) -> Callable[[], Read]:
        def ask() -> Read:
            wanted = Wanted(**{name: make() for name, make in made.items()})
            return lambda session: views.search_incidents(session, wanted)

        return ask

    def day() -> datetime:
        return now - timedelta(days=dice.randrange(1, 3600))

    def during() -> Read:
        since = day()
        wanted = Wanted(since=since, until=since + timedelta(days=1))
        return lambda session: views.search_incidents(session, wanted)

    def page() -> Read:
        chosen = dice.choice(ids)

        async def ask(session: AsyncSession) -> None:
            await views.incident(session, chosen)
            await views.incident_story(session, chosen)

        return ask

    return {
        "board": lambda: views.live_incidents,
        "search_number": search(q=lambda: str(dice.randrange(1, newest + 1))),
        "search_place": search(place=lambda: f"{dice.choice(STREETS)} {dice.choice(NEAR)}"),
        "search_type": search(type=lambda: dice.choice(types)["code"]),
        "search_text": search(q=lambda: f"{dice.choice(WHAT)} {dice.choice(('ba', 'ko', 'ti', 'rasa', 'nudaja'))}"),
        "search_time": lambda: during(),
        "incident_page": page,
    }


async def _reading(database: Database, reads: dict[str, Callable[[], Read]], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each look, by what was asked."""
    taken: dict[str, list[float]] = {name: [] for name in reads}
    names = list(reads)

    async def reader(n: int) -> None:
        asked = n
        async for due in _pace(seconds, READ_EVERY_S, n / READERS):
            name = names[asked % len(names)]
            asked += 1
            async with database.session() as session:
                await reads[name]()(session)
            taken[name].append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*(reader(n) for n in range(READERS)))
    return taken


async def _writing(bus: Bus, seconds: float) -> list[float]:
    taken: list[float] = []

    async def writer(n: int) -> None:
        dice = random.Random(n)
        async for due in _pace(seconds, WRITE_EVERY_S, n / WRITERS):
            what, street = dice.choice(WHAT), dice.choice(STREETS)
            place = Place(text=f"Jl. {street}", lat=-0.46, lon=100.4)
            await bus.handle(OpenIncident(user_id=None, type_code="structure_fire", what=what, place=place))
            taken.append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*(writer(n) for n in range(WRITERS)))
    return taken


async def _pace(seconds: float, period_s: float, share: float) -> Any:
    """The moments at which somebody asks; one who is late asks at once, and their wait counts from when it was due."""
    began = time.perf_counter() + share * period_s
    due = began
    while due < began + seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        yield max(due, time.perf_counter() - period_s)
        due += period_s


def _verified(installation: Installation, url: str) -> dict[str, Any]:
    with seals.reading(url) as connection:
        report = verify.check(connection, installation, signing_key(installation.home).public)
    return {"whole": report.whole, "entries": report.entries, "seals": report.seals, "seconds": report.seconds}
