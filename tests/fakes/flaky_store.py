"""A unit of work that is interrupted as told, to see what the bus makes of it. It keeps nothing but counts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cad.ports import Interrupted


@dataclass
class FlakyStore:
    """`interruptions` are raised by the next commits, in order; None lets one through."""

    interruptions: list[Interrupted | None] = field(default_factory=list)
    begun: int = 0
    committed: int = 0
    rolled_back: int = 0

    def __call__(self, now: datetime) -> Any:
        return _Work(self)


class _Work:
    def __init__(self, store: FlakyStore) -> None:
        self._store = store
        self._done = False

    def __getattr__(self, name: str) -> Any:
        return _Nothing()

    async def save_cursor(self, name: str, value: str) -> None:
        pass

    async def commit(self) -> None:
        error = self._store.interruptions.pop(0) if self._store.interruptions else None
        if error:
            raise error
        self._done = True
        self._store.committed += 1

    async def __aenter__(self) -> "_Work":
        self._store.begun += 1
        return self

    async def __aexit__(self, *error: object) -> None:
        self._store.rolled_back += not self._done


class _Nothing:
    """A repository that finds nothing and keeps nothing."""

    def __getattr__(self, name: str) -> Any:
        async def nothing(*_: Any, **__: Any) -> None:
            return None

        return nothing
