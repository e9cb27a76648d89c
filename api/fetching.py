"""A recording that was put away is fetched back for whoever listens, checked, and kept at hand for a while."""

import asyncio
import time
from pathlib import Path
from typing import Protocol

import structlog

from cad.errors import TanggapError
from cad.installation import Installation
from cad.store import views
from cad.store.database import Database
from telephony.recordings.access import access_to
from telephony.recordings.stores import StoreFailed, store_of

log = structlog.get_logger(__name__)

FOLDER = ".fetched"
AT_HAND_S = 24 * 3600.0  # a day's work on one incident
_turns: dict[str, asyncio.Lock] = {}


class Keeper(Protocol):
    """Whoever has the installation's folders and its database: the API, and the jobs."""

    @property
    def installation(self) -> Installation: ...

    @property
    def database(self) -> Database: ...


class SecondStoreAway(TanggapError):
    error_id = "second_store_away"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Tempat simpan kedua tidak menjawab; rekaman tidak hilang. Coba lagi sebentar.",
            en="The second store does not answer; the recording is not lost. Try again in a moment.",
        )


async def fetched(runtime: Keeper, kept: views.KeptFile) -> Path:
    """Raises SecondStoreAway. Several who ask at once wait for one copy."""
    to = runtime.installation.recordings / FOLDER / kept.name
    async with _turns.setdefault(kept.name, asyncio.Lock()):
        if not to.exists():
            await _fetch(runtime, kept, to)
    _turns.pop(kept.name, None)
    return to


async def _fetch(runtime: Keeper, kept: views.KeptFile, to: Path) -> None:
    async with runtime.database.session() as session:
        rules = await views.recording_rules(session, runtime.installation.settings.center_id)
    access = access_to(kept.away, kept.where, rules, runtime.installation.secrets.personal_data_pepper)
    try:
        await asyncio.to_thread(lambda: store_of(access).fetch(kept.name, to, kept.sha256))
    except StoreFailed as error:
        log.warning("recording.not_fetched", name=kept.name, kind=kept.away, error=str(error))
        raise SecondStoreAway from error
    await asyncio.to_thread(forget_old, runtime.installation.recordings / FOLDER, time.time() - AT_HAND_S)


def forget_old(folder: Path, before: float) -> None:
    """What was fetched back before this time goes; it lies in the second store."""
    for file in folder.rglob("*.*"):
        if file.is_file() and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
