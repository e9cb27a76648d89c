"""Lost callers in PostgreSQL: one entry a number, whoever tells, in whatever order; who gets through is struck off."""

import asyncio
import random
from dataclasses import replace

import pytest
from sqlalchemy import event

from cad.abandoned.commands import DismissAbandoned, SweepAbandoned
from cad.abandoned.errors import CallbackClosed, UnknownAbandoned
from cad.abandoned.model import CALLING_AT_MOST, KEPT_OPEN
from cad.calls.commands import AnswerCall, CallFact, EndCall, OfferCall, ReceiveCall, ReleaseLeg
from cad.store import journal, views
from cad.store.views.abandoned import abandoned_views
from tests.cad.store.lost_callers import NUMBER, at_desk, dials, entries, entry, gets_through, gives_up, uniqueid
from tests.cad.store.people import fact, fire, hire
from tests.support.database import Store


async def test_given_a_caller_hangs_up_before_the_answer_then_they_are_on_the_list(seeded: Store) -> None:
    call = await gives_up(seeded, after_s=12)

    shown = await entry(seeded)
    assert (shown["number"], shown["kind"], shown["state"]) == (NUMBER, "before_answer", "open")
    assert (shown["calls"], shown["call_ids"], shown["waited_s"]) == (1, [call.id], 12.0)
    assert (shown["callable"], shown["on_the_line"], shown["attempts"]) == (True, None, 0)
    assert shown["caller"] == {"calls": 1, "last_at": None, "incidents": []}
    assert (await seeded.kinds())[-2:] == ["CallEnded", "CallerLost"]
    async with seeded.database.session() as session:
        assert (await views.call(session, call.id))["abandoned_id"] == shown["id"]
        told = await views.changed(session, (await views.journal_after(session, 0))[-1:])
        snapshot = await views.snapshot(session)
    assert [one["id"] for one in told["abandoned"]] == [one["id"] for one in snapshot["abandoned"]] == [shown["id"]]


async def test_given_one_number_gives_up_again_and_again_then_it_is_one_entry(seeded: Store) -> None:
    calls = [await gives_up(seeded, number, after_s=wait) for number, wait in ((NUMBER, 5), ("+628123456789", 30))]
    await gives_up(seeded, "0752821234")

    other, shown = await entries(seeded)
    assert other["number"] == "0752821234"
    assert (shown["calls"], shown["call_ids"]) == (2, [calls[1].id, calls[0].id])
    assert (shown["waited_s"], shown["first_at"] < shown["last_at"]) == (30.0, True)


async def test_given_a_withheld_number_then_each_call_is_shown_and_none_can_be_called(seeded: Store) -> None:
    for _ in range(2):
        await gives_up(seeded, "anonymous")

    shown = [(one["number"], one["withheld"], one["callable"]) for one in await entries(seeded)]
    assert shown == [("", True, False)] * 2


async def test_given_the_caller_gets_through_then_they_are_struck_off(seeded: Store) -> None:
    await gives_up(seeded)
    answered = await gets_through(seeded)

    shown = await entry(seeded)
    assert (shown["state"], shown["reason"]) == ("struck", "got_through")
    (told,) = await seeded.rows("SELECT data FROM journal WHERE kind = 'AbandonedStruck'")
    assert told["data"]["call_id"] == answered.id
    await gives_up(seeded)
    assert [one["state"] for one in await entries(seeded)] == ["open", "struck"]


async def test_given_the_caller_is_cut_off_again_then_they_stay_on_the_list(seeded: Store) -> None:
    await gives_up(seeded)
    await gets_through(seeded, talk_s=4)

    shown = await entry(seeded)
    assert (shown["state"], shown["calls"], shown["kind"]) == ("open", 2, "cut_off")


async def test_given_a_lost_call_is_told_after_the_one_that_got_through_then_it_is_struck_at_once(
    seeded: Store,
) -> None:
    """As when the reconciler reads it later, out of CEL."""
    lost = await dials(seeded)
    seeded.clock.forward(5)
    gone = lost | {"occurred_at": seeded.clock.now}
    seeded.clock.forward(5)
    await gets_through(seeded)

    await seeded.bus.handle(EndCall(**gone))

    shown = await entry(seeded)
    assert (shown["state"], shown["reason"], shown["calls"]) == ("struck", "got_through", 1)


def a_day(seeded: Store) -> list[CallFact]:
    """One number gives up, is cut off, gets through, gives up again."""
    told: list[CallFact] = []
    for talk_s in (None, 4, 60, None):
        channel = fact(seeded, uniqueid())
        gone = channel | {"occurred_at": seeded.clock.forward(talk_s or 5)}
        told += [ReceiveCall(**channel, number_raw=NUMBER), EndCall(**gone)]
        if talk_s is not None:
            leg = {"leg_uniqueid": f"{channel['uniqueid']}-leg", "desk_id": "desk-08"}
            told += [OfferCall(**channel, **leg), AnswerCall(**channel, **leg), ReleaseLeg(**gone, **leg)]
        seeded.clock.forward(30)
    return told


