"""Dispositions, a number's history, and lowering it for a while: audited, reversible, ending by itself."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from cad.calls.commands import ReceiveCall
from cad.calls.model import Call
from cad.errors import TanggapError
from cad.incidents.commands import CloseIncident
from cad.nuisance.commands import DisposeCall, ExpireLowered, LiftNumber, LowerNumber
from cad.nuisance.errors import NotSoLong, NumberNotKnown, UnknownDisposition
from cad.nuisance.model import LOWERED
from cad.store import views
from cad.store.astdb import astdb_wishes
from cad.users.model import User
from tests.cad.store.lost_callers import NUMBER, gets_through, gives_up
from tests.cad.store.people import fact, fire, hire
from tests.support.database import Store


async def dispose(store: Store, user: User, call: Call, code: str) -> None:
    await store.bus.handle(DisposeCall(user_id=user.id, call_id=call.id, code=code))


async def lower(store: Store, user: User, call: Call, days: int = 7, reason: str = "iseng") -> None:
    await store.bus.handle(LowerNumber(user_id=user.id, call_id=call.id, days=days, reason=reason))


async def shown(store: Store, call: Call) -> dict[str, Any]:
    async with store.database.session() as session:
        return await views.call(session, call.id)


async def lowered(store: Store) -> list[dict[str, Any]]:
    async with store.database.session() as session:
        return await views.lowered(session)


async def in_astdb(store: Store) -> dict[str, str]:
    async with store.database.session() as session:
        return (await astdb_wishes(session))["priority"]


async def test_a_disposition_is_kept_journalled_once_and_may_be_changed(seeded: Store) -> None:
    dina = await hire(seeded)
    call = await gets_through(seeded)
    for code in ("prank", "prank", "genuine"):
        await dispose(seeded, dina, call, code)

    assert (await shown(seeded, call))["disposition"] == "genuine"
    told = await seeded.rows("SELECT data FROM journal WHERE kind = 'CallDisposed' ORDER BY position")
    assert [(one["data"]["previous"], one["data"]["disposition"]) for one in told] == [
        ("", "prank"),
        ("prank", "genuine"),
    ]
    with pytest.raises(UnknownDisposition):
        await dispose(seeded, dina, call, "boring")


async def test_the_history_of_a_number_counts_what_its_calls_became(seeded: Store) -> None:
    dina = await hire(seeded)
    for code in ("prank", "prank", "silent", "information"):
        await dispose(seeded, dina, await gets_through(seeded), code)
    await gets_through(seeded, "0752821234")
    last = await gives_up(seeded)

    known = (await shown(seeded, last))["nuisance"]
    # Against: 2 pranks, 0.25 silent, 0.1 given up = 2.35 of 5.35.
    assert known == {"score": 44, "calls": 5, "nuisance_calls": 3, "lowered_until": None}


async def test_an_incident_tells_what_its_call_was_unless_the_call_itself_is_told(seeded: Store) -> None:
    dina = await hire(seeded)
    real, prank = await gets_through(seeded), await gets_through(seeded)
    await fire(seeded, dina, call_id=real.id)
    false = await fire(seeded, dina, call_id=prank.id)
    await seeded.bus.handle(CloseIncident(user_id=dina.id, incident_id=false.id, disposition="prank"))

    assert (await shown(seeded, real))["nuisance"]["score"] == 14  # 1 against, one genuine: 1 of 7
    await dispose(seeded, dina, real, "prank")
    assert (await shown(seeded, real))["nuisance"] == {
        "score": 40,
        "calls": 2,
        "nuisance_calls": 2,
        "lowered_until": None,
    }


async def test_old_calls_fade(seeded: Store) -> None:
    dina = await hire(seeded)
    now = seeded.clock.now
    calls = []
    for days in (100, 31, 8, 0):
        told = fact(seeded, f"9.{days}", occurred_at=now - timedelta(days=days, minutes=1))
        calls.append(await seeded.bus.handle(ReceiveCall(**told, number_raw=NUMBER)))
        await dispose(seeded, dina, calls[-1], "prank")

    # 1 + 0.5 + 0.25 = 1.75 of 4.75; the oldest counts no more.
    assert (await shown(seeded, calls[-1]))["nuisance"]["score"] == 37
    assert (await shown(seeded, calls[-1]))["nuisance"]["calls"] == 3


async def test_a_lowered_number_is_listed_stands_in_astdb_and_is_lifted(seeded: Store) -> None:
    dina, sari = await hire(seeded), await hire(seeded, "sari", "supervisor")
    call = await gets_through(seeded)
    await lower(seeded, dina, call, days=7, reason="iseng terus")

    (one,) = await lowered(seeded)
    assert (one["number"], one["prio"], one["by"], one["call_id"]) == ("+628123456789", LOWERED, "Dina", call.id)
    assert one["reason"] == "iseng terus"
    until = seeded.clock.now + timedelta(days=7)
    ((number, kept),) = (await in_astdb(seeded)).items()
    assert number == "+628123456789"
    prio, expires = kept.split("|")
    assert (prio, abs(int(expires) - until.timestamp()) <= 1) == ("-10", True)
    assert (await shown(seeded, call))["nuisance"]["lowered_until"] == one["expires_at"]
    journal = await seeded.rows("SELECT actor, data FROM journal WHERE kind = 'NumberLowered'")
    assert journal[0]["actor"] == dina.id
    assert "iseng" not in str(journal)
    assert "8123456789" not in str(journal)

    await seeded.bus.handle(LiftNumber(user_id=sari.id, call_id=call.id))
    assert await seeded.bus.handle(LiftNumber(user_id=sari.id, call_id=call.id)) is None

    assert await lowered(seeded) == []
    assert await in_astdb(seeded) == {}
    (ended,) = await seeded.rows("SELECT actor, data FROM journal WHERE kind = 'NumberLifted'")
    assert (ended["actor"], ended["data"]["ended_as"]) == (sari.id, "lifted")


async def test_given_a_number_is_lowered_then_every_call_of_it_on_the_screens_says_so(seeded: Store) -> None:
    dina = await hire(seeded)
    first, second = await gets_through(seeded), await gives_up(seeded)
    await lower(seeded, dina, first)

    async with seeded.database.session() as session:
        last = (await views.journal_after(session, 0))[-1:]
        told = (await views.changed(session, last))["calls"]
    assert {one["id"] for one in told} == {first.id, second.id}
    assert all(one["nuisance"]["lowered_until"] for one in told)


async def test_it_ends_by_itself(seeded: Store) -> None:
    dina = await hire(seeded)
    await lower(seeded, dina, await gets_through(seeded), days=1)
    assert await seeded.bus.handle(ExpireLowered()) == 0

    seeded.clock.forward(86_401)

    assert await seeded.bus.handle(ExpireLowered()) == 1
    assert await seeded.bus.handle(ExpireLowered()) == 0
    assert await lowered(seeded) == []
    assert await seeded.value("SELECT ended_as FROM lowered") == "expired"


async def test_said_again_the_later_word_counts(seeded: Store) -> None:
    dina = await hire(seeded)
    call = await gets_through(seeded)
    await lower(seeded, dina, call, days=1)
    await asyncio.gather(*(lower(seeded, dina, call, days=30) for _ in range(2)))

    (one,) = await lowered(seeded)
    assert (seeded.clock.now + timedelta(days=29)).isoformat() < one["expires_at"]
    ended = await seeded.rows("SELECT ended_as FROM lowered WHERE ended_at IS NOT NULL")
    assert [row["ended_as"] for row in ended] == ["replaced", "replaced"]


async def test_what_cannot_be_lowered_says_why(seeded: Store) -> None:
    dina = await hire(seeded)
    call = await gets_through(seeded)
    for days in (0, 91):
        with pytest.raises(NotSoLong):
            await lower(seeded, dina, call, days=days)
    with pytest.raises(TanggapError, match="alasan"):
        await lower(seeded, dina, call, reason=" ")
    with pytest.raises(NumberNotKnown):
        await lower(seeded, dina, await gets_through(seeded, "anonymous"))
