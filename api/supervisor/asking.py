"""One question on the terminal, asked while supervising goes on."""

import asyncio
import os
import signal
import sys
from typing import Any

from api.supervisor.stopping import ANSWERS, Wish


class Question:
    def __init__(self, text: str) -> None:
        self._text = text

    @staticmethod
    def can_be_asked() -> bool:
        """Only in the foreground of a terminal: a background job that reads is stopped by the kernel."""
        try:
            return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
        except (OSError, ValueError):
            return False

    async def answer_or(self, signals: asyncio.Queue[signal.Signals]) -> Wish | signal.Signals | None:
        """The person's wish, None for "go on", or a signal that came in first."""
        loop, descriptor = asyncio.get_running_loop(), sys.stdin.fileno()
        line: asyncio.Future[str] = loop.create_future()
        print("\n" + self._text, end="", flush=True)
        loop.add_reader(descriptor, self._read, descriptor, line)
        heard = asyncio.create_task(signals.get())
        try:
            futures: set[asyncio.Future[Any]] = {line, heard}
            await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
        finally:
            loop.remove_reader(descriptor)
        if heard.done():
            return heard.result()
        heard.cancel()
        return ANSWERS.get(line.result().strip().lower())

    @staticmethod
    def _read(descriptor: int, line: asyncio.Future[str]) -> None:
        try:
            text = os.read(descriptor, 256).decode(errors="replace")
        except OSError:
            text = ""  # the terminal is going away; SIGHUP follows
        if not line.done():
            line.set_result(text)
