"""One console on the live channel, as the hub sees it: a bounded queue that somebody else empties."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from api.visibility import Visibility
from cad.access.scope import Scope

# At 5 calls/s some 50 entries a second: ten seconds of a client that does not read at all.
QUEUE_LIMIT = 512
# An incident with a long story is 100 kB; so many of them must not fill our memory for one sleeping console.
QUEUE_CHARACTERS = 4_000_000


class Farewell(Enum):
    """Why the channel is closed: WebSocket code and reason. 4000 and up are ours."""

    SLOW = (1013, "slow: reconnect and resume from your last position")
    SHUTDOWN = (1001, "restarting: reconnect and resume from your last position")
    SESSION_ENDED = (4401, "session ended: sign in again")
    FORBIDDEN = (4403, "forbidden: this role has no live channel")
    UNAVAILABLE = (1013, "unavailable: the database does not answer, reconnect")

    @property
    def code(self) -> int:
        return self.value[0]

    @property
    def reason(self) -> str:
        return self.value[1]


@dataclass(eq=False)
class Subscriber:
    """`seen` is the last position that went out to it: an entry up to there is not sent again. `scope` is None for a
    console of the whole city; others are fed by `api.live.narrow`, with what comes after `joined_at`."""

    visibility: Visibility
    token_hash: str
    seen: int = 0
    scope: Scope | None = None
    joined_at: int = 0
    limit: int = QUEUE_LIMIT
    farewell: Farewell | None = None
    _waiting: deque[str] = field(default_factory=deque)
    _characters: int = 0
    _something: asyncio.Event = field(default_factory=asyncio.Event)
    _dismissed: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, text: str) -> None:
        """Never waits. A client that leaves too much unread is told to go and come back."""
        if self.farewell:
            return
        if len(self._waiting) >= self.limit or self._characters > QUEUE_CHARACTERS:
            self.dismiss(Farewell.SLOW)
            return
        self._waiting.append(text)
        self._characters += len(text)
        self._something.set()

    def dismiss(self, farewell: Farewell) -> None:
        if self.farewell is None:
            self.farewell = farewell
            self._waiting.clear()
            self._something.set()
            self._dismissed.set()

    async def dismissed(self) -> None:
        """Returns when it is time to say farewell, though the client does not take what is being sent."""
        await self._dismissed.wait()

    async def next(self) -> str | None:
        """The next message, or None when it is time to say farewell."""
        while not self._waiting:
            if self.farewell:
                return None
            self._something.clear()
            await self._something.wait()
        text = self._waiting.popleft()
        self._characters -= len(text)
        return text
