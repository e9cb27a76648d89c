"""Calls in PostgreSQL: told by two at once, more than once, and through a lost connection."""

import asyncio
import random

import psycopg
import pytest
from sqlalchemy import text

from cad.bus import StoreUnavailable
from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    FinishRecording,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    RequestCallAction,
    SkipRecording,
    StartRecording,
)
from cad.calls.errors import CallNotUp, UnknownCall
from cad.incidents.commands import AddNarrative
from cad.store import views
from cad.store.bootstrap import make_bus
from tests.cad.store.people import fact, fire, hire
from tests.support.database import PEPPER, Store


def whole_call(store: Store, uniqueid: str = "1.1") -> list[CallFact]:
    told = fact(store, uniqueid)
    leg = {"leg_uniqueid": f"{uniqueid}-leg", "desk_id": "desk-01"}
    later = {**told, "occurred_at": store.clock.forward(10)}
    return [
        ReceiveCall(**told, number_raw="08123456789"),
        StartRecording(**told, file=f"{uniqueid}.raw"),
        OfferCall(**told, **leg),
        AnswerCall(**told, **leg),
        ReleaseLeg(**later, **leg, closed=True),
        EndCall(**later, cause=16),
    ]


@pytest.mark.parametrize("seed", range(5))
async def test_given_ari_and_cel_tell_the_same_at_once_then_it_counts_once(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    told = whole_call(store)
    by_ari, by_cel = chance.sample(told, len(told)), chance.sample(told, len(told))

    async def tell(facts: list[CallFact]) -> None:
        for one in facts:
            await store.bus.handle(one)

    await asyncio.gather(tell(by_ari), tell(by_cel))

    (call,) = await store.rows("SELECT state, outcome, number_e164, desk_id FROM calls")
    assert call == {"state": "ended", "outcome": "answered", "number_e164": "+628123456789", "desk_id": "desk-01"}
    kinds = await store.rows("SELECT kind FROM journal WHERE subject_type <> 'abandoned'")
    assert sorted(row["kind"] for row in kinds) == sorted(
        ["PersonSeen", "CallReceived", "RecordingStarted", "CallOffered", "CallAnswered", "LegReleased", "CallEnded"]
    )
    assert await store.value("SELECT count(*) FROM legs") == 1
    # An end told before its answer looks like a caller lost; the answer takes that back.
    assert await store.value("SELECT count(*) FROM abandoned WHERE state IN ('open', 'calling')") == 0
    assert await store.value("SELECT count(*) FROM lost_calls") == 0


async def test_two_pbx_may_use_the_same_uniqueid(store: Store) -> None:
    await store.bus.handle(ReceiveCall(**fact(store)))
    await store.bus.handle(ReceiveCall(**fact(store, pbx_id="pbx-2")))

    assert await store.value("SELECT count(*) FROM calls") == 2


async def test_given_postgres_cuts_our_connections_when_a_fact_is_told_then_it_is_kept_once(store: Store) -> None:
    await store.bus.handle(ReceiveCall(**fact(store)))
    with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )

    await store.bus.handle(EndCall(**fact(store)))

    assert await store.kinds() == ["CallReceived", "CallEnded", "CallerLost"]


async def test_given_a_lock_that_is_not_let_go_when_a_fact_is_told_then_it_is_refused_in_time(store: Store) -> None:
    hasty = make_bus(store.database, store.center, PEPPER, store.clock, attempt_s=0.3)
    await store.bus.handle(ReceiveCall(**fact(store)))
    async with store.database.engine.begin() as other:
        await other.execute(text("SELECT FROM calls FOR UPDATE"))
        with pytest.raises(StoreUnavailable) as refused:
            await hasty.handle(EndCall(**fact(store)))

    assert (refused.value.status, refused.value.error_id) == (503, "database_unavailable")
    assert (await store.bus.handle(EndCall(**fact(store)))).state == "ended"


async def test_a_recording_that_was_missing_and_is_found_is_told_again(store: Store) -> None:
    told, file = fact(store), {"file": "1.1.raw", "sha256": "", "bytes": 0, "duration_ms": 0}
    await store.bus.handle(StartRecording(**told, file="1.1.raw"))
    lost = await store.bus.handle(FinishRecording(**told, **file, note="missing"))
    found = await store.bus.handle(FinishRecording(**told, **{**file, "bytes": 44, "sha256": "ab"}))
    again = await store.bus.handle(FinishRecording(**told, **{**file, "bytes": 99, "sha256": "cd"}))

    assert (lost.state, found.state, again.sha256) == ("missing", "ready", "ab")
    assert (await store.kinds()).count("RecordingFinished") == 2


async def test_a_call_that_was_not_recorded_says_why_once(store: Store) -> None:
    for _ in range(2):
        await store.bus.handle(SkipRecording(**fact(store), reason="disk_full"))

    assert await store.kinds() == ["RecordingSkipped"]


async def test_an_action_is_asked_of_a_call_that_is_up(seeded: Store) -> None:
    dina = await hire(seeded)
    told = whole_call(seeded)
    for one in told[:3]:
        call = await seeded.bus.handle(one)
    action = RequestCallAction(call_id=call.id, action="hold", user_id=dina.id)
    with pytest.raises(CallNotUp):
        await seeded.bus.handle(action)
    await seeded.bus.handle(told[3])

    await seeded.bus.handle(action)

    (entry,) = await seeded.rows("SELECT data FROM journal WHERE kind = 'CallActionRequested'")
    assert (entry["data"]["action"], entry["data"]["desk_leg"]) == ("hold", "1.1-leg")
    with pytest.raises(UnknownCall):
        await seeded.bus.handle(RequestCallAction(call_id="none", action="hold", user_id=dina.id))


async def test_what_the_database_cannot_hold_is_a_named_refusal(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)

    with pytest.raises(Exception) as refused:
        await seeded.bus.handle(AddNarrative(user_id=dina.id, incident_id=incident.id, text="nul \0 here"))

    assert getattr(refused.value, "error_id", "") == "cannot_be_stored"


async def test_searching_finds_numbers_however_they_are_written(store: Store) -> None:
    for n, raw in enumerate(["0812-3456-789", "(0752) 82112", "anonymous"]):
        await store.bus.handle(ReceiveCall(**fact(store, f"1.{n}"), number_raw=raw))

    async def found(number: str) -> list[str]:
        async with store.database.session() as session:
            return [view["number_e164"] for view in await views.calls(session, number=number)]

    assert await found("0812 3456") == ["+628123456789"]
    assert await found("+62812") == ["+628123456789"]
    assert await found("82112") == ["+6275282112"]
    assert await found("%") == []
    assert len(await found("")) == 3
