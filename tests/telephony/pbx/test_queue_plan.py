"""The routing plan at work in dialplan, with none of our processes: who rings when, and what becomes of who waits."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from telephony.callers.caller import Caller
from telephony.callers.desks import desk_of
from telephony.callers.phone import Phone
from tests.support.pbx import Mark, Pbx, running_pbx
from tests.support.waiting import eventually
from tests.telephony.pbx.room import Room, choose, room

pytestmark = pytest.mark.timeout(90)


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    """One Asterisk for all tests here."""
    home: Path = tmp_path_factory.mktemp("queue") / "home"
    with running_pbx(home, desks=4, ring_seconds=2) as running:
        yield running


@pytest.fixture
async def desks(pbx: Pbx) -> AsyncIterator[Room]:
    async with room(pbx) as opened:
        yield opened


async def dial(pbx: Pbx, phone: Phone, number: str = "081234567890", dialled: str = "112") -> tuple[Caller, str]:
    """A caller who waits: the caller and the call's uniqueid."""
    before = len(pbx.marks("queued"))
    caller = Caller(phone, number, dialled=dialled)
    await caller.dial(*pbx.sip)
    queued = await pbx.mark("queued", before + 1)
    return caller, queued.linkedid


def marks(pbx: Pbx, name: str, call: str) -> list[Mark]:
    return [mark for mark in pbx.marks(name) if mark.linkedid == call]


def legs_begun(pbx: Pbx, desk: str, after: float) -> list[dict[str, str]]:
    rows = [row for row in pbx.events() if row["eventtype"] == "CHAN_START" and f"/{desk}-" in row["channame"]]
    return [row for row in rows if float(row["eventtime"]) > after]


async def talk_and_close(desks: Room, count: int) -> str:
    """The `count`th ring is answered and closed; the desk."""
    call = await eventually(lambda: desks.talking() and len(desks.calls) == count and desks.talking()[0])
    await eventually(lambda: call.media.packets_heard > 10, what="the desk hears the caller")
    await call.hang_up(closed=True)
    return desk_of(call)


async def test_given_the_longest_idle_first_when_calls_come_then_each_desk_has_its_turn_alone(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx)
    pbx.add_desk("desk-01", "desk-02", "desk-03")
    turns = []
    for count in (1, 2, 3, 4):
        await dial(pbx, phone)
        turns.append(await talk_and_close(desks, count))
        await pbx.quiet()
        await asyncio.to_thread(eventually_a_second_later, pbx)
    assert sorted(turns[:3]) == ["desk-01", "desk-02", "desk-03"]
    assert turns[3] == turns[0]


def eventually_a_second_later(pbx: Pbx) -> None:
    """app_queue counts idle time in whole seconds: two talks within one are a draw."""
    from tests.support.waiting import wait_until

    now = pbx.ask("core show uptime seconds").split("System uptime:")[1].split()[0]
    wait_until(lambda: pbx.ask("core show uptime seconds").split("System uptime:")[1].split()[0] != now, 3)


async def test_given_nobody_answers_when_the_time_is_over_then_all_ring_at_once(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, ring_all_after_s=3)
    desks.silent = {"desk-01", "desk-02", "desk-03"}
    pbx.add_desk("desk-01", "desk-02", "desk-03")
    await dial(pbx, phone)
    await eventually(lambda: len(desks.calls) >= 1)
    assert len(desks.calls) == 1
    await eventually(lambda: len({desk_of(c) for c in desks.calls if not c.ended.is_set()}) == 3, 15, "three ring")


async def test_given_a_desk_that_does_not_answer_when_it_rang_to_the_end_then_it_is_skipped_until_it_answers(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx)
    desks.silent = {"desk-01"}
    pbx.add_desk("desk-01")
    _, call = await dial(pbx, phone)
    await eventually(lambda: desks.rang() == ["desk-01"])
    pbx.add_desk("desk-02")
    assert await talk_and_close(desks, 2) == "desk-02"
    (skipped,) = [mark for mark in marks(pbx, "released", call) if "skipped" in mark.fields]
    assert (skipped.fields["desk"], skipped.fields["skipped"]) == ("desk-01", "1")
    await pbx.quiet()

    desks.silent = set()
    await dial(pbx, phone, "081234567891")  # desk-01 is longer idle, and comes after all the same
    assert await talk_and_close(desks, 3) == "desk-02"
    await pbx.quiet()
    pbx.pause_desk("desk-02")
    _, call = await dial(pbx, phone, "081234567892")
    assert await talk_and_close(desks, 4) == "desk-01"
    await pbx.quiet()
    (answered,) = marks(pbx, "released", call)
    assert answered.fields["skipped"] == "0"


async def test_given_a_second_group_when_the_first_does_not_answer_in_time_then_it_rings_too(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, overflow_after_s=3)
    desks.silent = {"desk-01"}
    pbx.add_desk("desk-01")
    pbx.add_to("overflow", "desk-04")
    caller, call = await dial(pbx, phone)
    talking = await eventually(lambda: desks.talking(), 15)
    assert desk_of(talking[0]) == "desk-04"
    assert await caller.hears(desks.hz, 0.5)
    (mark,) = marks(pbx, "overflow", call)
    assert (mark.fields["to"], mark.fields["why"]) == ("group", "time")
    assert 3 <= mark.at - marks(pbx, "queued", call)[0].at < 6
    assert len(marks(pbx, "queued", call)) == 1


