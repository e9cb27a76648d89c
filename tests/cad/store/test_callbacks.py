"""Calling back: one dispatcher gets it, new calls go first, and what came of it stands on the list."""

import asyncio

import pytest

from cad.abandoned.commands import SweepAbandoned
from cad.abandoned.errors import (
    CallbackClosed,
    CallbackImpossible,
    CallbacksLimited,
    CallbackTaken,
    CallerOnTheLine,
    UnknownAbandoned,
)
from cad.abandoned.model import CALLING_AT_MOST
from cad.calls.commands import EndCall, ReachCall, RequestOutboundCall
from cad.calls.model import Call
from cad.desks.errors import NotAtADesk
from tests.cad.store.lost_callers import (
    at_desk,
    call_back,
    dials,
    entries,
    entry,
    gets_through,
    gives_up,
)
from tests.cad.store.people import fire, hire
from tests.support.database import Store


async def ends(store: Store, call: Call, *, reached: bool, after_s: float = 20) -> None:
    """What telephony tells of the outbound call."""
    told = {"pbx_id": call.pbx_id, "uniqueid": call.uniqueid, "source": "ari"}
    if reached:
        await store.bus.handle(ReachCall(**told, occurred_at=store.clock.forward(5)))
    await store.bus.handle(EndCall(**told, occurred_at=store.clock.forward(after_s), cause=16 if reached else 19))


