"""Wires the domain to its store, once a process.

bus, database = open_bus(installation)
...
await database.dispose()
"""

from datetime import datetime
from typing import Any

from cad.bus import Bus
from cad.center import Center
from cad.clock import Clock, utc_now
from cad.installation import Installation
from cad.store.database import Database
from cad.store.server import database_url
from cad.store.unit_of_work import StoredUnitOfWork


def open_bus(installation: Installation, *, clock: Clock = utc_now, pool: int = 8) -> tuple[Bus, Database]:
    """Opens no connection yet: that happens with the first command."""
    database = Database(database_url(installation), pool=pool)
    pepper = installation.secrets.personal_data_pepper
    return make_bus(database, center_of(installation), pepper, clock), database


def make_bus(database: Database, center: Center, pepper: str, clock: Clock = utc_now, **patience: Any) -> Bus:
    """`patience` goes to the Bus (pauses_s, attempt_s)."""

    def unit_of_work(now: datetime) -> StoredUnitOfWork:
        return StoredUnitOfWork(database.engine, center, pepper, now)

    return Bus(unit_of_work, clock, **patience)


def center_of(installation: Installation) -> Center:
    settings = installation.settings
    return Center(
        id=settings.center_id,
        name=settings.center_name,
        timezone=settings.timezone,
        country_code=settings.country_code,
        area_code=settings.area_code,
        base_url=installation.base_url,
        exercise=settings.exercise,
        pbx_id=settings.pbx_id,
        callback_keep_free=settings.callback_keep_free,
    )
