"""A bus that keeps what it was given, counts a fact once as the domain does, and fails when told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cad.bus import Bus
from cad.errors import Conflict, Unavailable


class CommandBus(Bus):
    """`away` makes everything raise Unavailable; `refuses` and `breaks` name commands the domain will not take."""

    def __init__(self) -> None:
        self.handled: list[Any] = []
        self.cursors: dict[str, str] = {}
        self.away = False
        self.refuses: set[str] = set()
        self.breaks: set[str] = set()
        self.attempts = 0

    async def handle(self, command: object) -> Any:
        self._take(command)
        self.handled.append(command)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        draft = _Draft(self)
        yield draft
        self._answer()
        self.handled += draft.handled
        self.cursors |= draft.cursors

    async def load_cursor(self, name: str) -> str | None:
        self._answer()
        return self.cursors.get(name)

    def names(self) -> list[str]:
        return [type(command).__name__ for command in self.handled]

    def _answer(self) -> None:
        self.attempts += 1
        if self.away:
            raise Unavailable("The database is away.")

    def _take(self, command: object) -> None:
        self._answer()
        name = type(command).__name__
        if name in self.refuses:
            raise Conflict("No.")
        if name in self.breaks:
            raise RuntimeError("a mistake of ours")


class _Draft:
    def __init__(self, bus: CommandBus) -> None:
        self._bus = bus
        self.handled: list[object] = []
        self.cursors: dict[str, str] = {}

    async def handle(self, command: object) -> None:
        self._bus._take(command)
        self.handled.append(command)

    async def save_cursor(self, name: str, value: str) -> None:
        self.cursors[name] = value
