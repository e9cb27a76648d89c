"""What is done to the system, and when: a plan drawn from a seed, the same each time."""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from api.chaos.gate import Gate
from api.chaos.supervised import ENGINES, Supervised
from api.chaos.waiting import until
from cad.errors import TanggapError
from telephony.callers.desks import Desks, desk_of
from telephony.pbx.console import console

#: Always among the first five, so that a short run has met what matters most.
FOREMOST = ("telephony killed", "asterisk killed", "postgres killed", "ari cut")
KINDS = (
    *FOREMOST,
    "telephony frozen",
    "api killed",
    "api frozen",
    "jobs killed",
    "postgres frozen",
    "asterisk frozen",
    "ari silent",
    "desk cut off",
    "disk full",
    "supervisor killed",
    "all python killed",
)
FROZEN_S = {"telephony": (3.0, 18.0), "api": (3.0, 10.0), "postgres": (2.0, 7.0), "asterisk": (1.0, 3.5)}
AWAY_S = (2.0, 6.0)
DESK_AWAY_S = (4.0, 9.0)
FULL_S = (4.0, 8.0)
BACK_WITHIN_S = 60.0
NEVER_FREE_KB = 2**40
SLACK_S = 0.2  # between our clock and Asterisk's doing it


@dataclass
class Harm:
    """One, planned at `after_s` from the first call. `began` and `ended` are seconds since 1970 once it is done."""

    kind: str
    after_s: float
    dice: float  # 0..1, for whatever else is chosen
    began: float = 0.0
    ended: float = 0.0
    detail: str = ""

    def between(self, span: tuple[float, float]) -> float:
        return span[0] + (span[1] - span[0]) * self.dice

    def covers(self, first: float, last: float) -> bool:
        """Whether it was going on at any time from `first` to `last`."""
        return bool(self.began) and self.began - SLACK_S <= last and first <= (self.ended or time.time()) + SLACK_S


def plan(seed: int, kills: int, seconds: float) -> list[Harm]:
    """Spread over the time, each somewhere in a stretch of its own; no two of the same kind before all had a turn."""
    draw = random.Random(seed)
    kinds = list(FOREMOST[:kills])
    while len(kinds) < kills:
        rest = [kind for kind in KINDS if len(kinds) >= len(KINDS) or kind not in kinds]
        draw.shuffle(rest)
        kinds += rest[: kills - len(kinds)]
    draw.shuffle(kinds)
    stretch = seconds / max(1, kills)
    return [Harm(kind, stretch * (n + draw.uniform(0.05, 0.75)), draw.random()) for n, kind in enumerate(kinds)]


@dataclass
class Harmer:
    city: Supervised
    gate: Gate
    desks: Desks
    say: Callable[[str], None]

    async def do(self, harm: Harm) -> None:
        """From the harm to its end: thawed, back by the supervisor's hand, mended. Raises Unavailable when it does
        not come back. What is not there to be harmed just now (somebody else killed it) is waited for."""
        what, _, how = harm.kind.partition(" ")
        await until(lambda: self._can(what, how), BACK_WITHIN_S, f"{what} there to be harmed ({harm.kind})")
        harm.began = time.time()
        self.say(f"{harm.kind} {harm.detail}".strip())
        await self._way(what, how)(harm)
        harm.ended = time.time()

    def _way(self, what: str, how: str) -> Callable[[Harm], Awaitable[None]]:
        special: dict[str, Callable[[Harm], Awaitable[None]]] = {
            "ari": self._ari,
            "desk": self._desk,
            "disk": self._disk,
            "supervisor": self._supervisor,
            "all": self._everything,
        }
        if what in special:
            return special[what]
        return self._freeze if how == "frozen" else self._kill

    async def _can(self, what: str, how: str) -> bool:
        try:
            if what in ("ari", "disk"):
                return await asyncio.to_thread(self.city.answers, "asterisk")
            if what == "desk":
                return any(not call.ended.is_set() for call in self.desks.calls)
            if what in ("all", "supervisor"):
                return self.city.is_up()
            return self.city.pid(what) > 0
        except TanggapError:
            return False

    async def _kill(self, harm: Harm) -> None:
        name = harm.kind.split()[0]
        hit = 0
        with contextlib.suppress(TanggapError):  # somebody else's kill was a moment earlier: as good as ours
            hit = self.city.harm(name, signal.SIGKILL)
        await until(lambda: self._is_back(name, hit), BACK_WITHIN_S, f"{name} back")

    async def _is_back(self, name: str, hit: int) -> bool:
        try:
            new = self.city.pid(name) != hit
        except TanggapError:
            return False
        if name in ENGINES:
            return new and await asyncio.to_thread(self.city.answers, name)
        return new and self.city.is_well(name)

    async def _freeze(self, harm: Harm) -> None:
        name = harm.kind.split()[0]
        pids = list[int]()
        with contextlib.suppress(TanggapError):
            pids = self.city.freeze(name)
        await asyncio.sleep(harm.between(FROZEN_S[name]))
        self.city.thaw(pids)

    async def _supervisor(self, harm: Harm) -> None:
        with contextlib.suppress(TanggapError):
            self.city.harm("supervisor", signal.SIGKILL)
        await asyncio.sleep(harm.between(AWAY_S))
        await self.city.up()

    async def _everything(self, harm: Harm) -> None:
        self.city.kill_python()
        await asyncio.sleep(harm.between(AWAY_S))
        await self.city.up()

    async def _ari(self, harm: Harm) -> None:
        (self.gate.cut if harm.kind.endswith("cut") else self.gate.hush)()
        await asyncio.sleep(harm.between(AWAY_S))
        self.gate.mend()

    async def _desk(self, harm: Harm) -> None:
        """One that rings or talks, for it is the one that is missed."""
        busy = [call for call in self.desks.calls if not call.ended.is_set()]
        desk = desk_of(busy[int(harm.dice * len(busy)) % len(busy)]) if busy else "desk-01"
        harm.detail = desk
        self.desks.cut(desk)
        await asyncio.sleep(harm.between(DESK_AWAY_S))
        self.desks.mend(desk)

    async def _disk(self, harm: Harm) -> None:
        """So little is free that the dialplan itself refuses to record."""
        kept = await asyncio.to_thread(self._set_needed, str(NEVER_FREE_KB))
        try:
            await asyncio.sleep(harm.between(FULL_S))
        finally:
            with contextlib.suppress(TanggapError, OSError):  # killed meanwhile, it starts with its own value
                await asyncio.to_thread(self._set_needed, kept)

    def _set_needed(self, kilobytes: str) -> str:
        """Returns what stood there."""
        with console(self.city.installation) as asked:
            shown = asked.command("dialplan show globals")
            line = next((line for line in shown.splitlines() if "FREE_KB_NEEDED=" in line), "FREE_KB_NEEDED=0")
            asked.command(f"dialplan set global FREE_KB_NEEDED {kilobytes}")
        return line.partition("=")[2].strip()
