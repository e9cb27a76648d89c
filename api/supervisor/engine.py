"""Asterisk and PostgreSQL: they live in sessions of their own, outlive us, and are adopted, not owned."""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from api.supervisor import pidfile
from api.supervisor.backoff import Backoff
from api.supervisor.ending import signal_one
from api.supervisor.service import Condition, Tell
from cad.errors import TanggapError

Result = TypeVar("Result")

LOOK_EVERY_S = 0.5
ASK_EVERY = 4  # looks: whether it is there is a glance, whether it answers is a connection
LOUD_AFTER_S = 6.0
TELL_AGAIN_EVERY_S = 60.0


class Door(Protocol):
    """How one engine is reached. Every call is synchronous and comes back within some seconds."""

    name: str
    #: Silent for so long it serves nobody, and what it carried is lost already: it is killed and started
    #: again. None: only told, loudly.
    hopeless_after_s: float | None

    def is_running(self) -> bool: ...
    def start(self) -> None: ...
    def answers(self) -> bool: ...
    def stop(self) -> None: ...
    def pid(self) -> int | None: ...


class Engine:
    def __init__(self, door: Door, tell: Tell, look_every_s: float = LOOK_EVERY_S) -> None:
        self.door, self._tell, self._look_every_s = door, tell, look_every_s
        self.condition = Condition(door.name)
        self.adopted = self.started_here = False
        self._busy: asyncio.Future[Any] | None = None
        self._backoff = Backoff()
        self._answered_at = time.monotonic()
        self._told_at = 0.0
        self._started_at = time.monotonic()
        self._ending = False

    async def bring_up(self) -> None:
        """Adopts a running one, else starts it; raises what the door raises."""
        self.adopted = await self._do(self.door.is_running)
        if not self.adopted:
            await self._start()
        await self._note_alive()

    async def keep_alive(self) -> None:
        for look in itertools.count():
            await asyncio.sleep(self._look_every_s)
            if self._ending:
                return
            if not await asyncio.to_thread(self.door.is_running):
                await self._start_again("it is gone")
            elif look % ASK_EVERY:
                continue
            elif await asyncio.to_thread(self.door.answers):
                await self._note_alive()
            else:
                await self._note_silence(time.monotonic() - self._answered_at)

    async def _start(self) -> None:
        self.condition.become("starting")
        self._started_at = time.monotonic()
        self.started_here = True
        await self._do(self.door.start)

    async def _do(self, step: Callable[[], Result]) -> Result:
        """A thread cannot be cancelled: `end` waits for the step that is under way."""
        self._busy = asyncio.ensure_future(asyncio.to_thread(step))
        return await asyncio.shield(self._busy)

    async def _note_alive(self) -> None:
        if self.condition.state == "frozen":
            self._tell(f"{self.door.name} answers again")
        self._answered_at = time.monotonic()
        self.condition.pid = await asyncio.to_thread(self.door.pid)
        self.condition.become("ready", "adopted, it was running already" if self.adopted else "")

    async def _note_silence(self, silent_s: float) -> None:
        if silent_s < LOUD_AFTER_S or self._ending:
            return
        self.condition.become("frozen", f"does not answer for {silent_s:.0f} s")
        if time.monotonic() - self._told_at > TELL_AGAIN_EVERY_S:
            self._told_at = time.monotonic()
            self._tell(f"ATTENTION: {self.door.name} runs but does not answer. See ./tanggap doctor")
        self._wake()
        if self.door.hopeless_after_s is not None and silent_s > self.door.hopeless_after_s:
            self._kill()

    def _wake(self) -> None:
        """Somebody sent it SIGSTOP (a debugger, a wrong key): going on is all it needs, no call ends."""
        pid = self.door.pid()
        if pid and pidfile.is_stopped(pid):
            self._tell(f"{self.door.name} was suspended; waking it")
            signal_one(pid, signal.SIGCONT)

    def _kill(self) -> None:
        pid = self.door.pid()
        if pid and pid != os.getpid():
            self._tell(
                f"{self.door.name} did not answer for {self.door.hopeless_after_s:.0f} s; killing it to start it again"
            )
            signal_one(pid, signal.SIGKILL)

    async def _start_again(self, reason: str) -> None:
        if self._ending:
            return
        self.adopted, self.condition.pid = False, None
        delay = self._backoff.after(time.monotonic() - self._started_at)
        self.condition.restarts += 1
        self.condition.become("crashing" if self._backoff.looping else "restarting", reason)
        self._tell(f"{self.door.name} ended ({reason}); starting it again in {delay:.1f} s")
        await asyncio.sleep(delay)
        try:
            await self._start()
            await self._note_alive()
        except (TanggapError, OSError, RuntimeError) as error:
            reason = error.sentence_en if isinstance(error, TanggapError) else str(error)
            self.condition.become("crashing", reason)
            self._tell(f"{self.door.name} cannot be started: {reason}")

    async def end(self) -> None:
        self._ending = True
        if self._busy is not None and not self._busy.done():
            await asyncio.wait({self._busy})
        if await asyncio.to_thread(self.door.is_running):
            await asyncio.to_thread(self.door.stop)
        self.condition.pid = None
        self.condition.become("stopped")

    def leave(self) -> None:
        """It goes on without us."""
        self._ending = True
        self.condition.become("left", "goes on running, with its calls")
