"""The connection pool. Every session is UTC and has its belts: nothing may wait for ever, or hold a lock for ever."""

from typing import Any

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# idle_in_transaction: a process of ours that hangs (SIGSTOP) with locks held is cut off by PostgreSQL itself.
OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "timezone": "UTC",
        "statement_timeout": "8s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "10s",
    }.items()
)
CONNECT: dict[str, Any] = {"connect_timeout": 5, "options": OPTIONS, "application_name": "tanggap"}


def make_engine(url: str, *, pool: int = 8) -> AsyncEngine:
    """One a process. `pool` connections are kept, twice as many at a peak."""
    return create_async_engine(
        make_url(url),
        connect_args=CONNECT,
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=5,
        pool_use_lifo=True,
        hide_parameters=True,  # an error in a log must not tell a caller's number
    )
