"""Makes the evidence files that were asked for, one after the other, and forgets them when a week has passed."""

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import structlog
from sqlalchemy import make_url, text

from api.evidence.bundle import write
from api.evidence.keys import SigningKey, signing_key
from api.evidence.sealing import Sealer
from api.evidence.story import Story, gather, prove
from api.fetching import SecondStoreAway
from api.playback import kept_file
from cad.bus import Bus
from cad.clock import utc_now
from cad.errors import TanggapError
from cad.evidence.commands import FailEvidence, FinishEvidence
from cad.evidence.model import Evidence
from cad.installation import Installation
from cad.ports import Interrupted
from cad.store import seals, server
from cad.store.database import Database

log = structlog.get_logger(__name__)

FOLDER = "evidence"
PERIOD_S, TELL_EVERY_S = 2.0, 1.0
LEASE = timedelta(minutes=2)  # renewed while bytes flow; a worker that died is followed by the next after it
KEPT = timedelta(days=7)  # it holds personal data; it can be asked for again at any time
AWAY = (psycopg.Error, Interrupted, OSError, TanggapError)
CLAIM = text("""
UPDATE evidence SET state = 'running', claimed_until = :until WHERE id = (
    SELECT id FROM evidence WHERE state = 'asked' OR (state = 'running' AND claimed_until < :now)
    ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *
""")
TELL = text("""
UPDATE evidence SET done = :done, total = :total, claimed_until = :until WHERE id = :id AND state = 'running'
""")


def file_of(installation: Installation, evidence_id: str) -> Path:
    return installation.home / FOLDER / f"{evidence_id}.zip"


@dataclass
class EvidenceWorker:
    bus: Bus
    database: Database
    installation: Installation
    _progress: int = field(default=0)

    async def run(self, period_s: float = PERIOD_S) -> None:
        """Until cancelled."""
        while True:
            try:
                while evidence := await self.claim(utc_now()):
                    await self.make(evidence)
                await asyncio.to_thread(self.forget, time.time() - KEPT.total_seconds())
            except AWAY as error:
                log.warning("evidence.put_off", error=type(error).__name__)
            await asyncio.sleep(period_s)

    async def claim(self, now: datetime) -> Evidence | None:
        async with self.database.engine.begin() as connection:
            row = (await connection.execute(CLAIM, {"now": now, "until": now + LEASE})).mappings().one_or_none()
        return Evidence(**row) if row else None

    async def make(self, evidence: Evidence) -> None:
        """A file, or a sentence why there is none."""
        file = file_of(self.installation, evidence.id)
        try:
            await self._write(evidence, file)
        except SecondStoreAway as error:
            await self.bus.handle(FailEvidence(evidence_id=evidence.id, error=str(error)))
            return
        except OSError as error:
            log.warning("evidence.failed", evidence_id=evidence.id, exc_info=error)
            why = f"Berkas tidak dapat ditulis ({error.strerror or type(error).__name__}). Periksa ruang disk."
            await self.bus.handle(FailEvidence(evidence_id=evidence.id, error=why))
            return
        digest = await asyncio.to_thread(_sha256, file)
        await self.bus.handle(FinishEvidence(evidence_id=evidence.id, bytes=file.stat().st_size, sha256=digest))
        log.info("evidence.made", evidence_id=evidence.id, bytes=file.stat().st_size)

    async def _write(self, evidence: Evidence, file: Path) -> None:
        key = signing_key(self.installation.home)
        await asyncio.to_thread(self._seal, key)
        async with self.database.session() as session:
            story = await gather(session, evidence, self.installation)
        audio = await self._audio(story)
        await asyncio.to_thread(self._prove, story, key)
        total = sum(one.stat().st_size for one in [*audio.values(), *story.clips])
        self._progress = 0
        telling = asyncio.create_task(self._tell(evidence.id, total))
        try:
            await asyncio.to_thread(write, story, audio, file, key, utc_now(), self._step)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _audio(self, story: Story) -> dict[str, Path]:
        """Where each recording's file lies here; those put away are fetched back."""
        found = {id: await kept_file(self, kept) for id, kept in story.files.items() if kept}
        return {id: file for id, file in found.items() if file}

    def _step(self, count: int) -> None:
        self._progress += count

    async def _tell(self, evidence_id: str, total: int) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY_S)
            told = {"id": evidence_id, "done": self._progress, "total": total, "until": utc_now() + LEASE}
            async with self.database.engine.begin() as connection:
                await connection.execute(TELL, told)

    def _seal(self, key: SigningKey) -> None:
        """What happened until now is under a seal, so that every entry has its proof."""
        url = make_url(server.database_url(self.installation)).set(drivername="postgresql")
        sealer = Sealer(self.installation.home, self.installation.settings.center_id, key)
        try:
            with psycopg.connect(url.render_as_string(hide_password=False), connect_timeout=5) as connection:
                sealer.seal_due(connection, utc_now(), at_once=True)
        except seals.ChainBroken as broken:  # evidence all the same; its entries say that they are not sealed
            log.error("evidence.chain_broken", position=broken.problem.position)

    def _prove(self, story: Story, key: SigningKey) -> None:
        with seals.reading(server.database_url(self.installation)) as connection:
            prove(connection, story, key.public)

    def forget(self, before: float) -> None:
        for file in (self.installation.home / FOLDER).glob("*.*"):
            if file.is_file() and file.stat().st_mtime < before:
                file.unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as made:
        return hashlib.file_digest(made, "sha256").hexdigest()
