"""The first rows. All of it may be called again: what is there stays as it is.

await basics(installation)      # center, its desks, incident types: every start
await demo_city(installation)   # a city without units gets the demo one
await demo_users(installation)  # nobody can sign in yet: one or two of each role
"""

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Table, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.bus import Bus
from cad.clock import utc_now
from cad.demo_city import landmarks, padang_panjang
from cad.installation import Installation
from cad.protocols.seed import PROTOCOLS
from cad.queues.model import plan_of_settings
from cad.store.bootstrap import open_bus
from cad.store.protocols import keep_protocols
from cad.store.repositories.incidents import BLOCKS, CENTER, reserve_block
from cad.store.rows import table_of
from cad.store.tables import (
    AgencyRow,
    CameraRow,
    CenterRow,
    DeskRow,
    GazetteerRow,
    KelurahanRow,
    RoutingPlanRow,
    StationRow,
    UnitRow,
    UserRow,
)
from cad.users.commands import AddUser
from cad.users.errors import UsernameTaken

PLANS = table_of(RoutingPlanRow)
# The role says what each may do; the names are what the demo's screens show. Who works beside the center belongs to an
# agency or a unit of the demo city, and is left out of a city without it.
DEMO_USERS = (
    ("dina", "Dina Marlina", "dispatcher"),
    ("budi", "Budi Santoso", "dispatcher"),
    ("sari", "Sari Wulandari", "supervisor"),
    ("admin", "Administrator", "administrator"),
    ("audi", "Audi Rahman", "auditor"),
    ("rina", "Rina Damkar", "agency_dispatcher"),
    ("hendra", "Hendra, DAMKAR-01", "responder"),
)
DEMO_CITY = select(table_of(AgencyRow).c.id).union(select(table_of(UnitRow).c.id))
BELONGS: dict[str, dict[str, str]] = {"rina": {"agency_id": "agency-fire"}, "hendra": {"unit_id": "unit-damkar-01"}}


async def seed(installation: Installation) -> None:
    """All of it, as a first run wants it."""
    await basics(installation)
    await demo_city(installation)
    await demo_users(installation)


async def basics(installation: Installation) -> None:
    settings = installation.settings
    _, database = open_bus(installation, pool=1)
    center = {"id": settings.center_id, "name": settings.center_name, "timezone": settings.timezone}
    async with database.engine.begin() as connection:
        await _keep(connection, CenterRow, [center])
        await _keep(connection, DeskRow, [_desk(desk_id, installation) for desk_id in installation.desk_ids])
        await keep_protocols(connection, PROTOCOLS)
        await _plan_of_settings(connection, installation)
        await _first_block(connection, settings.center_id)
    await database.dispose()


def _desk(desk_id: str, installation: Installation) -> dict[str, Any]:
    settings = installation.settings
    told = {"id": desk_id, "center_id": settings.center_id, "label": f"Meja {int(desk_id.removeprefix('desk-'))}"}
    return told | {"exercise": settings.exercise, "state": "off", "reason": "", "registered": False}


async def _plan_of_settings(connection: AsyncConnection, installation: Installation) -> None:
    """Until somebody chooses (version 1 and on), the plan is what the settings say."""
    row = asdict(plan_of_settings(installation.settings))
    put = insert(PLANS).values(row)
    chosen = {name: put.excluded[name] for name in row if name != "center_id"}
    await connection.execute(
        put.on_conflict_do_update(index_elements=["center_id"], set_=chosen, where=PLANS.c.version == 0)
    )


async def _first_block(connection: AsyncConnection, center_id: str) -> None:
    mine = select(func.count()).where(BLOCKS.c.center_id == center_id, BLOCKS.c.holder == CENTER)
    if not (await connection.execute(mine)).scalar_one():
        await reserve_block(connection, center_id, CENTER)


async def demo_city(installation: Installation) -> None:
    _, database = open_bus(installation, pool=1)
    async with database.engine.begin() as connection:
        if not await _count(connection, UnitRow):
            city = padang_panjang(installation.settings.center_id, utc_now())
            await _keep(connection, KelurahanRow, [asdict(one) for one in city.kelurahan])
            await _keep(connection, AgencyRow, [asdict(one) for one in city.agencies])
            await _keep(connection, StationRow, [asdict(one) for one in city.stations])
            await _keep(connection, UnitRow, [asdict(one) for one in city.units])
            await _keep(connection, CameraRow, [asdict(one) for one in city.cameras])
            await _keep(connection, GazetteerRow, [asdict(one) for one in landmarks()])
    await database.dispose()


async def demo_users(installation: Installation) -> dict[str, str]:
    """The passwords by user name; empty when somebody could sign in already. They are kept in `<home>/demo-users.json`
    (mode 0600): name -> {password, role, name}."""
    bus, database = open_bus(installation, pool=1)
    try:
        async with database.engine.connect() as connection:
            if await _count(connection, UserRow):
                return {}
            known = set((await connection.execute(DEMO_CITY)).scalars())
        passwords = {
            username: secrets.token_urlsafe(9)
            for username, _, _ in DEMO_USERS
            if set(BELONGS.get(username, {}).values()) <= known
        }
        _write_passwords(installation.home / "demo-users.json", passwords)
        await _add_demo_users(bus, passwords)
        return passwords
    finally:
        await database.dispose()


async def _add_demo_users(bus: Bus, passwords: dict[str, str]) -> None:
    """All in one transaction: a first run that is killed leaves either every user, with the file, or none."""
    hasher = PasswordHash((Argon2Hasher(),))
    hashes = {username: hasher.hash(password) for username, password in passwords.items()}
    try:
        async with bus.transaction() as transaction:
            for username, name, role in DEMO_USERS:
                if username not in passwords:
                    continue
                belongs = BELONGS.get(username, {})
                user = AddUser(
                    username=username,
                    name=name,
                    role=role,
                    password_hash=hashes[username],
                    agency_id=belongs.get("agency_id"),
                    unit_id=belongs.get("unit_id"),
                )
                await transaction.handle(user)
    except UsernameTaken:
        return


def _write_passwords(file: Path, passwords: dict[str, str]) -> None:
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        kept = {
            username: {"password": passwords[username], "role": role, "name": name}
            for username, name, role in DEMO_USERS
            if username in passwords
        }
        json.dump(kept, out, indent=1)
    draft.replace(file)


async def _count(connection: AsyncConnection, row: type[Any]) -> int:
    return int((await connection.execute(select(func.count()).select_from(table_of(row)))).scalar_one())


async def _keep(connection: AsyncConnection, row: type[Any], rows: list[dict[str, Any]]) -> None:
    table: Table = table_of(row)
    await connection.execute(insert(table).on_conflict_do_nothing(), rows)
