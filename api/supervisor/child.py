"""One process of ours: started, listened to, started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.supervisor import pidfile
from api.supervisor.backoff import HEALED_AFTER_S, Backoff
from api.supervisor.ending import end_child, end_orphan, signal_group
from api.supervisor.logfiles import last_words
from api.supervisor.pulse import Pulse
from api.supervisor.service import Condition, Tell

FROZEN_AFTER_S = 15.0
FIRST_BEAT_WITHIN_S = 60.0  # imports alone take 5 s on a busy machine
LOOK_EVERY_S = 0.25


@dataclass(frozen=True)
class Program:
    """`command` runs in `folder` with `environment`; beats and pid file in `run`, its words in `log`."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    run: Path
    log: Path

    @property
    def pidfile(self) -> Path:
        return self.run / f"{self.name}.pid"


class Child:
    def __init__(self, program: Program, tell: Tell, frozen_after_s: float = FROZEN_AFTER_S) -> None:
        self.program, self._tell = program, tell
        self._frozen_after_s, self._first_beat_within_s = frozen_after_s, max(FIRST_BEAT_WITHIN_S, frozen_after_s)
        self.condition = Condition(program.name)
        self._pulse = Pulse(program.run, program.name)
        self._backoff = Backoff()
        self._process: asyncio.subprocess.Process | None = None
        self._ending = self._in_loop = False

    async def keep_alive(self) -> None:
        while not self._ending:
            began = time.monotonic()
            try:
                reason = await self._live()
            except OSError as error:
                reason = f"cannot be started: {error}"
            if not self._ending:
                await self._wait_before_next(reason, time.monotonic() - began)

    async def _live(self) -> str:
        """One life, from start to death; why it ended."""
        process = self._process = await self._start()
        self.condition.pid = process.pid
        gone, began = asyncio.ensure_future(process.wait()), time.monotonic()
        frozen_for = 0.0
        while not (await asyncio.wait({gone}, timeout=LOOK_EVERY_S))[0]:
            if silent_s := self._too_silent():
                frozen_for = frozen_for or silent_s
                signal_group(process.pid, signal.SIGKILL)
            self._tell_when_healed(time.monotonic() - began)
        signal_group(process.pid, signal.SIGKILL)  # what it started must not outlive it
        self.condition.pid = None
        return f"no heartbeat for {frozen_for:.0f} s, killed" if frozen_for else why(process.returncode)

    def _too_silent(self) -> float:
        """How long it has been silent, when that is too long; its condition follows its beat."""
        silent_s = self._pulse.silent_s()
        if self._ending:
            return 0.0
        if self._pulse.beaten:
            self.condition.become(self._pulse.state, self._pulse.detail)
        limit = self._frozen_after_s if self._pulse.beaten else self._first_beat_within_s
        return silent_s if silent_s > limit else 0.0

    async def _start(self) -> asyncio.subprocess.Process:
        lock = await self._claim()
        self._pulse.forget()
        self.condition.become("starting")
        log = os.open(self.program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
        try:
            process = await asyncio.create_subprocess_exec(
                *self.program.command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.program.folder, env=dict(self.program.environment),
                start_new_session=True, pass_fds=(lock,),
            )  # fmt: skip
            pidfile.record(lock, process.pid)
            return process
        finally:
            os.close(log)
            os.close(lock)

    async def _claim(self) -> int:
        """The lock of its pid file; an orphan that holds it is ended first."""
        if (lock := pidfile.claim(self.program.pidfile)) is not None:
            return lock
        await asyncio.to_thread(end_orphan, self.program.pidfile)
        if (lock := pidfile.claim(self.program.pidfile)) is not None:
            return lock
        raise OSError(f"another process holds {self.program.pidfile} and does not end")

    async def _wait_before_next(self, reason: str, lived_s: float) -> None:
        delay = self._backoff.after(lived_s)
        self.condition.restarts += 1
        words = last_words(self.program.log)
        if not self._backoff.looping:
            self.condition.become("restarting", reason)
            self._tell(f"{self.program.name} ended ({reason}); starting it again in {delay:.1f} s")
        else:
            self._tell_of_loop(reason, words)
            self.condition.become("crashing", f"{reason}; {words}" if words else reason)
        await asyncio.sleep(delay)

    def _tell_of_loop(self, reason: str, words: str) -> None:
        """Once for each loop: it goes on every 10 s, and the screen is for what is new."""
        if not self._in_loop:
            self._in_loop = True
            name, log = self.program.name, self.program.log
            self._tell(f"{name} keeps dying ({reason}). Last words: {words or 'none'}. See {log}. Trying on")

    def _tell_when_healed(self, lived_s: float) -> None:
        if self._in_loop and lived_s > HEALED_AFTER_S and self.condition.usable:
            self._in_loop = False
            self._tell(f"{self.program.name} is well again")

    async def end(self) -> None:
        self._ending = True
        if self._process is not None and self._process.returncode is None:
            await end_child(self._process)
        self.condition.pid = None
        self.condition.become("stopped")
        with suppress(FileNotFoundError):
            (self.program.run / f"{self.program.name}.beat").unlink()


def why(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        return f"killed by {signal.Signals(-returncode).name}"
    return f"exit status {returncode}"


def python_module(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module)