async def test_given_many_wait_when_they_are_as_many_as_the_plan_says_then_the_second_group_takes_the_first_of_them(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, overflow_waiting=3)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    pbx.add_to("overflow", "desk-04")
    calls = [(await dial(pbx, phone, f"08123456780{n}"))[1] for n in range(2)]
    assert desks.calls == []
    calls.append((await dial(pbx, phone, "081234567809"))[1])
    talking = await eventually(lambda: desks.talking(), 15)
    assert desk_of(talking[0]) == "desk-04"

    def entered() -> list[dict[str, str]]:
        rows = [row for row in pbx.events() if row["eventtype"] == "BRIDGE_ENTER" and row["linkedid"] in calls]
        return [row for row in rows if "desk-04" in row["channame"]]

    leg = (await eventually(entered, what="desk-04 in a bridge"))[-1]
    assert leg["linkedid"] in calls[:2]
    assert marks(pbx, "overflow", leg["linkedid"])[0].fields["why"] == "count"


async def test_given_a_wrap_up_when_a_talk_is_over_then_the_desk_is_left_alone_for_so_long_and_not_longer(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, wrap_up_s=4)
    pbx.add_desk("desk-01")
    _, first = await dial(pbx, phone)
    await talk_and_close(desks, 1)
    await pbx.quiet()
    (released,) = marks(pbx, "released", first)
    assert released.fields["wrap"] == "4"
    await dial(pbx, phone, "081234567891")
    await eventually(lambda: len(desks.calls) == 2, 10)
    offers = await eventually(lambda: legs_begun(pbx, "desk-01", released.at), what="the second offer in CEL")
    assert 3 <= float(offers[0]["eventtime"]) - released.at < 8


async def test_given_a_number_for_a_skill_when_it_is_dialled_then_only_who_has_it_rings_and_later_anybody(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(
        pbx,
        skills=[{"code": "minang", "name_id": "Minang", "name_en": ""}],
        dialled=[{"number": "119", "skill": "minang"}],
    )
    pbx.ask("dialplan set global SKILL_PATIENCE_S 6")
    desks.silent = {"desk-02"}
    pbx.add_desk("desk-01", "desk-02")
    pbx.add_to("skill-minang", "desk-02")
    _, call = await dial(pbx, phone, dialled="119")
    assert marks(pbx, "queued", call)[0].fields["skill"] == "minang"
    assert marks(pbx, "received", call)[0].fields["dialled"] == "119"
    await eventually(lambda: desks.talking(), 20)
    assert desks.rang()[:2] == ["desk-02", "desk-02"]
    assert desks.rang()[-1] == "desk-01"
    pbx.action("QueueRemove", Queue="skill-minang", Interface="PJSIP/desk-02")


async def test_given_an_unknown_number_when_it_is_dialled_then_it_is_refused(pbx: Pbx, phone: Phone) -> None:
    before = len(pbx.marks("received"))
    dialog = await Caller(phone, "081234567890", dialled="119").dial(*pbx.sip)
    await asyncio.wait_for(dialog.ended.wait(), 10)
    assert (dialog.status, len(pbx.marks("received"))) == (404, before)


async def test_given_three_wait_over_many_rounds_when_a_desk_comes_then_they_are_answered_in_their_order(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, announce_every_s=1)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    calls = [(await dial(pbx, phone, f"08123456780{n}"))[1] for n in range(3)]
    rounds = len(calls) * 3
    await eventually(lambda: heard_rounds(pbx, calls) >= rounds, 20, "three rounds each")
    desks.talk_s = 0.2
    pbx.action("QueuePause", Interface="PJSIP/desk-01", Paused="false")
    order = await eventually(lambda: answered(pbx, calls) if len(answered(pbx, calls)) == 3 else [], 20)
    assert order == calls


def answered(pbx: Pbx, calls: list[str]) -> list[str]:
    entered = [row for row in pbx.events() if row["eventtype"] == "BRIDGE_ENTER" and "desk" in row["channame"]]
    return [row["linkedid"] for row in entered if row["linkedid"] in calls]


def heard_rounds(pbx: Pbx, calls: list[str]) -> int:
    rows = pbx.events()
    return sum(
        row["eventtype"] == "APP_START" and row["appname"] == "Queue" and row["linkedid"] in calls for row in rows
    )


async def test_given_a_caller_whose_desk_was_lost_when_others_wait_longer_then_every_desk_rings_for_it_at_once(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx)
    pbx.add_desk("desk-01")
    caller, call = await dial(pbx, phone)
    assert await caller.hears(desks.hz, 0.5)
    desks.silent = {"desk-01", "desk-02", "desk-03"}
    pbx.add_desk("desk-02", "desk-03")
    await desks.talking()[0].hang_up()
    await eventually(lambda: len({desk_of(c) for c in desks.calls[1:] if not c.ended.is_set()}) == 3, 5, "three ring")
    assert len(marks(pbx, "returned", call)) == 1
