"""The live channel for people who see less than the whole city.

Everybody of one scope shares one feed: it reads again, through the scope (`cad.store.views.scoped`), what a batch of
the journal changed, in a task of its own, so that a console of the whole city never waits for it. What has left the
scope is told as `gone`, and only to those who had it: an id of somebody else's incident is told to nobody.
"""

import asyncio
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from api.live.message import Message
from api.live.subscriber import Farewell, Subscriber
from api.visibility import Visibility, of_role
from cad.access.scope import Scope

log = structlog.get_logger(__name__)

PAUSE_S = 1.0
Ids = dict[str, set[str]]  # list -> ids


@dataclass
class Part:
    """What a stretch of the journal is to one scope: its entries as far as they may be seen, each with the views it
    changed; what changed without an entry that may be seen; the ids that were touched and may not be seen (any more).
    `moved`: one of these may have been seen before."""

    until: int
    messages: list[Message] = field(default_factory=list)
    rest: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    hidden: Ids = field(default_factory=dict)
    moved: bool = False


class NarrowReader(Protocol):
    async def snapshot(self, scope: Scope) -> tuple[int, Ids]:
        """The ids that consoles of this scope have on their screens, as of a position."""
        ...

    async def read(self, scope: Scope, after: int, limit: int) -> Part | None:
        """None when there is nothing above `after`."""
        ...

    async def of_incidents(self, scope: Scope, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
        """What belongs to incidents that have come into the scope: their calls, units and pages."""
        ...

    async def still_seen(self, scope: Scope, known: Ids) -> Ids: ...


class NarrowFeed:
    """Begins with the first console of its scope and ends with the last."""

    def __init__(
        self, scope: Scope, reader: NarrowReader, errors: tuple[type[Exception], ...], head: Callable[[], int]
    ) -> None:
        self.scope = scope
        self.subscribers: set[Subscriber] = set()
        self._visibility: Visibility = of_role(scope.role)
        self._reader = reader
        self._errors = errors
        self._head = head
        self._grown = asyncio.Event()
        self._known: Ids = {}
        self._position = -1
        self._task = asyncio.create_task(self._run())

    def tell(self) -> None:
        """The journal has grown."""
        self._grown.set()

    def stop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            try:
                if self._position < 0:
                    self._position, self._known = await self._reader.snapshot(self.scope)
                while self._position < self._head() and await self._step():
                    pass
                await self._grown.wait()
                self._grown.clear()
            except self._errors:
                await asyncio.sleep(PAUSE_S)
            except Exception:  # what cannot be drawn must not leave a console with an old picture
                log.exception("live.narrow_failed", role=self.scope.role)
                self._position = -1
                for subscriber in self.subscribers:
                    subscriber.dismiss(Farewell.SLOW)
                await asyncio.sleep(PAUSE_S)

    async def _step(self) -> bool:
        part = await self._reader.read(self.scope, self._position, 200)
        if part is None:
            return False
        texts = [(m.position, m.text(self._visibility)) for m in part.messages]
        rest = await self._with_what_came(part)
        if rest:
            told = Message(part.until, "ScopeChanged", _nothing(part.until), rest, _NEVER)
            texts.append((part.until, told.text(self._visibility)))
        if gone := await self._gone(part):
            texts.append((part.until, _gone_text(part.until, gone)))
        self._position = part.until
        self._offer(texts)
        return True

    async def _with_what_came(self, part: Part) -> dict[str, list[dict[str, Any]]]:
        """`rest`, and what hangs on incidents that this scope did not have before."""
        new: set[str] = set()
        for changed in (*(m.changed for m in part.messages), part.rest):
            for name, found in changed.items():
                ids = {view["id"] for view in found}
                if name == "incidents":
                    new |= ids - self._known.get(name, set())
                self._known.setdefault(name, set()).update(ids)
        rest = {name: list(found) for name, found in part.rest.items()}
        if new:
            for name, found in (await self._reader.of_incidents(self.scope, new)).items():
                rest.setdefault(name, []).extend(found)
                self._known.setdefault(name, set()).update(view["id"] for view in found)
        return {name: found for name, found in rest.items() if found}

    async def _gone(self, part: Part) -> Ids:
        if not any(ids & self._known.get(name, set()) for name, ids in part.hidden.items()):
            return {}
        seen = await self._reader.still_seen(self.scope, self._known)
        gone = {name: ids - seen.get(name, set()) for name, ids in self._known.items()}
        self._known = {name: set(ids) for name, ids in seen.items()}
        return {name: ids for name, ids in gone.items() if ids}

    def _offer(self, texts: list[tuple[int, str]]) -> None:
        for subscriber in self.subscribers:
            for position, text in texts:
                if position > subscriber.joined_at:
                    subscriber.offer(text)


async def caught_up(reader: NarrowReader, scope: Scope, after: int, until: int) -> list[str] | None:
    """What a console of this scope missed; None when it has to load everything again, because it may have something on
    its screen that is none of its business any more."""
    texts: list[str] = []
    while after < until and (part := await reader.read(scope, after, until - after)):
        if part.moved:
            return None
        texts.extend(m.text(of_role(scope.role)) for m in part.messages)
        if any(part.rest.values()):
            told = Message(part.until, "ScopeChanged", _nothing(part.until), part.rest, _NEVER)
            texts.append(told.text(of_role(scope.role)))
        after = part.until
    return texts


_NEVER: Any = None  # such a message measures no delay


def _nothing(position: int) -> dict[str, Any]:
    """An entry that says no more than that the views beside it are new."""
    return {
        "position": position,
        "kind": "ScopeChanged",
        "occurred_at": "",
        "recorded_at": "",
        "source": "system",
        "actor": None,
        "desk_id": None,
        "subject": {"type": "", "id": ""},
        "data": {},
    }


def _gone_text(position: int, gone: Ids) -> str:
    told = {name: sorted(ids) for name, ids in sorted(gone.items())}
    return json.dumps({"type": "gone", "position": position, "gone": told}, separators=(",", ":"))
