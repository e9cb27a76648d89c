"""One viewer's queue of pictures: bounded, and when it is full the oldest go, up to the next keyframe."""

import asyncio
from collections import deque

from video.packets import Picture

LONGEST = 150  # pictures: 6 s at 25 a second; who is further behind sees a jump, not an ever older picture


class Ended(Exception):
    """The reader stopped for good, or the viewer was closed."""


class Viewer:
    def __init__(self, longest: int = LONGEST) -> None:
        self._queue: deque[Picture] = deque()
        self._longest = longest
        self._more = asyncio.Event()
        self._waiting_for_keyframe = True
        self.closed = False
        self.dropped = 0

    def offer(self, picture: Picture) -> None:
        """Never waits. A picture without the one before it is useless, so a gap lasts until a keyframe."""
        if len(self._queue) >= self._longest:
            self.dropped += len(self._queue)
            self._queue.clear()
            self._waiting_for_keyframe = True
        if self._waiting_for_keyframe and not picture.keyframe:
            self.dropped += 1
            return
        self._waiting_for_keyframe = False
        self._queue.append(picture)
        self._more.set()

    def restart(self) -> None:
        """The camera was opened anew: what follows begins with a keyframe."""
        self._waiting_for_keyframe = True

    async def next(self) -> Picture:
        while not self._queue:
            if self.closed:
                raise Ended
            self._more.clear()
            await self._more.wait()
        return self._queue.popleft()

    def close(self) -> None:
        self.closed = True
        self._more.set()
