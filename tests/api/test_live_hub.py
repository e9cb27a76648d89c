"""The hub offers each entry once to everybody, in order, and lets nobody hold up the others."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress

import pytest

from api.live.hub import Hub
from api.live.message import Message, messages_of
from api.live.subscriber import Farewell, Subscriber
from api.visibility import of_role

DISPATCHER, AUDITOR = of_role("dispatcher"), of_role("auditor")


def entry(position: int, kind: str = "CallReceived", **data: object) -> dict[str, object]:
    return {
        "position": position,
        "kind": kind,
        "recorded_at": "2026-11-21T12:00:00.000Z",
        "subject": {"type": "call", "id": f"c{position}"},
        "data": data,
    }


class FakeJournal:
    """Grows when told; `away` makes every look at it fail."""

    def __init__(self) -> None:
        self.entries: list[dict[str, object]] = []
        self.grown = asyncio.Event()
        self.away = False
        self.reads = 0

    def append(self, *entries: dict[str, object]) -> None:
        self.entries.extend(entries)
        self.grown.set()

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["FakeJournal"]:
        self._look()
        yield self

    async def wait(self, timeout_s: float) -> int | None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.grown.wait(), timeout_s)
        self.grown.clear()
        return len(self.entries) or None

    async def head(self) -> int:
        self._look()
        return len(self.entries)

    async def after(self, position: int, limit: int) -> list[Message]:
        self._look()
        self.reads += 1
        rows = self.entries[position : position + limit]
        return messages_of(rows, {"calls": [{"id": row["subject"]["id"], "number": "08123456789"} for row in rows]})

    def _look(self) -> None:
        if self.away:
            raise ConnectionError


class Sessions:
    def __init__(self) -> None:
        self.ended: set[str] = set()

    async def living(self, hashes: Collection[str]) -> set[str]:
        return set(hashes) - self.ended


@asynccontextmanager
async def running(journal: FakeJournal, sessions: Sessions | None = None) -> AsyncIterator[Hub]:
    hub = Hub(journal, (sessions or Sessions()).living, (ConnectionError,))
    task = asyncio.create_task(hub.run())
    try:
        assert await hub.begun(2)
        yield hub
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def read(subscriber: Subscriber, count: int) -> list[dict[str, object]]:
    async with asyncio.timeout(3):
        return [json.loads(await subscriber.next() or "{}") for _ in range(count)]


async def test_given_entries_then_each_console_gets_each_once_in_order() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        consoles = [Subscriber(DISPATCHER, "s") for _ in range(3)]
        for console in consoles:
            hub.join(console)
        journal.append(entry(1), entry(2), entry(3))
        for console in consoles:
            assert [m["position"] for m in await read(console, 3)] == [1, 2, 3]


async def test_given_two_classes_then_each_sees_what_it_may() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        whole, masked = Subscriber(DISPATCHER, "s"), Subscriber(AUDITOR, "s")
        hub.join(whole)
        hub.join(masked)
        journal.append(entry(1))
        assert (await read(whole, 1))[0]["changed"]["calls"][0]["number"] == "08123456789"
        assert (await read(masked, 1))[0]["changed"]["calls"][0]["number"] == "0812-****-789"


async def test_given_a_console_that_does_not_read_then_it_is_dismissed_and_the_others_go_on() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        slow, quick = Subscriber(DISPATCHER, "s", limit=5), Subscriber(DISPATCHER, "s")
        hub.join(slow)
        hub.join(quick)
        journal.append(*(entry(n) for n in range(1, 21)))
        assert [m["position"] for m in await read(quick, 20)] == list(range(1, 21))
        assert slow.farewell is Farewell.SLOW
        assert await slow.next() is None


async def test_given_the_database_goes_away_and_returns_then_nothing_is_missed_or_doubled() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        console = Subscriber(DISPATCHER, "s")
        hub.join(console)
        journal.append(entry(1))
        first = await read(console, 1)
        journal.away = True
        journal.append(entry(2), entry(3))
        journal.away = False
        assert [m["position"] for m in first + await read(console, 2)] == [1, 2, 3]


async def test_given_the_session_was_ended_then_its_console_is_dismissed_at_once() -> None:
    journal, sessions = FakeJournal(), Sessions()
    async with running(journal, sessions) as hub:
        leaver, stayer = Subscriber(DISPATCHER, "leaver"), Subscriber(DISPATCHER, "stayer")
        hub.join(leaver)
        hub.join(stayer)
        sessions.ended.add("leaver")
        journal.append(entry(1, "UserSignedOut"))
        async with asyncio.timeout(2):
            await leaver.dismissed()
        assert leaver.farewell is Farewell.SESSION_ENDED
        assert stayer.farewell is None


async def test_given_many_consoles_then_the_journal_is_read_once_for_all() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        consoles = [Subscriber(DISPATCHER, "s") for _ in range(60)]
        for console in consoles:
            hub.join(console)
        before = journal.reads
        journal.append(entry(1))
        for console in consoles:
            await read(console, 1)
        assert journal.reads - before <= 2


async def test_given_a_console_was_away_then_the_ring_fills_its_gap() -> None:
    journal = FakeJournal()
    async with running(journal) as hub:
        here = Subscriber(DISPATCHER, "s")
        hub.join(here)
        journal.append(*(entry(n) for n in range(1, 11)))
        await read(here, 10)
        assert [m.position for m in await hub.between(4, hub.position)] == [5, 6, 7, 8, 9, 10]


def test_each_changed_view_travels_with_the_entries_that_name_it() -> None:
    entries = [entry(1, call_id="c1"), entry(2, call_id="c1", incident_id="i1"), entry(3)]
    changed = {"calls": [{"id": "c1"}, {"id": "c3"}], "incidents": [{"id": "i1"}], "desks": [{"id": "desk-01"}]}
    first, second, third = messages_of(entries, changed)
    assert [view["id"] for view in first.changed["calls"]] == ["c1"]
    assert first.changed["desks"] == [{"id": "desk-01"}]  # nobody named it: it goes with the first
    assert second.changed["incidents"] == [{"id": "i1"}]
    assert [view["id"] for view in third.changed["calls"]] == ["c3"]


@pytest.mark.parametrize("role", ["dispatcher"])
def test_a_dispatcher_is_sent_no_recordings(role: str) -> None:
    (message,) = messages_of([entry(1)], {"recordings": [{"id": "r1"}]})
    assert json.loads(message.text(of_role(role)))["changed"]["recordings"] == []
    assert json.loads(message.text(of_role("supervisor")))["changed"]["recordings"] == [{"id": "r1"}]
