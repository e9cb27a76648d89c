"""Takes a call's raw recording over when the call is over: wrapped, told to the domain, and only then removed.

Every step may be repeated. What is left when we die is found by the sweep.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact, EndCall, FinishRecording
from cad.clock import Clock, utc_now
from telephony import metrics
from telephony.away import is_away
from telephony.backoff import delays
from telephony.ledger import Ledger, RecordedCall
from telephony.recordings.places import RAW_FOLDER, raw_path, uniqueid_of, wav_path
from telephony.recordings.wrapper import WrapFailed, Wrapper

log = structlog.get_logger()

SWEEP_S = 30.0
SETTLED_S = 0.4  # MixMonitor writes every 20 ms and closes within one more after the hang-up
UNCLAIMED_S = 30.0  # a raw file this old, of no living channel, will not be claimed by a call any more
AT_ONCE = 2  # one is wrapped while another is told; a thousand left by an outage must not take all connections
SHORTER_BY_MS = 3000  # a kill costs up to 32 KiB, which is one second

Retell = Callable[[str], Awaitable[Sequence[CallFact]]]
LivingChannels = Callable[[], Awaitable[set[str] | None]]


class Keeper:
    def __init__(
        self, recordings: Path, bus: Bus, ledger: Ledger, pbx_id: str, living: LivingChannels, clock: Clock = utc_now
    ) -> None:
        """`living` lists Asterisk's channels, or None while that cannot be known."""
        self._folder, self._bus, self._ledger, self._pbx_id = recordings, bus, ledger, pbx_id
        self._living, self._clock, self._wrapper = living, clock, Wrapper()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._nobodys: set[str] = set()
        self.retell: Retell | None = None  # tells a call again from CEL; set by whoever has CEL at hand

    def note(self, fact: CallFact) -> None:
        """Hears of every fact committed; the end of a call makes its recording due."""
        if isinstance(fact, EndCall):
            self.take(f"{fact.uniqueid}.raw")

    async def run(self) -> None:
        try:
            while True:
                await self._sweep_safely()
                await asyncio.sleep(SWEEP_S)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)
            await self._wrapper.close()

    async def sweep(self) -> None:
        """Whatever was left: by a crash of ours, of Asterisk, of the database."""
        for recorded in await self._ledger.unfinished_recordings(self._pbx_id):
            self.take(recorded.file)
        living = await self._living()
        if living is None:
            return
        for raw in sorted((self._folder / RAW_FOLDER).glob("*.raw")):
            is_silent = uniqueid_of(raw.name) not in living and time.time() - raw.stat().st_mtime > UNCLAIMED_S
            if is_silent and raw.name not in self._nobodys:
                self.take(raw.name)

    async def idle(self) -> None:
        """Returns when nothing that was due is left."""
        while self._under_way:
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _sweep_safely(self) -> None:
        try:
            await self.sweep()
        except Exception as error:
            if not is_away(error):
                log.exception("recordings.sweep_failed")

    def take(self, file: str) -> None:
        """Finishes this recording, as soon as that is possible."""
        if file in self._under_way:
            return
        task = self._under_way[file] = asyncio.create_task(self._finish_at_last(file), name=f"recording {file}")
        metrics.recordings_waiting.set(len(self._under_way))
        task.add_done_callback(lambda _: self._done(file))

    def _done(self, file: str) -> None:
        del self._under_way[file]
        metrics.recordings_waiting.set(len(self._under_way))

    async def _finish_at_last(self, file: str) -> None:
        for delay in delays(first_s=0.5, longest_s=20.0):
            try:
                await self._settle(raw_path(self._folder, file))
                async with self._turns:
                    await self._finish(file)
                break
            except Exception as error:
                metrics.recording_failures.inc()
                known = None if isinstance(error, WrapFailed) or is_away(error) else error
                log.warning("recordings.tried_again", file=file, error=str(error)[:200], exc_info=known)
            await asyncio.sleep(delay)

    async def _finish(self, file: str) -> None:
        raw, wav = raw_path(self._folder, file), wav_path(self._folder, file)
        recorded = await self._ledger.recording(self._pbx_id, file)
        if recorded is None and not raw.exists() and not wav.exists():
            return  # the call was not recorded
        if recorded is None and self.retell is not None:
            if not await self.retell(uniqueid_of(file)):
                self._nobodys.add(file)  # the audit lists it
                return
            recorded = await self._ledger.recording(self._pbx_id, file)
        if recorded is None or recorded.state in ("recording", "missing"):
            made = await self._wrapper.wrap(raw, wav, talk_window(recorded))
            await self._tell(file, recorded, made)
        if wav.exists():
            raw.unlink(missing_ok=True)

    async def _tell(self, file: str, recorded: RecordedCall | None, made: dict[str, Any]) -> None:
        note = note_on(recorded, made)
        await self._bus.handle(
            FinishRecording(
                pbx_id=self._pbx_id,
                uniqueid=uniqueid_of(file),
                occurred_at=self._clock(),
                source="system",
                file=file,
                bytes=made.get("bytes", 0),
                sha256=made.get("sha256", ""),
                duration_ms=made.get("duration_ms", 0),
                peaks=[(left, right) for left, right in made.get("peaks", [])],
                note=note,
            )
        )
        metrics.recordings.labels(note or "ready").inc()
        metrics.recording_seconds.observe(made.get("seconds", 0.0))
        log.info("recording.finished", file=file, note=note, duration_ms=made.get("duration_ms", 0))

    async def _settle(self, raw: Path) -> None:
        """Until Asterisk has stopped writing."""
        while (age_s := _age_s(raw)) < SETTLED_S:
            await asyncio.sleep(SETTLED_S - age_s + 0.01)


def _age_s(file: Path) -> float:
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return SETTLED_S


def talk_window(recorded: RecordedCall | None) -> tuple[int, int] | None:
    """The stretch of the recording, in ms, in which both sides should be heard; None when nobody answered."""
    if recorded is None or not (recorded.started_at and recorded.answered_at and recorded.ended_at):
        return None
    return _ms(recorded.started_at, recorded.answered_at), _ms(recorded.started_at, recorded.ended_at)


def note_on(recorded: RecordedCall | None, made: dict[str, Any]) -> str:
    """What a listener should know, the worst first."""
    if made.get("missing"):
        return "missing"
    if not made["duration_ms"]:
        return "damaged"
    if recorded and (recorded.broken or _is_short(recorded, made["duration_ms"])):
        return "cut_short"
    if made["caller_is_silent"]:
        return "silent_caller"
    return "silent_desk" if made["desk_is_silent"] else ""


def _is_short(recorded: RecordedCall, duration_ms: int) -> bool:
    if not (recorded.started_at and recorded.ended_at):
        return False
    return duration_ms < _ms(recorded.started_at, recorded.ended_at) - SHORTER_BY_MS


def _ms(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() * 1000))
