"""Asterisk's own logs (messages.log, queue_log) are rotated by size; a few old ones stay."""

import asyncio
import re
from pathlib import Path

import structlog

from telephony.ami import AmiError, Connection

log = structlog.get_logger()

NAMES = ("messages.log", "queue_log")
MOST_BYTES = 10 * 2**20
KEPT = 5  # of each
PERIOD_S = 300.0


class LogRotation:
    def __init__(self, ami: Connection, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._ami, self._folder, self._most_bytes = ami, folder, most_bytes

    async def run(self) -> None:
        while True:
            await self._ami.connected.wait()
            try:
                await self.look()
            except (AmiError, OSError) as error:
                log.warning("pbx.logs_not_rotated", error=str(error)[:200])
            await asyncio.sleep(PERIOD_S)

    async def look(self) -> bool:
        """True when they were rotated. Raises AmiError, OSError."""
        due = any(_size(self._folder / name) > self._most_bytes for name in NAMES)
        if due:
            await self._ami.ask("LoggerRotate")
            log.info("pbx.logs_rotated")
        await asyncio.to_thread(self._forget_old)
        return due

    def _forget_old(self) -> None:
        """Asterisk's `rotate` gives the newest of the old ones the number 0."""
        for name in NAMES:
            for file in self._folder.glob(f"{name}.*"):
                number = re.fullmatch(re.escape(name) + r"\.(\d+)", file.name)
                if number and int(number[1]) >= KEPT:
                    file.unlink(missing_ok=True)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
