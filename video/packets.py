"""Encoded pictures as they travel through this process: H.264 access units in Annex B, untouched."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CLOCK_HZ = 90_000  # RTP's clock for video (RFC 6184)


@dataclass(frozen=True, slots=True)
class Picture:
    """One access unit. `pts` counts in 1/90000 s and never runs backwards; `at` is the monotonic time it came.

    A keyframe carries its SPS and PPS, so that decoding can begin with it.
    """

    data: bytes
    pts: int
    keyframe: bool
    at: float


class Stream(Protocol):
    """What a source gives while it is open: blocking, meant for a thread of its own."""

    def read(self) -> Picture:
        """The next picture, at its time. Raises SourceBroken when there are no more."""
        ...

    def close(self) -> None: ...


class SourceBroken(Exception):
    """The camera does not answer, or stopped; `str` says how, without its address."""


class GroupOfPictures:
    """The pictures since the last keyframe, so that a viewer who joins sees one at once instead of after a GOP."""

    LONGEST = 600  # pictures: a keyframe each 20 s; beyond that, joining waits for the next keyframe

    def __init__(self) -> None:
        self._pictures: deque[Picture] = deque()

    def add(self, picture: Picture) -> None:
        if picture.keyframe or len(self._pictures) >= self.LONGEST:
            self._pictures.clear()
        if picture.keyframe or self._pictures:
            self._pictures.append(picture)

    def clear(self) -> None:
        self._pictures.clear()

    def __iter__(self) -> Iterator[Picture]:
        return iter(tuple(self._pictures))

    def __len__(self) -> int:
        return len(self._pictures)
