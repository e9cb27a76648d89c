"""The journal: in the order of commit, without gaps, never changed; personal data sealed beside it."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cad.calls.commands import AnswerCall, EndCall, OfferCall, ReceiveCall
from cad.store import journal, views
from cad.store.listen import Positions
from tests.support.database import Store
from tests.support.waiting import eventually


def fact(store: Store, number: int) -> dict[str, Any]:
    return {"pbx_id": "pbx-1", "uniqueid": f"1.{number}", "occurred_at": store.clock.now, "source": "ari"}


async def test_given_a_slow_transaction_when_others_commit_then_no_position_shows_before_a_lower_one(
    store: Store,
) -> None:
    bus = store.bus
    seen: list[int] = []

    async def watch() -> None:
        async with store.database.session() as session:
            entries = await views.journal_after(session, seen[-1] if seen else 0)
        seen.extend(entry.position for entry in entries)

    async with bus.transaction() as slow:
        await slow.handle(ReceiveCall(**fact(store, 0)))
        for number in range(1, 21):
            await bus.handle(ReceiveCall(**fact(store, number)))
            await watch()
    await watch()

    assert seen == list(range(1, 22))
    last = await store.rows("SELECT data->>'uniqueid' AS channel FROM journal ORDER BY position DESC LIMIT 1")
    assert last == [{"channel": "1.0"}]


async def test_given_many_writers_at_once_when_somebody_reads_on_then_nothing_is_missed_or_seen_twice(
    store: Store,
) -> None:
    seen: list[int] = []
    done = asyncio.Event()

    async def follow() -> None:
        while True:
            ended = done.is_set()
            async with store.database.session() as session:
                entries = await views.journal_after(session, seen[-1] if seen else 0, 7)
            seen.extend(entry.position for entry in entries)
            if ended and not entries:
                return

    async def write(writer: int) -> None:
        for number in range(15):
            told = fact(store, writer * 100 + number)
            await store.bus.handle(ReceiveCall(**told, number_raw=f"0812000{writer:04d}"))
            await store.bus.handle(OfferCall(**told, leg_uniqueid=f"2.{writer}.{number}", desk_id="desk-01"))
            await store.bus.handle(EndCall(**told))

    follower = asyncio.create_task(follow())
    await asyncio.gather(*(write(writer) for writer in range(6)))
    done.set()
    await follower

    assert seen == list(range(1, len(seen) + 1))
    async with store.database.session() as session:
        kinds = Counter(entry.kind for entry in await views.journal_after(session, 0, 10_000))
        told = (kinds["CallReceived"], kinds["CallOffered"], kinds["CallEnded"], kinds["PersonSeen"])
        assert (told, sum(kinds.values())) == ((90, 90, 90, 6), len(seen))
        assert await journal.first_broken_position(session) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET source = 'other'",
        "DELETE FROM journal",
        "TRUNCATE journal CASCADE",
        "DELETE FROM journal_sealed",
    ],
)
async def test_the_past_cannot_be_changed(store: Store, statement: str) -> None:
    await store.bus.handle(ReceiveCall(**fact(store, 1), number_raw="08123456789"))

    with pytest.raises(DBAPIError, match="append-only"):
        async with store.database.engine.begin() as connection:
            await connection.execute(text(statement))


async def test_given_somebody_with_all_rights_changes_an_entry_then_the_chain_shows_where(store: Store) -> None:
    for number in range(5):
        await store.bus.handle(ReceiveCall(**fact(store, number)))
    async with store.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE journal DISABLE TRIGGER append_only"))
        await connection.execute(text("""UPDATE journal SET data = data || '{"withheld": false}' WHERE position = 3"""))

    async with store.database.session() as session:
        assert await journal.first_broken_position(session) == 3


async def test_a_number_is_sealed_beside_the_journal_and_can_be_read_with_the_persons_key(store: Store) -> None:
    await store.bus.handle(ReceiveCall(**fact(store, 1), number_raw="08123456789", identity={"From": "<sip:0812>"}))

    told = await store.rows("SELECT position, data::text AS data FROM journal WHERE kind = 'CallReceived'")
    assert "8123456789" not in told[0]["data"]
    async with store.database.session() as session:
        opened = await journal.personal_data(session, told[0]["position"])
    assert opened is not None
    assert (opened["number_e164"], opened["identity"]) == ("+628123456789", {"From": "<sip:0812>"})


async def test_a_commit_rings_and_a_listener_who_comes_late_is_told_where_we_are(store: Store) -> None:
    told: list[int] = []
    await store.bus.handle(ReceiveCall(**fact(store, 1)))

    async def listen() -> None:
        async for position in Positions(store.url):
            told.append(position)

    listener = asyncio.create_task(listen())
    await eventually(lambda: told == [1])
    await store.bus.handle(AnswerCall(**fact(store, 1), leg_uniqueid="1.2", desk_id="desk-01"))
    await eventually(lambda: told == [1, 2])
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)


async def test_given_a_writer_hangs_before_its_commit_then_it_holds_up_nobody_and_is_cut_off(store: Store) -> None:
    async with store.database.engine.connect() as hanging:
        await hanging.execute(text("SET idle_in_transaction_session_timeout = '50ms'"))
        await hanging.execute(text("SELECT FROM journal_head FOR UPDATE"))

        await store.bus.handle(ReceiveCall(**fact(store, 1)))

        with pytest.raises(DBAPIError):
            await hanging.execute(text("SELECT 1"))
    assert await store.kinds() == ["CallReceived"]
