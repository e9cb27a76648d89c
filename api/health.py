"""How each part is, from its own heartbeat: a part that says nothing is not well."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cad.clock import utc_now
from cad.errors import Unavailable
from cad.heartbeat import read_beat
from cad.store.database import Database

# The supervisor kills at 15 s of silence; by 5 s five beats are missing.
SILENT_AFTER_S = 5.0
DATABASE_TIMEOUT_S = 2.0
BEATS = ("telephony", "api", "jobs", "standin", "video")
# Without these no call is answered, or none is seen; without the others the center still works.
NEEDED = ("database", "asterisk", "telephony")


@dataclass(frozen=True)
class Part:
    """`state`: ready, degraded, starting, silent (its beat is old), away (never heard of, or refused), unknown."""

    name: str
    state: str
    detail: str = ""
    age_s: float | None = None

    def view(self) -> dict[str, object]:
        return asdict(self)


def beat_of(run: Path, name: str) -> Part:
    beat = read_beat(run, name)
    if beat is None:
        return Part(name, "away")
    age = (utc_now() - datetime.fromisoformat(str(beat["at"]))).total_seconds()
    state = "silent" if age > SILENT_AFTER_S else str(beat["state"])
    return Part(name, state, str(beat.get("detail", "")), round(max(age, 0.0), 1))


def asterisk_of(run: Path, telephony: Part) -> Part:
    """Asterisk is not ours and may run on another machine: telephony, which is connected to it or says that it is
    not, answers for it."""
    own = beat_of(run, "asterisk")
    if own.state != "away":
        return own
    if telephony.state not in {"ready", "degraded"}:
        return Part("asterisk", "unknown", "telephony, which watches it, does not say")
    away = "ARI away" in telephony.detail
    return Part("asterisk", "away" if away else "ready", age_s=telephony.age_s)


async def database_of(database: Database) -> Part:
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT_S), database.session() as session:
            await session.execute(text("SELECT 1"))
    except (Unavailable, SQLAlchemyError, OSError, TimeoutError) as error:
        return Part("database", "away", type(error).__name__)
    return Part("database", "ready")


def process_parts(run: Path) -> dict[str, Part]:
    parts = {name: beat_of(run, name) for name in BEATS}
    return {"asterisk": asterisk_of(run, parts["telephony"]), **parts}


def is_ready(parts: Mapping[str, Part]) -> bool:
    return all(parts[name].state == "ready" for name in NEEDED)