async def test_given_they_answer_then_the_entry_is_reached_and_done_with(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    before = await gets_through(seeded)
    incident = await fire(seeded, dina, call_id=before.id)
    lost = await gives_up(seeded)

    call = await call_back(seeded, dina, (await entry(seeded))["id"])

    assert (call.direction, call.number_e164, call.callback_of) == ("out", "+628123456789", lost.id)
    assert call.person_id == lost.person_id
    assert call.incident_id == lost.incident_id != incident.id
    shown = await entry(seeded)
    assert (shown["state"], shown["claimed_by"], shown["attempts"]) == ("calling", "Dina", 1)
    assert shown["callback_call_id"] == call.id
    await ends(seeded, call, reached=True)
    shown = await entry(seeded)
    assert (shown["state"], shown["claimed_by"]) == ("reached", "Dina")
    assert shown["closed_at"] is not None
    with pytest.raises(CallbackClosed):
        await call_back(seeded, dina, shown["id"])


async def test_given_nobody_answers_then_it_is_open_again_and_the_attempts_are_counted(seeded: Store) -> None:
    dina, budi = await at_desk(seeded, "dina", "desk-01"), await at_desk(seeded, "budi", "desk-02")
    await gives_up(seeded)
    shown = await entry(seeded)
    for attempt, user in enumerate((dina, budi), start=1):
        call = await call_back(seeded, user, shown["id"])
        await ends(seeded, call, reached=False)
        shown = await entry(seeded)
        assert (shown["state"], shown["attempts"], shown["claimed_by"]) == ("open", attempt, None)

    told = await seeded.rows("SELECT data FROM journal WHERE kind = 'CallbackEnded' ORDER BY position")
    assert [(one["data"]["attempt"], one["data"]["reached"]) for one in told] == [(1, False), (2, False)]


async def test_given_two_dispatchers_at_once_then_one_calls_and_the_other_is_told_who(seeded: Store) -> None:
    dina, budi = await at_desk(seeded, "dina", "desk-01"), await at_desk(seeded, "budi", "desk-02")
    await gives_up(seeded)
    shown = await entry(seeded)

    tries = [call_back(seeded, user, shown["id"]) for user in (dina, budi)]
    found = await asyncio.gather(*tries, return_exceptions=True)

    (call,) = [one for one in found if isinstance(one, Call)]
    (refused,) = [one for one in found if not isinstance(one, Call)]
    assert isinstance(refused, CallbackTaken)
    assert refused.fields["by"] in ("Dina", "Budi")
    assert await seeded.value("SELECT count(*) FROM calls WHERE direction = 'out'") == 1
    assert (await entry(seeded))["callback_call_id"] == call.id


async def test_given_a_call_waits_then_callbacks_wait_too(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await at_desk(seeded, "budi", "desk-02")
    await gives_up(seeded)
    told = await dials(seeded, "0752821234")

    with pytest.raises(CallbacksLimited, match="menunggu") as refused:
        await call_back(seeded, dina, (await entry(seeded))["id"])

    assert (refused.value.status, refused.value.fields["why"]) == (409, "calls_waiting")
    assert (await entry(seeded))["attempts"] == 0
    await seeded.bus.handle(EndCall(**told))
    (_, first) = await entries(seeded)
    assert await call_back(seeded, dina, first["id"])


async def test_given_a_colleague_calls_back_then_the_last_ready_desk_stays_for_new_calls(seeded: Store) -> None:
    dina, budi = await at_desk(seeded, "dina", "desk-01"), await at_desk(seeded, "budi", "desk-02")
    await at_desk(seeded, "rini", "desk-03", "paused")
    await gives_up(seeded)
    await gives_up(seeded, "0752821234")
    second, first = await entries(seeded)
    call = await call_back(seeded, dina, first["id"])

    with pytest.raises(CallbacksLimited) as refused:
        await call_back(seeded, budi, second["id"])

    assert refused.value.fields["why"] == "desks_needed"
    await ends(seeded, call, reached=False)
    assert await call_back(seeded, budi, second["id"])


async def test_who_is_alone_on_duty_may_call_back(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01", "paused")
    await gives_up(seeded)

    assert await call_back(seeded, dina, (await entry(seeded))["id"])


async def test_who_cannot_be_called_says_why(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    with pytest.raises(UnknownAbandoned):
        await call_back(seeded, dina, "none")
    await gives_up(seeded, "anonymous")
    with pytest.raises(CallbackImpossible):
        await call_back(seeded, dina, (await entry(seeded))["id"])
    await gives_up(seeded)
    newest = (await entries(seeded))[0]
    with pytest.raises(NotAtADesk):
        await call_back(seeded, await hire(seeded, "sari"), newest["id"])
    await dials(seeded)
    with pytest.raises(CallerOnTheLine):
        await call_back(seeded, dina, newest["id"])


async def test_given_they_call_themselves_while_we_dial_then_they_are_struck_and_the_attempt_changes_nothing(
    seeded: Store,
) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await gives_up(seeded)
    call = await call_back(seeded, dina, (await entry(seeded))["id"])
    await gets_through(seeded)

    await ends(seeded, call, reached=False)

    shown = await entry(seeded)
    assert (shown["state"], shown["reason"]) == ("struck", "got_through")


async def test_given_we_reach_them_by_another_call_of_ours_then_they_are_struck(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await gives_up(seeded)

    call = await seeded.bus.handle(RequestOutboundCall(user_id=dina.id, number="08123456789"))
    await ends(seeded, call, reached=True)

    assert ((await entry(seeded))["state"], (await entry(seeded))["reason"]) == ("struck", "got_through")


async def test_given_nothing_is_ever_told_of_the_call_then_the_claim_is_taken_back(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await gives_up(seeded)
    await call_back(seeded, dina, (await entry(seeded))["id"])
    assert await seeded.bus.handle(SweepAbandoned()) == 0

    seeded.clock.forward(CALLING_AT_MOST.total_seconds() + 1)

    assert await seeded.bus.handle(SweepAbandoned()) == 1
    assert ((await entry(seeded))["state"], (await entry(seeded))["attempts"]) == ("open", 1)


async def test_given_they_talk_for_long_then_the_claim_stays(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await gives_up(seeded)
    call = await call_back(seeded, dina, (await entry(seeded))["id"])
    told = {"pbx_id": call.pbx_id, "uniqueid": call.uniqueid, "source": "ari"}
    await seeded.bus.handle(ReachCall(**told, occurred_at=seeded.clock.forward(5)))
    seeded.clock.forward(CALLING_AT_MOST.total_seconds() * 5)

    assert await seeded.bus.handle(SweepAbandoned()) == 0
    assert (await entry(seeded))["state"] == "calling"
