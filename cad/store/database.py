"""What a process holds open: the pool, and sessions to read with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from cad.bus import StoreUnavailable
from cad.ports import Interrupted
from cad.store.engine import make_engine
from cad.store.interruptions import translated


class Database:
    def __init__(self, url: str, *, pool: int = 8) -> None:
        self.engine: AsyncEngine = make_engine(url, pool=pool)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One snapshot of the database to read from (REPEATABLE READ). Raises StoreUnavailable while it is away."""
        try:
            async with AsyncSession(self.engine, autoflush=False, expire_on_commit=False) as session:
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                yield session
        except SQLAlchemyError as error:
            told = translated(error)
            if isinstance(told, Interrupted):
                raise StoreUnavailable from error
            raise told or error from error

    async def dispose(self) -> None:
        await self.engine.dispose()
