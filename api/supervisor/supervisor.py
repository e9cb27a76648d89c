"""Starts the services in order, keeps them alive, and does what a signal asks for."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from api.supervisor.asking import Question
from api.supervisor.child import Child
from api.supervisor.engine import Engine
from api.supervisor.logfiles import rotate
from api.supervisor.service import Condition
from api.supervisor.statusfile import StatusFile
from api.supervisor.stopping import Wish, calls_up, decide, question
from api.supervisor.voice import Voice

LISTENED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
READY_WITHIN_S = 60.0
REPORT_EVERY_S = 1.0
ROTATE_EVERY = 60  # reports


@dataclass
class Crew:
    """Who is supervised. The PBX, and beside it the database and `prepare` (migrations); then ours."""

    database: Engine
    prepare: Callable[[], None]
    pbx: Engine
    children: Sequence[Child]
    active_calls: Callable[[], int | None]

    @property
    def conditions(self) -> list[Condition]:
        return [self.database.condition, self.pbx.condition, *(child.condition for child in self.children)]

    @property
    def waited_for(self) -> list[str]:
        return [c.name for c in self.conditions if not c.usable]


class Supervisor:
    def __init__(self, crew: Crew, voice: Voice, status: StatusFile, on_ready: Callable[[], None]) -> None:
        self._crew, self._voice, self._status, self._on_ready = crew, voice, status, on_ready
        self._tasks: list[asyncio.Task[None]] = []
        self._signals: asyncio.Queue[signal.Signals] = asyncio.Queue()
        self._state = "starting"

    async def run(self) -> None:
        """Until it is told to stop. Raises what starting raised, after everything it started is ended."""
        loop = asyncio.get_running_loop()
        for number in LISTENED:
            loop.add_signal_handler(number, self._signals.put_nowait, number)
        reporting = asyncio.create_task(self._report())
        starting = asyncio.create_task(self._start())
        try:
            wish = await self._until_told(starting)
        except Exception:
            await self._undo_start()
            raise
        else:
            await self._stop(wish)
        finally:
            reporting.cancel()
            self._report_now()

    async def _start(self) -> None:
        crew = self._crew
        await asyncio.gather(self._bring_up_database(), self._bring_up_pbx())
        for child in crew.children:
            self._keep(child.keep_alive)
        await self._until_ready()
        self._on_ready()
        self._state = "up"
        self._report_now()

    async def _bring_up_database(self) -> None:
        await self._crew.database.bring_up()
        await asyncio.to_thread(self._crew.prepare)
        self._keep(self._crew.database.keep_alive)

    async def _bring_up_pbx(self) -> None:
        """Beside the database: 112 is answered as soon as it can be."""
        await self._crew.pbx.bring_up()
        self._keep(self._crew.pbx.keep_alive)

    def _keep(self, life: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(self._for_ever(life)))

    async def _for_ever(self, life: Callable[[], Awaitable[None]]) -> None:
        """A mistake of ours in watching one process must not end the watching of it."""
        while self._state in {"starting", "up"}:
            try:
                await life()
            except Exception as error:  # noqa: BLE001 whatever it is, it is told and the loop goes on
                self._voice.tell(f"The supervisor made a mistake and goes on: {error!r}")
            await asyncio.sleep(1.0)

    async def _until_ready(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + READY_WITHIN_S
        while self._crew.waited_for and loop.time() < until:
            await asyncio.sleep(0.05)
        if self._crew.waited_for:
            names = ", ".join(self._crew.waited_for)
            self._voice.tell(
                f"Not ready after {READY_WITHIN_S:.0f} s: {names}. The rest works; see ./tanggap status and logs"
            )

    async def _until_told(self, starting: asyncio.Task[None]) -> Wish:
        """What to do in the end. A failed start raises."""
        heard = asyncio.create_task(self._signals.get())
        while True:
            waiting = {heard} if starting.done() else {heard, starting}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
            if heard.done():
                if (wish := await self._answer(heard.result())) is not None:
                    starting.cancel()
                    await asyncio.gather(starting, return_exceptions=True)
                    return wish
                heard = asyncio.create_task(self._signals.get())

    async def _answer(self, received: signal.Signals) -> Wish | None:
        """None: go on."""
        if received == signal.SIGHUP:
            self._go_on_without_terminal()
            return None
        if received == signal.SIGUSR2:
            return Wish.LEAVE
        return await self._resolve(received)

    async def _resolve(self, received: signal.Signals) -> Wish | None:
        calls = await asyncio.to_thread(self._crew.active_calls)
        wish = decide(received, calls, terminal=Question.can_be_asked())
        if wish is not Wish.ASK:
            return wish
        asked = Question(question(calls))
        while True:
            wish_or_signal = await asked.answer_or(self._signals)
            if not isinstance(wish_or_signal, signal.Signals):
                if wish_or_signal is None:
                    self._voice.show("Going on.")
                return wish_or_signal
            if wish_or_signal == signal.SIGHUP:
                self._go_on_without_terminal()
                return None
            return decide(wish_or_signal, calls, terminal=True, asked=True)

    def _go_on_without_terminal(self) -> None:
        self._status.detached = True
        self._voice.lose_terminal()
        self._voice.tell("The terminal was closed; going on without it")

    async def _stop(self, wish: Wish) -> None:
        if wish is Wish.LEAVE:
            self._voice.tell("Another ./tanggap up takes over; leaving everything running")
            os._exit(0)  # asyncio would kill its children on a normal way out
        await self._stop_ours()
        await self._stop_pbx(wish)
        await self._crew.database.end()
        self._state = "stopped"

    async def _undo_start(self) -> None:
        """The start was refused: what ran before we came goes on, what we started is ended."""
        await self._stop_ours()
        for engine in (self._crew.pbx, self._crew.database):
            if engine.started_here:
                await engine.end()
        self._state = "stopped"

    async def _stop_ours(self) -> None:
        self._state = "stopping"
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(child.end() for child in self._crew.children))

    async def _stop_pbx(self, wish: Wish) -> None:
        """Only a person who was asked cuts calls off; one may have come in while we stopped the rest."""
        calls = 0 if wish is Wish.CUT_CALLS else await asyncio.to_thread(self._crew.active_calls)
        if calls == 0:
            await self._crew.pbx.end()
            return
        self._crew.pbx.leave()
        self._voice.tell(
            f"{calls_up(calls)}, so Asterisk goes on running with them (and answers 112). The next ./tanggap up"
            " adopts it; ./tanggap down ends it."
        )

    async def _report(self) -> None:
        count = 0
        while True:
            self._report_now()
            count += 1
            if count % ROTATE_EVERY == 0:
                await asyncio.to_thread(self._rotate)
            await asyncio.sleep(REPORT_EVERY_S)

    def _report_now(self) -> None:
        self._status.write(self._crew.conditions, self._state)

    def _rotate(self) -> None:
        for log in self._status.run.parent.joinpath("log").glob("*.log"):
            rotate(log)
