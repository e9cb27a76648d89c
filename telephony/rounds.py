"""Keeping something as it should be: looked at at once when somebody says so, else after a while, soon after a failure.

A notification may be missed and what was acknowledged may be lost, so each round looks at the whole.
"""

import asyncio
from abc import ABC, abstractmethod

from telephony.ledger import Entry


class Rounds(ABC):
    """To derive from. `failing` says why it may not be as it should; empty when it is."""

    period_s = 10.0
    again_s = 1.0  # after a failure

    def __init__(self) -> None:
        self._due = asyncio.Event()
        self.failing = "starting"

    def look_again(self) -> None:
        self._due.set()

    async def changed(self, _entry: Entry) -> None:
        self.look_again()

    async def reconnected(self) -> None:
        self.look_again()

    async def run(self) -> None:
        while True:
            self._due.clear()
            await self._round()
            try:
                async with asyncio.timeout(self.again_s if self.failing else self.period_s):
                    await self._due.wait()
            except TimeoutError:
                continue

    @abstractmethod
    async def _round(self) -> None:
        """Does the work and sets `failing`; raises nothing but mistakes of ours."""
