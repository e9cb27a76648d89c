"""Seals the journal as it grows, and goes over all of it once a day. What is wrong is an alarm that stays."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import structlog
from sqlalchemy import make_url

from api.evidence.keys import signing_key
from api.evidence.sealing import Sealer
from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from cad.clock import utc_now
from cad.errors import TanggapError
from cad.evidence.commands import NoteJournalChecked
from cad.installation import CHECKOUT, Installation
from cad.ports import Interrupted
from cad.store import server, views
from cad.store.database import Database
from cad.store.seals import ChainBroken

log = structlog.get_logger(__name__)

SEAL_EVERY_S, LOOK_EVERY_S = 5.0, 60.0
CHECK_EVERY, FIRST_CHECK_AFTER = timedelta(days=1), timedelta(hours=1)
ALARM, SOURCE = "journal", "evidence"
AWAY = (psycopg.Error, OSError, TanggapError, Interrupted)
Check = Callable[[], Awaitable[dict[str, Any]]]


async def seal_journal(bus: Bus, installation: Installation, period_s: float = SEAL_EVERY_S) -> None:
    """Until cancelled. A database that is away is asked again; what does not follow is not sealed, but told."""
    sealer = Sealer(installation.home, installation.settings.center_id, signing_key(installation.home))
    url = server.database_url(installation)
    while True:
        try:
            await asyncio.to_thread(_seal, sealer, url)
        except ChainBroken as broken:
            log.error("journal.broken", position=broken.problem.position)
            await _raise(bus, broken.problem.sentence)
        except AWAY as error:
            log.warning("journal.not_sealed", error=type(error).__name__)
        await asyncio.sleep(period_s)


def _seal(sealer: Sealer, url: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, connect_timeout=5, options="-c timezone=UTC") as connection:
        for seal in sealer.seal_due(connection, utc_now()):
            log.info("journal.sealed", number=seal.number, position=seal.position)


async def check_journal(bus: Bus, database: Database, check: Check, period_s: float = LOOK_EVERY_S) -> None:
    """Until cancelled: once a day, in a process of its own that gives way to others."""
    began = utc_now()
    while True:
        try:
            if await is_due(database, began):
                await note(bus, await check())
        except AWAY as error:
            log.warning("journal.not_checked", error=type(error).__name__)
        await asyncio.sleep(period_s)


async def is_due(database: Database, began: datetime) -> bool:
    async with database.session() as session:
        last = await views.journal_checked_at(session)
    return utc_now() - last >= CHECK_EVERY if last else utc_now() - began >= FIRST_CHECK_AFTER


async def note(bus: Bus, report: dict[str, Any]) -> None:
    """`report` is what `tanggap verify --json` wrote."""
    problems = report["problems"]
    first = problems[0]["sentence"] if problems else ""
    await bus.handle(
        NoteJournalChecked(
            position=report["head"],
            seals=report["seals"],
            problems=len(problems),
            problem=first,
            seconds=report["seconds"],
        )
    )
    if problems:
        await _raise(bus, first)
    else:
        await bus.handle(ClearAlarm(key=ALARM, source=SOURCE))


async def _raise(bus: Bus, sentence: str) -> None:
    text_id = (
        f"Jurnal tidak utuh ({sentence}). Jangan ubah apa pun; jalankan ./tanggap verify dan panggil yang berwenang."
    )
    text_en = (
        f"The journal is not whole ({sentence}). Change nothing; run ./tanggap verify and call whoever is in charge."
    )
    try:
        await bus.handle(RaiseAlarm(key=ALARM, severity="critical", text_id=text_id, text_en=text_en, source=SOURCE))
    except AWAY as error:
        log.warning("journal.alarm_not_raised", error=type(error).__name__)


async def run_verify(installation: Installation) -> dict[str, Any]:
    """`tanggap verify --json`, with the lowest priority: nobody waits for it."""
    with tempfile.TemporaryDirectory(prefix="tanggap-verify-") as folder:
        file = Path(folder) / "report.json"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "api.cli", "verify", "--json", str(file)),
            cwd=CHECKOUT,
            env={**os.environ, "TANGGAP_HOME": str(installation.home), "PYTHONPATH": str(CHECKOUT)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            preexec_fn=lambda: os.nice(19),
        )
        try:
            await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
        told: dict[str, Any] = json.loads(file.read_text())
        return told
