"""Compares calls, recordings and files: a call without its recording, a recording without its call.

What can be mended is: a file whose call CEL knows gets its call, and what a death between two steps of the upkeep left
over is removed. The rest is listed, and is an alarm until it is gone.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from cad.calls.commands import CallFact
from cad.clock import Clock, utc_now
from cad.events import iso
from cad.recordings.commands import ReportAudit
from cad.recordings.files import playable_name, uniqueid_of
from cad.store.kept import EndedCall, KeptRecording
from telephony import metrics
from telephony.away import is_away
from telephony.cel.reader import CelMissing
from telephony.recordings.places import RAW_FOLDER, raw_path

log = structlog.get_logger()

PERIOD_S = 3600.0
FIRST_AFTER_S = 60.0  # a restart catches up first
LOOK_BACK = timedelta(days=35)  # CEL's month and a little; what is older was compared before
SETTLED = timedelta(minutes=2)  # a call that ended this long ago has its recording, if it ever gets one
CHUNK = 500
MOST_LISTED = 500
ALARM = "recordings_audit"
FETCHED_FOLDER = ".fetched"  # of the API: copies of what lies in the second place

Retell = Callable[[str], Awaitable[Sequence[CallFact]]]
LivingChannels = Callable[[], Awaitable[set[str] | None]]


class Kept(Protocol):
    """See cad.store.kept.KeptQueries."""

    async def of_files(self, files: Sequence[str]) -> dict[str, KeptRecording]: ...

    async def ended_calls(self, after: str, since: datetime, limit: int) -> list[EndedCall]: ...

    async def count_ended(self, since: datetime) -> int: ...

    async def audit_asked(self) -> bool: ...


@dataclass
class Findings:
    calls: list[dict[str, Any]]
    files: list[dict[str, Any]]
    repaired: int = 0

    @property
    def are_clean(self) -> bool:
        return not self.calls and not self.files


class RecordingAudit:
    def __init__(
        self,
        folder: Path,
        bus: Bus,
        kept: Kept,
        retell: Retell,
        living: LivingChannels,
        take: Callable[[str], None],
        pbx_id: str,
        clock: Clock = utc_now,
    ) -> None:
        """`retell` tells a call again from CEL; `take` hands a raw file's name to the keeper."""
        self._folder, self._bus, self._kept, self._retell = folder, bus, kept, retell
        self._living, self._take, self._pbx_id, self._clock = living, take, pbx_id, clock
        self._wanted = asyncio.Event()
        self._thorough = True  # the first time, and when asked: also files older than LOOK_BACK, of years

    def ask(self) -> None:
        """Now, please, and every file."""
        self._thorough = True
        self._wanted.set()

    async def run(self) -> None:
        await self._wait(FIRST_AFTER_S)
        while True:
            try:
                await self.look()
            except Exception as error:
                if not (is_away(error) or isinstance(error, CelMissing | sqlite3.Error)):
                    raise
                log.warning("recordings.not_audited", error=type(error).__name__)
            await self._wait(PERIOD_S)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            return
        finally:
            self._wanted.clear()

    async def look(self) -> Findings:
        """One comparison. Raises what is_away recognises, CelMissing, sqlite3.Error."""
        since = self._clock() - LOOK_BACK
        total = await self._kept.count_ended(since)
        await self._report(0, total)
        found = Findings([], [])
        await self._compare_files(found)
        self._thorough = False
        await self._compare_calls(found, since, total)
        await self._conclude(found, total)
        return found

    # -- files without a call

    async def _compare_files(self, found: Findings) -> None:
        living = await self._living()
        files = await asyncio.to_thread(lambda: list(self._settled_files(living)))
        for first in range(0, len(files), CHUNK):
            chunk = files[first : first + CHUNK]
            known = await self._kept.of_files([raw_name(file) for file in chunk])
            for file in chunk:
                if one := known.get(raw_name(file)):
                    self._clear_leftover(file, one)
                elif await self._retell(uniqueid_of(raw_name(file))):
                    found.repaired += 1
                    self._take(raw_name(file))
                    log.warning("recording.call_found_again", file=file.name)
                else:
                    found.files.append(_listed(file))

    def _settled_files(self, living: set[str] | None) -> Iterator[Path]:
        """Every audio file here that nobody writes any more; raw ones only while Asterisk says what lives."""
        before, after = (time.time() - ago.total_seconds() for ago in (SETTLED, LOOK_BACK))
        after = 0.0 if self._thorough else after
        for file in sorted(self._folder.rglob("*")):
            if file.suffix == ".part" and file.stat().st_mtime < before:
                file.unlink(missing_ok=True)  # of a worker that was killed
            if file.suffix not in (".raw", ".wav", ".opus") or FETCHED_FOLDER in file.parts:
                continue
            is_raw = file.parent.name == RAW_FOLDER
            if is_raw and (living is None or uniqueid_of(file.name) in living):
                continue
            if after < file.stat().st_mtime < before:
                yield file

    def _clear_leftover(self, file: Path, one: KeptRecording) -> None:
        """What the upkeep had told but not yet removed."""
        replaced = file.suffix == ".wav" and one.format == "opus" and file.with_suffix(".opus").exists()
        if one.away or one.state == "removed" or replaced:
            file.unlink(missing_ok=True)
            log.info("recording.leftover_removed", file=file.name)

    # -- calls without a recording

    async def _compare_calls(self, found: Findings, since: datetime, total: int) -> None:
        after, done = "", 0
        while calls := await self._kept.ended_calls(after, since, CHUNK):
            reasons = await asyncio.to_thread(lambda part=calls: [self._what_lacks(one) for one in part])  # type: ignore[misc]
            found.calls += [_without(one, why) for one, why in zip(calls, reasons, strict=True) if why]
            after, done = calls[-1].call_id, done + len(calls)
            await self._report(min(done, total), total)

    def _what_lacks(self, one: EndedCall) -> str:
        """never_recorded, missing, file_gone; empty when all is well."""
        if one.file is None:
            return "never_recorded"
        if one.state == "missing":
            return "missing"
        if one.state not in ("ready", "damaged") or one.away:
            return ""
        here = any((self._folder / playable_name(one.file, kind)).exists() for kind in ("opus", "wav"))
        return "" if here or raw_path(self._folder, one.file).exists() else "file_gone"

    # -- telling

    async def _report(self, done: int, total: int) -> None:
        await self._bus.handle(ReportAudit(pbx_id=self._pbx_id, done=done, total=total))

    async def _conclude(self, found: Findings, total: int) -> None:
        await self._bus.handle(
            ReportAudit(
                pbx_id=self._pbx_id,
                done=total,
                total=total,
                finished=True,
                repaired=found.repaired,
                calls_without=found.calls[:MOST_LISTED],
                recordings_without=found.files[:MOST_LISTED],
            )
        )
        metrics.calls_without_recording.set(len(found.calls))
        metrics.recordings_without_call.set(len(found.files))
        counts = {"calls_without": len(found.calls), "recordings_without": len(found.files)}
        if found.are_clean:
            log.info("recordings.audited", calls=total, repaired=found.repaired)
            await self._bus.handle(ClearAlarm(key=ALARM, source="recordings"))
        else:
            log.error("recordings.audited", calls=total, repaired=found.repaired, **counts)
            await self._bus.handle(_alarm(**counts))


def raw_name(file: Path) -> str:
    return f"{file.stem}.raw"


def _listed(file: Path) -> dict[str, Any]:
    stat = file.stat()
    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
    return {"file": file.name, "bytes": stat.st_size, "modified_at": iso(modified)}


def _without(one: EndedCall, why: str) -> dict[str, Any]:
    received_at = iso(one.received_at) if one.received_at else None
    return {"call_id": one.call_id, "uniqueid": one.uniqueid, "received_at": received_at, "why": why}


def _alarm(calls_without: int, recordings_without: int) -> RaiseAlarm:
    return RaiseAlarm(
        key=ALARM,
        severity="warning",
        text_id=f"{calls_without} panggilan tanpa rekaman, {recordings_without} rekaman tanpa panggilan. Lihat Audit.",
        text_en=f"{calls_without} calls without a recording, {recordings_without} recordings without a call.",
        source="recordings",
    )
