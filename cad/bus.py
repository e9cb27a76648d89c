"""The door to the domain: a command goes in, one transaction later its result comes out.

    bus = Bus(unit_of_work, clock=utc_now)
    call = await bus.handle(ReceiveCall(...))                # a transaction of its own
    async with bus.transaction() as transaction:             # several commands in one
        await transaction.handle(command)
        await transaction.save_cursor("cel", "1234")         # commits when the block ends well

A command that fails raises a TanggapError and leaves nothing behind. A lost connection, a deadlock or a
serialization failure is tried again, for the commands that are the same done twice.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from cad.clock import Clock, utc_now


class Transaction(Protocol):
    async def handle(self, command: object) -> Any: ...

    async def save_cursor(self, name: str, value: str) -> None: ...


class Bus:
    def __init__(self, unit_of_work: Any, clock: Clock = utc_now) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def handle(self, command: object) -> Any:
        """Handles one command in a transaction of its own; returns what its docstring says."""
        raise NotImplementedError

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Several commands and cursors, committed together when the block ends well."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        raise NotImplementedError
        yield

    async def load_cursor(self, name: str) -> str | None:
        """Where a reader (CEL, journal follower) had got to; None when it never began."""
        raise NotImplementedError
