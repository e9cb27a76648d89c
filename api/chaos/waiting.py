"""Waiting for a condition of the system that is being harmed, with a limit and in words."""

import asyncio
import time
from collections.abc import Callable
from inspect import isawaitable

from cad.errors import Unavailable

LOOK_AGAIN_S = 0.02


async def until(condition: Callable[[], object], within_s: float, what: str) -> None:
    """Raises Unavailable. `condition` may be a coroutine function."""
    limit = time.monotonic() + within_s
    while True:
        value = condition()
        if await value if isawaitable(value) else value:
            return
        if time.monotonic() > limit:
            raise Unavailable(f"Not within {within_s:g} s: {what}.")
        await asyncio.sleep(LOOK_AGAIN_S)
