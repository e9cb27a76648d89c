"""Watches the disk that recordings go to. Calls go on without it; people have to know, loudly, and before.

The dialplan itself stops recording below the same figure (dialplans/recording.conf), with or without us.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from telephony import metrics
from telephony.away import is_away

log = structlog.get_logger()

ALARM = "disk_full"
PERIOD_S = 5.0
LOW = 2.0  # times what is needed: time enough to make room
OVER = 1.1  # above the line by so much before it counts as over, or it would come and go

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class DiskWatch:
    def __init__(self, folder: Path, bus: Bus, needed_gb: float, free: FreeBytes = free_bytes) -> None:
        self._folder, self._bus, self._free = folder, bus, free
        self._needed = needed_gb * 2**30
        self._told: str | None = None  # what was said last: a severity, or empty for all is well

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                if not is_away(error):
                    raise
            await asyncio.sleep(PERIOD_S)

    async def look(self) -> None:
        free = await asyncio.to_thread(self._free, self._folder)
        metrics.disk_free.set(free)
        severity = self._severity(free)
        if severity == self._told:
            return
        await self._bus.handle(_alarm(severity) if severity else ClearAlarm(key=ALARM, source="recordings"))
        say = log.error if severity == "critical" else log.warning if severity else log.info
        say("disk.state", severity=severity or "well", free_mb=free >> 20)
        self._told = severity

    def _severity(self, free: int) -> str:
        if free < self._needed * (OVER if self._told == "critical" else 1.0):
            return "critical"
        return "warning" if free < self._needed * LOW * (OVER if self._told else 1.0) else ""


def _alarm(severity: str) -> RaiseAlarm:
    if severity == "critical":
        text_id = "CAKRAM PENUH: panggilan tetap dilayani tetapi TIDAK DIREKAM. Kosongkan ruang sekarang juga."
        text_en = "DISK FULL: calls are served but NOT RECORDED. Make room right now."
    else:
        text_id = "Ruang cakram hampir habis: segera kosongkan, atau rekaman akan berhenti."
        text_en = "The disk is almost full: make room soon, or recording will stop."
    return RaiseAlarm(key=ALARM, severity=severity, text_id=text_id, text_en=text_en, source="recordings")
