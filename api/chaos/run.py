"""One chaos run: the system up, callers dialling, harm done by the plan, and then the account."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress

from api.bench.crew import Crew, hire
from api.bench.person import Person
from api.chaos.account import Account, Accountant, Conversation
from api.chaos.cad import CadLookup
from api.chaos.gate import Gate
from api.chaos.harms import Harm, Harmer, plan
from api.chaos.people import EVERY, Clients, Dialled, Mass
from api.chaos.supervised import Supervised
from api.operations.ports import free_block
from cad.errors import TanggapError
from telephony.callers.desks import Desks, desk_of

DESKS = 16
DESK_HZ = 440.0
ANSWER_S, TALK_S = (0.2, 1.5), (3.0, 7.0)
DRAIN_S = 120.0
CALM_S = 4.0  # dialling goes on when the last harm is done
HEALED_WITHIN_S = 150.0


@dataclass(frozen=True)
class Options:
    calls: int
    kills: int
    seed: int
    rate: float
    without: tuple[str, ...] = ()
    rest_s: float = 100.0  # so long the CAD may take to come to rest


@dataclass
class Story:
    """What a run leaves behind."""

    options: Options
    dialled: list[Dialled]
    harms: list[Harm]
    account: Account
    seconds: float
    complaints: list[str] = field(default_factory=list)


class Chaos:
    def __init__(self, options: Options, console: Console) -> None:
        self.options, self._console = options, console
        ari_port = free_block(2)
        settings: dict[str, str | float] = {"desks": DESKS, "ari_port": ari_port, "log_level": "INFO"}
        settings |= dict.fromkeys(options.without, False)
        self.city = Supervised.found(settings)
        self.gate = Gate(ari_port, self.city.installation.settings.pbx_http_port)
        self.desks = Desks(hz=DESK_HZ)
        self.clients = Clients(self.city.installation, DESK_HZ, options.seed)
        self._began = 0.0
        self._complaints: list[str] = []

    async def run(self) -> Story:
        """Raises Unavailable when the system does not come up, or does not heal."""
        began = time.monotonic()
        await self.gate.open()
        try:
            await self.city.up()
            await self.desks.open(self.city.installation.settings.desk_sip_port)
            await self.clients.phone.open()
            crew = await hire(self.city.installation, DESKS)
            await self.city.wait_desks(DESKS)
            self.say(f"up after {time.monotonic() - began:.0f} s")
            dialled, harms = await self._play()
            account = await self._settle(crew, dialled, harms)
        finally:
            await self._end()
        return Story(self.options, dialled, harms, account, time.monotonic() - began, self._complaints)

    def say(self, text: str) -> None:
        at = f"{time.monotonic() - self._began:6.1f}" if self._began else "      "
        self._console.print(f"  [dim]{at}[/] {text}", highlight=False)

    async def _end(self) -> None:
        await self.clients.phone.close()
        await self.desks.close()
        await asyncio.to_thread(self.city.down)
        await self.gate.close()

    # -- the calls and the harm

    async def _play(self) -> tuple[list[Dialled], list[Harm]]:
        options = self.options
        clients = [f"0813{n:08d}" for n in range(1, options.calls // EVERY + 1)]
        mass = [f"0812{n:08d}" for n in range(1, options.calls - len(clients) + 1)]
        seconds = options.calls / options.rate
        harms = plan(options.seed, options.kills, max(1.0, seconds - CALM_S))
        share = len(clients) / options.calls
        folder = self.city.installation.home / "callers"
        self._began = time.monotonic()
        callers = Mass.dial(self.city.installation, folder, mass, options.rate * (1 - share))
        try:
            dialling = asyncio.create_task(self.clients.dial(clients, max(0.01, options.rate * share)))
            varying = asyncio.create_task(self._vary())
            await self._harm(harms, callers)
            await self._drain(dialling, callers, harms)
            varying.cancel()
        finally:
            callers.process.stop()
        callers.log.read(whole=True)
        return [*callers.dialled(), *self.clients.kept], harms

    async def _vary(self) -> None:
        """Every conversation is of another length."""
        draw = random.Random(self.options.seed)
        while True:
            self.desks.answer_after_s, self.desks.talk_s = draw.uniform(*ANSWER_S), draw.uniform(*TALK_S)
            await asyncio.sleep(0.2)

    async def _harm(self, harms: Sequence[Harm], callers: Mass) -> None:
        harmer = Harmer(self.city, self.gate, self.desks, self.say)
        with Progress(console=self._console, transient=True) as progress:
            bar = progress.add_task("dialled", total=self.options.calls)
            showing = asyncio.create_task(self._show(lambda n: progress.update(bar, completed=n), callers))
            tasks = [asyncio.create_task(self._one(harmer, harm)) for harm in harms]
            await asyncio.gather(*tasks)
            while callers.process.counts().created + len(self.clients.kept) < self.options.calls and (
                callers.process.process.poll() is None
            ):
                await asyncio.sleep(0.2)
            showing.cancel()

    async def _one(self, harmer: Harmer, harm: Harm) -> None:
        await asyncio.sleep(max(0.0, self._began + harm.after_s - time.monotonic()))
        try:
            await harmer.do(harm)
        except TanggapError as error:
            self._complain(f"{harm.kind}: {error.sentence_en}")
        harm.ended = harm.ended or time.time()

    async def _show(self, update: Callable[[int], None], callers: Mass) -> None:
        while True:
            update(callers.process.counts().created + len(self.clients.kept))
            await asyncio.sleep(1.0)

    async def _drain(self, dialling: asyncio.Task[None], callers: Mass, harms: Sequence[Harm]) -> None:
        """Until every call has ended, but those that no Asterisk knows any more."""
        accountant = Accountant(harms, ())
        limit = time.monotonic() + DRAIN_S
        while time.monotonic() < limit:
            left = [call for call in callers.dialled() if not call.is_over and not accountant.is_stuck(call)]
            if not left and dialling.done():
                return
            await asyncio.sleep(1.0)
        dialling.cancel()
        with suppress(asyncio.CancelledError):
            await dialling
        self._complain(f"After {DRAIN_S:.0f} s some calls are still up.")

    # -- the account

    async def _settle(self, crew: Crew, dialled: list[Dialled], harms: list[Harm]) -> Account:
        self.say(f"{len(dialled)} calls dialled; looking them up")
        await self.city.wait_well("the chaos", HEALED_WITHIN_S)
        accountant = Accountant(harms, [*self._conversations()])
        async with Person(self.city.installation.base_url) as supervisor:
            await supervisor.sign_in(*crew.supervisor)
            found = await CadLookup(supervisor, self.options.rest_s).look_up([call.number for call in dialled])
        for call in dialled:
            accountant.add(call, found[call.number])
        return accountant.account

    def _conversations(self) -> list[Conversation]:
        clock = time.time() - time.monotonic()
        now = time.monotonic()
        return [
            Conversation(call.caller, desk_of(call), call.talking_at + clock, (call.ended_at or now) + clock)
            for call in self.desks.calls
            if call.talking_at
        ]

    def _complain(self, text: str) -> None:
        self._complaints.append(text)
        self.say(f"[red]{text}[/]")
