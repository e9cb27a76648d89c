"""What becomes of a recording with time: compressed, put away, removed. One at a time, in a polite process.

Each step is done, told to the domain, and only then is what it replaced removed; every step may be repeated, and the
audit finds what a death between two of them left behind.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from cad.clock import Clock, utc_now
from cad.recordings.commands import NoteCompressed, NoteGone, NotePutAway, RemoveRecording
from cad.recordings.files import playable_name
from cad.recordings.rules import RecordingRules
from cad.store.kept import KeptRecording
from telephony import metrics
from telephony.away import is_away
from telephony.recordings.access import access_to
from telephony.recordings.wrapper import WrapFailed, Wrapper

log = structlog.get_logger()

PERIOD_S = 60.0
ROUNDS = 20  # before a pause, when much is due
AT_ONCE = 50  # of a kind a round, so that the rules are read anew now and then
TRY_AGAIN_S = 3600.0  # a file that failed waits; the others go on
GIVE_UP_AFTER = 3  # failures of the second place in one round: it is away, not the file
ALARM = "second_store"


class Kept(Protocol):
    """See cad.store.kept.KeptQueries."""

    async def rules(self) -> RecordingRules: ...

    async def to_compress(self, finished_before: datetime, limit: int) -> list[KeptRecording]: ...

    async def to_put_away(self, started_before: datetime, limit: int) -> list[KeptRecording]: ...

    async def to_remove(self, started_before: datetime, limit: int) -> list[KeptRecording]: ...

    async def not_yet_gone(self, limit: int) -> list[KeptRecording]: ...


class Upkeep:
    def __init__(self, recordings: Path, bus: Bus, kept: Kept, pepper: str, clock: Clock = utc_now) -> None:
        self._folder, self._bus, self._kept, self._pepper, self._clock = recordings, bus, kept, pepper, clock
        self._worker = Wrapper()
        self._failed: dict[str, float] = {}
        self._wanted = asyncio.Event()

    def ask(self) -> None:
        """Now, please: the rules have changed."""
        self._failed.clear()
        self._wanted.set()

    async def run(self) -> None:
        try:
            while True:
                await self._round_safely()
                await self._wait()
        finally:
            await self.close()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(PERIOD_S):
                await self._wanted.wait()
        except TimeoutError:
            return
        finally:
            self._wanted.clear()

    async def close(self) -> None:
        await self._worker.close()

    async def _round_safely(self) -> None:
        try:
            for _ in range(ROUNDS):
                if not await self.round():
                    break
        except Exception as error:
            if not is_away(error):
                log.exception("recordings.upkeep_failed")

    async def round(self) -> int:
        """Whatever is due by the rules of now; how much was done."""
        rules, now = await self._kept.rules(), self._clock()
        limit = AT_ONCE + len(self._failed)  # those that failed must not stand in the way of the others
        due = await self._kept.to_compress(now - timedelta(hours=rules.compress_after_h), limit)
        done = await self._each(due, self._compress)
        if rules.keep_days:
            over = await self._kept.to_remove(now - timedelta(days=rules.keep_days), limit)
            done += await self._each(over, self._remove)
        gone = await self._kept.not_yet_gone(limit)
        done += await self._each(gone, lambda one: self._delete(one, rules))
        if rules.away_kind:
            due = await self._kept.to_put_away(now - timedelta(days=rules.away_after_d), limit)
            done += await self._put_away_all(due, rules)
        return done

    async def _each(
        self, due: Iterable[KeptRecording], do: Callable[[KeptRecording], Awaitable[None]], most_failures: int = AT_ONCE
    ) -> int:
        done = failures = 0
        for one in due:
            if time.monotonic() < self._failed.get(one.id, 0.0) or failures >= most_failures:
                continue
            try:
                await do(one)
                done += 1
            except WrapFailed as error:
                failures += 1
                self._failed[one.id] = time.monotonic() + TRY_AGAIN_S
                metrics.upkeep_failures.inc()
                log.warning("recording.upkeep_failed", recording_id=one.id, error=str(error)[:200])
        return done

    async def _compress(self, one: KeptRecording) -> None:
        wav, opus = self._here(one, "wav"), self._here(one, "opus")
        job = {"do": "compress", "wav": str(wav), "opus": str(opus), "sha256": one.sha256}
        made = await self._worker.do(job)
        await self._bus.handle(NoteCompressed(recording_id=one.id, bytes=made["bytes"], sha256=made["sha256"]))
        await asyncio.to_thread(wav.unlink, missing_ok=True)
        metrics.upkeep.labels("compressed").inc()

    async def _put_away_all(self, due: list[KeptRecording], rules: RecordingRules) -> int:
        if not due:
            return 0
        before = dict(self._failed)
        done = await self._each(due, lambda one: self._put_away(one, rules), GIVE_UP_AFTER)
        if self._failed != before:
            for one in due:  # the place failed, not the files: all are tried in the next round
                self._failed.pop(one.id, None)
            await self._bus.handle(
                RaiseAlarm(
                    key=ALARM,
                    severity="warning",
                    text_id="Tempat simpan kedua tidak menerima rekaman. Semua masih ada di sini; periksa tempatnya.",
                    text_en="Recordings cannot be put away to the second store. All are still here; check the store.",
                    source="recordings",
                )
            )
            return 0
        await self._bus.handle(ClearAlarm(key=ALARM, source="recordings"))
        return done

    async def _put_away(self, one: KeptRecording, rules: RecordingRules) -> None:
        file, where = self._here(one, "opus"), rules.away_where
        access = access_to(rules.away_kind, where, rules, self._pepper)
        await self._worker.do(
            {
                "do": "put_away",
                "file": str(file),
                "name": playable_name(one.file, "opus"),
                "sha256": one.opus_sha256,
                "access": asdict(access),
            }
        )
        await self._bus.handle(NotePutAway(recording_id=one.id, kind=rules.away_kind, where=where))
        await asyncio.to_thread(file.unlink, missing_ok=True)
        metrics.upkeep.labels("put_away").inc()

    async def _remove(self, one: KeptRecording) -> None:
        await self._bus.handle(RemoveRecording(recording_id=one.id))
        metrics.upkeep.labels("removed").inc()

    async def _delete(self, one: KeptRecording, rules: RecordingRules) -> None:
        """What was removed is told already; now its files go, here and there."""
        job: dict[str, Any] = {"do": "delete", "files": [str(self._here(one, kind)) for kind in ("wav", "opus")]}
        if one.away:
            job["name"] = playable_name(one.file, one.format)
            job["access"] = asdict(access_to(one.away, one.away_where, rules, self._pepper))
        await self._worker.do(job)
        await self._bus.handle(NoteGone(recording_id=one.id))

    def _here(self, one: KeptRecording, kind: str) -> Path:
        return self._folder / playable_name(one.file, kind)
