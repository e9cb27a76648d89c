"""A camera as this process knows it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Camera:
    """`source`: `demo:<n>`, an address (`rtsp://...`, kept out of every log: it may hold a password) or a file."""

    id: str
    name: str
    source: str = field(repr=False)


Cameras = Callable[[], Awaitable[list[Camera]]]
"""Where cameras are read from. Raises Unavailable while the database is away."""
