"""Reads each journal entry once and offers it to every console of this process.

A console joins at the hub's position and is given what lies between its own last position and that one: from the
ring kept here, or from the journal. Joining and publishing both happen without waiting, so nothing falls in between.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol

import structlog

from api import metrics
from api.live.message import Message
from api.live.narrow import NarrowFeed, NarrowReader, caught_up
from api.live.subscriber import Farewell, Subscriber
from cad.access.scope import Scope
from cad.clock import utc_now

log = structlog.get_logger(__name__)

BATCH = 200
RING = 1000
IMPORTED = frozenset({"ImportTaken", "ImportTakenBack"})
# A console further behind than this is quicker with a new snapshot.
MAX_BEHIND = 2000
PING_S = 5.0
POLL_S = 1.0  # a NOTIFY that got lost with its connection costs so long
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0


class Feed(Protocol):
    """The journal's end: wakes when it has grown, and reads on."""

    async def wait(self, timeout_s: float) -> int | None:
        """The position it has grown to; None when the time is over."""
        ...

    async def after(self, position: int, limit: int) -> list[Message]: ...


class Journal(Protocol):
    """Where entries come from. Raises what `database_errors` names while it is away."""

    def listen(self) -> AbstractAsyncContextManager[Feed]: ...

    async def head(self) -> int: ...

    async def after(self, position: int, limit: int) -> list[Message]: ...


SessionCheck = Callable[[Collection[str]], Awaitable[set[str]]]


class Hub:
    """`living` gets the token hashes of all consoles and returns those whose session still lives."""

    def __init__(
        self,
        journal: Journal,
        living: SessionCheck,
        database_errors: tuple[type[Exception], ...],
        narrow: NarrowReader | None = None,
    ) -> None:
        self._journal = journal
        self._living = living
        self._database_errors = database_errors
        self._subscribers: set[Subscriber] = set()
        self._wide: set[Subscriber] = set()
        self._narrow = narrow
        self._feeds: dict[Scope, NarrowFeed] = {}
        self._ring: deque[Message] = deque(maxlen=RING)
        self._sessions_due = asyncio.Event()
        self._begun = asyncio.Event()
        self._following = asyncio.Event()
        self.position = 0
        self.imports = 0  # how many were taken or taken back since we began: the city is read again

    # -- for the consoles -------------------------------------------------------------------------------------

    async def begun(self, timeout_s: float) -> bool:
        """False when the journal could not be read yet."""
        try:
            await asyncio.wait_for(self._begun.wait(), timeout_s)
        except TimeoutError:
            return False
        return True

    @property
    def condition(self) -> tuple[str, str]:
        """State and detail, for the heartbeat."""
        if self._following.is_set():
            return "ready", ""
        return ("degraded" if self._begun.is_set() else "starting"), "waiting for the database"

    async def pass_time(self, seconds: float) -> None:
        """So many seconds, or less when the journal is followed again in the meantime."""
        if self._following.is_set():
            await asyncio.sleep(seconds)
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._following.wait(), seconds)

    def join(self, subscriber: Subscriber) -> int:
        """From now on it is offered whatever comes after the position returned."""
        self._subscribers.add(subscriber)
        subscriber.joined_at = self.position
        if subscriber.scope is None:
            self._wide.add(subscriber)
        else:
            self._feed_of(subscriber.scope).subscribers.add(subscriber)
        metrics.LIVE_CLIENTS.set(len(self._subscribers))
        return self.position

    def leave(self, subscriber: Subscriber) -> None:
        self._subscribers.discard(subscriber)
        self._wide.discard(subscriber)
        if subscriber.scope is not None and (feed := self._feeds.get(subscriber.scope)):
            feed.subscribers.discard(subscriber)
            if not feed.subscribers:
                self._feeds.pop(subscriber.scope).stop()
        metrics.LIVE_CLIENTS.set(len(self._subscribers))

    def _feed_of(self, scope: Scope) -> NarrowFeed:
        if scope not in self._feeds:
            assert self._narrow is not None, "a hub without a reader for scopes takes consoles of the whole city only"
            self._feeds[scope] = NarrowFeed(scope, self._narrow, self._database_errors, lambda: self.position)
        return self._feeds[scope]

    async def missed(self, scope: Scope, after: int, until: int) -> list[str] | None:
        """What a console of this scope missed between two positions; None when it has to load everything again."""
        assert self._narrow is not None
        return await caught_up(self._narrow, scope, after, until)

    async def head(self) -> int:
        return max(self.position, await self._journal.head())

    async def between(self, after: int, until: int) -> list[Message]:
        """The next entries above `after`, none above `until`; empty when there are none."""
        if self._ring and self._ring[0].position <= after + 1:
            return [m for m in self._ring if after < m.position <= until]
        return [m for m in await self._journal.after(after, BATCH) if m.position <= until]

    # -- its own work -----------------------------------------------------------------------------------------

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._ping())
            tasks.create_task(self._watch_sessions())

    def shut(self) -> None:
        for subscriber in self._subscribers:
            subscriber.dismiss(Farewell.SHUTDOWN)

    async def _follow(self) -> None:
        pause = FIRST_PAUSE_S
        while True:
            try:
                async with self._journal.listen() as feed:
                    await self._begin()
                    pause = FIRST_PAUSE_S
                    await self._drain(feed)
                    self._following.set()
                    while True:
                        told = await feed.wait(POLL_S)
                        if told is None or told > self.position:  # else it came with an earlier read
                            await self._drain(feed)
            except self._database_errors as error:
                self._following.clear()
                metrics.LIVE_RECONNECTS.inc()
                log.warning("live.journal_away", error=type(error).__name__, again_in_s=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _begin(self) -> None:
        if not self._begun.is_set():
            self.position = await self._journal.head()
            self._begun.set()
            log.info("live.begun", position=self.position)

    async def _drain(self, feed: Feed) -> None:
        """Until a batch is not full: whatever is committed after that read rings again."""
        batch: Sequence[Message] = ()
        while not batch or len(batch) == BATCH:
            started = time.perf_counter()
            batch = await feed.after(self.position, BATCH)
            if not batch:
                return
            self._publish(batch)
            metrics.LIVE_READ_SECONDS.observe(time.perf_counter() - started)
            metrics.LIVE_DELAY_SECONDS.observe((utc_now() - batch[0].recorded_at).total_seconds())

    def _publish(self, batch: Sequence[Message]) -> None:
        for message in batch:
            self.position = message.position
            self._ring.append(message)
            for subscriber in self._wide:
                if message.position > subscriber.seen:
                    subscriber.seen = message.position
                    subscriber.offer(message.text(subscriber.visibility))
            if message.kind in IMPORTED:
                self.imports += 1
            if message.kind == "UserSignedOut":
                self._sessions_due.set()
        for feed in self._feeds.values():
            feed.tell()
        metrics.LIVE_ENTRIES.inc(len(batch))

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_S)
            text = json.dumps({"type": "ping", "at": utc_now().isoformat().replace("+00:00", "Z")})
            for subscriber in self._subscribers:
                subscriber.offer(text)
            self._sessions_due.set()

    async def _watch_sessions(self) -> None:
        while True:
            await self._sessions_due.wait()
            self._sessions_due.clear()
            asked = {subscriber.token_hash for subscriber in self._subscribers}
            if not asked:
                continue
            try:
                living = await self._living(asked)
            except self._database_errors:
                continue  # nobody is thrown out because the database is away
            for subscriber in self._subscribers:
                if subscriber.token_hash in asked - living:
                    subscriber.dismiss(Farewell.SESSION_ENDED)
