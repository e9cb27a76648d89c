"""`./tanggap import KIND FILE`: read, check, show, ask, take. All or nothing; `undo ID` puts back what was there."""

import asyncio
import hashlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from api.imports import reader_of
from api.operations.backup import database_running
from api.operations.refusal import Refusal
from cad.bus import Bus
from cad.ids import new_id
from cad.imports.commands import TakeBackImport, TakeImport
from cad.imports.model import KINDS, Draft
from cad.installation import Installation, load_installation
from cad.store import migrations, views
from cad.store.bootstrap import open_bus
from cad.store.database import Database

SHOWN = 20  # problems on the terminal; the rest is counted
HOW = f"""Say what to import:
  ./tanggap import KIND FILE [--yes]   KIND is one of {", ".join(KINDS)}
  ./tanggap import list
  ./tanggap import undo ID"""
Work = Callable[[Installation, Bus, Database], Awaitable[int]]


def importing(words: Sequence[str], *, yes: bool) -> int:
    match list(words):
        case ["list"]:
            return with_database(_list)
        case ["undo", import_id]:
            return with_database(lambda _, bus, database: _undo(bus, import_id))
        case [kind, name] if kind in KINDS:
            return _import(kind, Path(name), yes)
        case _:
            raise Refusal(HOW)


def with_database(work: Work) -> int:
    installation = load_installation()
    if not installation.pgdata.exists() and not installation.settings.database_url:
        raise Refusal("There is no city here yet. Run ./tanggap up once, then import.")
    with database_running(installation) as url:
        migrations.upgrade(url)
        return asyncio.run(_with_bus(installation, work))


async def _with_bus(installation: Installation, work: Work) -> int:
    bus, database = open_bus(installation, pool=1)
    try:
        return await work(installation, bus, database)
    finally:
        await database.dispose()


def _import(kind: str, file: Path, yes: bool) -> int:
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")

    async def work(installation: Installation, bus: Bus, database: Database) -> int:
        draft = await read(kind, file, installation, database)
        async with database.session() as session:
            show(draft, await views.import_preview(session, draft))
        if draft.problems:
            raise Refusal("Nothing was taken. Correct the file and import it again.")
        if not (yes or agreed()):
            raise Refusal("Nothing was taken.")
        taken = TakeImport(user_id=None, import_id=new_id(), file_name=file.name, sha256=sha256_of(file), draft=draft)
        async with bus.transaction() as transaction:  # a large file takes longer than one command may
            made = await transaction.handle(taken)
        print(f"Taken. To put back what was there: ./tanggap import undo {made.id}")
        return 0

    return with_database(work)


async def read(kind: str, file: Path, installation: Installation, database: Database) -> Draft:
    settings = installation.settings
    async with database.session() as session:
        known = await views.known_city(session, settings.center_id, settings.country_code, settings.area_code)
    return await asyncio.to_thread(reader_of(kind), file, known)


def sha256_of(file: Path) -> str:
    with file.open("rb") as told:
        return hashlib.file_digest(told, "sha256").hexdigest()


def show(draft: Draft, preview: list[dict[str, Any]]) -> None:
    for problem in draft.problems[:SHOWN]:
        print(f"  line {problem.line}: {problem.en}" if problem.line else f"  {problem.en}")
    if len(draft.problems) > SHOWN:
        print(f"  and {len(draft.problems) - SHOWN} more problems")
    for name, value in draft.summary.items():
        print(f"{name.replace('_', ' ')}: {value}")
    for one in preview:
        counts = ", ".join(f"{one[name]} {name}" for name in ("new", "changed", "removed", "same"))
        print(f"{one['table']}: {counts}")
        for name in ("new", "changed", "removed"):
            if some := one["examples"][name]:
                print(f"  {name}: {', '.join(some)}{', ...' if one[name] > len(some) else ''}")


def agreed() -> bool:
    if not sys.stdin.isatty():
        raise Refusal("Nothing was taken: there is nobody to ask. Add --yes to take it without a question.")
    return input("Take it? [y/N] ").strip().lower() in {"y", "yes", "ya"}


async def _list(_: Installation, bus: Bus, database: Database) -> int:
    async with database.session() as session:
        found = await views.imports(session)
    for one in found:
        state = f"taken back {one['taken_back_at']}" if one["taken_back_at"] else "holds"
        print(f"{one['id']}  {one['taken_at']}  {one['kind']:<10}  {one['file_name']}  {state}")
    if not found:
        print("Nothing was imported yet.")
    return 0


async def _undo(bus: Bus, import_id: str) -> int:
    async with bus.transaction() as transaction:
        back = await transaction.handle(TakeBackImport(user_id=None, import_id=import_id))
    print(f"Taken back: {back.file_name}. What was there before is there again.")
    return 0
