"""A supervised system, two SIP desks with a person at each, and the means to harm one process of ours."""

import asyncio
import contextlib
import json
import os
import signal
from dataclasses import dataclass, field
from typing import Any, Self

from api.bench.crew import Crew, hire
from api.bench.person import Person
from api.bench.queue import ready_desks
from api.chaos.supervised import Supervised
from api.operations.up import MODULES
from cad.installation import Installation
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.waiting import eventually

DESK_HZ = 440.0
OURS = (*MODULES, "supervisor")


@dataclass
class City:
    supervised: Supervised
    phone: Phone = field(default_factory=Phone)
    desks: Desks = field(default_factory=lambda: Desks(hz=DESK_HZ, answer_after_s=0.1))
    crew: Crew | None = None
    dialled: int = 0

    @classmethod
    def found(cls) -> "City":
        return cls(Supervised.found({"desks": 2, "queue_strategy": "ringall"}))

    @property
    def installation(self) -> Installation:
        return self.supervised.installation

    async def __aenter__(self) -> Self:
        try:
            await self._found()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _found(self) -> None:
        await self.up()
        await self.phone.open()
        await self.desks.open(self.installation.settings.desk_sip_port)
        self.crew = await hire(self.installation, 2)
        await eventually(self._both_ready, 30, "both desks ready in Asterisk's queue")

    async def __aexit__(self, *_error: object) -> None:
        await self.phone.close()
        await self.desks.close()
        await asyncio.to_thread(self.supervised.down)
        self.supervised.remove()

    async def _both_ready(self) -> bool:
        return len(await asyncio.to_thread(ready_desks, self.installation)) == 2

    async def up(self) -> None:
        await self.supervised.up()

    def harm(self, name: str, number: signal.Signals) -> int:
        """Returns the pid that was hit."""
        return self.supervised.harm(name, number)

    async def heal(self, name: str, number: signal.Signals, pid: int) -> None:
        """A frozen one goes on; a killed one is started again: by the supervisor, or by the next `up`."""
        if number == signal.SIGSTOP:
            with contextlib.suppress(ProcessLookupError):  # frozen too long, the supervisor replaced it
                os.kill(pid, signal.SIGCONT)
        elif name == "supervisor":
            await self.up()
        await self.supervised.wait_well(f"{number.name} to {name}")

    # -- people

    async def dial(self) -> Caller:
        """Somebody with a number of their own; 112 answers at once."""
        self.dialled += 1
        caller = Caller(self.phone, f"0812{self.dialled:08d}", hz=700.0)
        dialog = await caller.dial("127.0.0.1", self.installation.settings.sip_port)
        await eventually(dialog.talking.is_set, 15, f"{caller.number} answered by the PBX")
        return caller

    async def desk_talking(self, caller: Caller) -> Dialog:
        """The desk that talks to this caller now. A desk that lost its leg meanwhile, and the caller with it to the
        other one, must not be taken for it: Tutup there ends another's call."""

        def found() -> Dialog | None:
            return next((call for call in self.desks.talking() if call.caller == caller.number), None)

        desk = await eventually(found, 20, f"a desk talks to {caller.number}")
        assert desk is not None
        return desk

    async def quiet(self) -> None:
        """Ends what a cell left behind, so that its failure stays its own."""
        for dialog in [*self.desks.talking(), *self.phone.dialogs.values()]:
            await dialog.hang_up(closed=True)
        await eventually(self._both_ready, 30, "both desks ready again")

    async def supervisor_person(self) -> Person:
        assert self.crew is not None
        person = Person(self.installation.base_url)
        await person.sign_in(*self.crew.supervisor)
        return person

    async def dispatcher(self) -> Person:
        assert self.crew is not None
        person = Person(self.installation.base_url)
        await person.sign_in(*self.crew.dispatcher)
        return person

    def sent_messages(self) -> list[dict[str, Any]]:
        """The stand-in's own request log."""
        log = self.installation.home / "standin" / "requests.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [json.loads(line) for line in lines]
