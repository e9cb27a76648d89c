"""What a process holds open: the pool, and sessions to read with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cached_property

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from cad.access.scope import Scope
from cad.bus import StoreUnavailable
from cad.ports import Interrupted
from cad.store.engine import make_engine
from cad.store.interruptions import translated
from cad.store.views.scoped import narrow

NARROW_POOL = 4

# Who reads in this task: set once, where a request's session is known. Nothing that is read after it can forget it.
READER: ContextVar[Scope | None] = ContextVar("reader", default=None)


class Database:
    def __init__(self, url: str, *, pool: int = 8) -> None:
        self._url = url
        self.engine: AsyncEngine = make_engine(url, pool=pool)

    @asynccontextmanager
    async def session(self, scope: Scope | None = None) -> AsyncIterator[AsyncSession]:
        """One snapshot of the database to read from (REPEATABLE READ). Raises StoreUnavailable while it is away.

        It shows what `scope` may see; without one, what the reader of this task may see (`READER`), and all of it to
        our own processes, which have none.
        """
        scope = scope or READER.get()
        narrowed = scope is not None and not scope.whole
        try:
            engine = self.narrow_engine if narrowed else self.engine
            async with AsyncSession(engine, autoflush=False, expire_on_commit=False) as session:
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                if scope and narrowed:
                    await narrow(session, scope)
                yield session
        except SQLAlchemyError as error:
            told = translated(error)
            if isinstance(told, Interrupted):
                raise StoreUnavailable from error
            raise told or error from error

    @cached_property
    def narrow_engine(self) -> AsyncEngine:
        """Connections of their own: a statement prepared for the whole city is planned anew where tables are others."""
        return make_engine(self._url, pool=NARROW_POOL)

    async def dispose(self) -> None:
        await self.engine.dispose()
        if "narrow_engine" in self.__dict__:
            await self.narrow_engine.dispose()
