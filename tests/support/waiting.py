"""Waiting for a condition, never for a time: a test ends as soon as what it waits for is so."""

import asyncio
import time
from collections.abc import Callable
from inspect import isawaitable
from typing import Any, TypeVar

LOOK_AGAIN_S = 0.01

T = TypeVar("T")


def wait_until(condition: Callable[[], T], within_s: float = 10.0, what: str = "") -> T:
    """The first truthy value of `condition`; an AssertionError when there is none within the time."""
    limit = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < limit, f"not within {within_s} s: {what or condition}"
        time.sleep(LOOK_AGAIN_S)
    return value


async def eventually(condition: Callable[[], object], within_s: float = 10.0, what: str = "") -> Any:
    """The same, without holding up the event loop; `condition` may be a coroutine function."""
    limit = time.monotonic() + within_s
    while True:
        value = condition()
        settled = await value if isawaitable(value) else value
        if settled:
            return settled
        assert time.monotonic() < limit, f"not within {within_s} s: {what or condition}"
        await asyncio.sleep(LOOK_AGAIN_S)