@pytest.mark.parametrize("seed", range(4))
async def test_given_ari_and_cel_tell_a_day_at_once_in_any_order_then_the_list_is_as_if_told_in_order(
    seeded: Store, seed: int
) -> None:
    chance = random.Random(seed)
    day = a_day(seeded)

    async def tell(facts: list[CallFact]) -> None:
        for one in facts:
            await seeded.bus.handle(one)

    await asyncio.gather(tell(chance.sample(day, len(day))), tell(chance.sample(day, len(day))))

    by_state = {state: await entries(seeded, state) for state in ("open", "struck")}
    assert [one["calls"] for one in by_state["open"]] == [1]
    assert sum(one["calls"] for one in by_state["struck"]) == 2
    assert await seeded.value("SELECT count(*) FROM lost_calls") == 3


async def test_a_call_that_dies_with_the_pbx_is_on_the_list_however_long_it_was(seeded: Store) -> None:
    told = await dials(seeded)
    leg = {"leg_uniqueid": "7.leg", "desk_id": "desk-08"}
    await seeded.bus.handle(AnswerCall(**told, **leg))
    later = told | {"occurred_at": seeded.clock.forward(300)}

    await seeded.bus.handle(EndCall(**later, broken=True))

    assert (await entry(seeded))["kind"] == "cut_off"


async def test_the_place_and_the_incidents_of_the_caller_are_known(seeded: Store) -> None:
    dina = await hire(seeded)
    before = await gets_through(seeded)
    incident = await fire(seeded, dina, call_id=before.id)
    async with seeded.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE incidents SET place_text = 'Jl. Sudirman 12'")
    await gives_up(seeded)

    shown = await entry(seeded)
    assert (shown["place"]["text"], shown["place"]["incident_id"]) == ("Jl. Sudirman 12", incident.id)
    assert [one["id"] for one in shown["caller"]["incidents"]] == [incident.id]
    assert shown["caller"]["calls"] == 2


async def test_given_they_call_again_right_now_then_the_list_says_so(seeded: Store) -> None:
    await gives_up(seeded)
    told = await dials(seeded)

    calling = (await entry(seeded))["on_the_line"]
    assert calling == await seeded.value("SELECT id FROM calls WHERE uniqueid = :channel", channel=told["uniqueid"])
    async with seeded.database.session() as session:
        last = (await views.journal_after(session, 0))[-1:]
        assert [one["on_the_line"] for one in (await views.changed(session, last))["abandoned"]] == [calling]


async def test_dismissing_needs_a_reason_and_is_the_end_of_it(seeded: Store) -> None:
    dina = await at_desk(seeded, "dina", "desk-01")
    await gives_up(seeded)
    shown = await entry(seeded)
    with pytest.raises(Exception, match="alasan"):
        await seeded.bus.handle(DismissAbandoned(user_id=dina.id, abandoned_id=shown["id"], reason=" "))

    dismiss = DismissAbandoned(user_id=dina.id, abandoned_id=shown["id"], reason="anak kecil")
    assert (await seeded.bus.handle(dismiss)).state == "dismissed"
    assert await seeded.bus.handle(dismiss)

    assert (await entry(seeded))["note"] == "anak kecil"
    assert (await seeded.kinds()).count("AbandonedDismissed") == 1
    assert "anak kecil" not in str(await seeded.rows("SELECT data FROM journal"))
    with pytest.raises(UnknownAbandoned):
        await seeded.bus.handle(replace(dismiss, abandoned_id="none"))
    await gets_through(seeded)
    assert (await entry(seeded))["state"] == "dismissed"
    await gives_up(seeded)
    await gets_through(seeded)
    struck = (await entries(seeded, "struck"))[0]
    with pytest.raises(CallbackClosed):
        await seeded.bus.handle(replace(dismiss, abandoned_id=struck["id"]))


async def test_an_entry_is_struck_off_after_a_day_and_stays_in_the_history(seeded: Store) -> None:
    await gives_up(seeded)
    assert await seeded.bus.handle(SweepAbandoned()) == 0

    seeded.clock.forward(KEPT_OPEN.total_seconds() + 1)

    assert await seeded.bus.handle(SweepAbandoned()) == 1
    assert await seeded.bus.handle(SweepAbandoned()) == 0
    assert ((await entry(seeded))["state"], (await entry(seeded))["reason"]) == ("struck", "aged_out")
    assert CALLING_AT_MOST < KEPT_OPEN
    async with seeded.database.session() as session:
        assert (await views.snapshot(session))["abandoned"] == []


async def test_given_300_callers_give_up_then_few_queries_tell_them_all(seeded: Store) -> None:
    said: list[str] = []
    engine = seeded.database.engine.sync_engine
    numbers = [f"0812{n:08d}" for n in range(300)]

    def note(*told: object) -> None:
        said.append(str(told[2]))

    waiting = [await dials(seeded, number) for number in numbers]
    seeded.clock.forward(20)
    event.listen(engine, "before_cursor_execute", note)
    for told in waiting:
        await seeded.bus.handle(EndCall(**(told | {"occurred_at": seeded.clock.now})))
    for_each = len(said) / len(numbers)
    said.clear()
    async with seeded.database.session() as session:
        shown = await views.open_abandoned(session)
        for_list = len(said)
        again = await abandoned_views(session, [one["id"] for one in shown[:50]])
    event.remove(engine, "before_cursor_execute", note)

    assert len({one["number"] for one in shown}) == 300
    assert len(again) == 50
    # Reads: the call, its legs, the person, the entries it touches, whether they got through later; what is written
    # goes in one.
    assert for_each <= 6
    assert for_list == 2
    async with seeded.database.session() as session:
        assert await journal.first_broken_position(session) is None
