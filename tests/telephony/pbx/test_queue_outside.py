"""A number outside, the night, and what a waiting caller hears: no step ends a call, none holds a desk up."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from cad.clock import utc_now
from telephony.callers.audio import tone
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx, free_port, running_pbx
from tests.support.waiting import eventually
from tests.telephony.pbx.room import Room, choose, room
from tests.telephony.pbx.test_queue_plan import dial, marks

pytestmark = pytest.mark.timeout(90)

NEIGHBOUR = {"name": "Kota Padang", "number": "0751112"}
NEIGHBOUR_HZ = 620.0


@pytest.fixture(scope="module")
def network_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory, network_port: int) -> Iterator[Pbx]:
    """One Asterisk for all tests here, with a trunk to call out by."""
    home = tmp_path_factory.mktemp("outside") / "home"
    with running_pbx(home, desks=4, ring_seconds=2, trunk_host=f"127.0.0.1:{network_port}") as running:
        yield running


@pytest.fixture
async def desks(pbx: Pbx) -> AsyncIterator[Room]:
    async with room(pbx) as opened:
        yield opened


@pytest.fixture
async def neighbour(network_port: int) -> AsyncIterator[Phone]:
    """Whoever the trunk leads to. Without an `on_call` it is busy."""
    phone = Phone()
    phone.sound_for = lambda _invite: tone(NEIGHBOUR_HZ, 7.0, on_s=0.5, off_s=0.2)
    await phone.open(network_port)
    yield phone
    phone.vanish()


def music(pbx: Pbx, channel: str) -> str:
    return pbx.action("Getvar", Channel=channel, Variable="CHANNEL(musicclass)")["Value"]


async def test_given_nobody_answers_when_the_plan_says_so_then_a_number_outside_does_and_the_call_ends_with_it(
    pbx: Pbx, phone: Phone, desks: Room, neighbour: Phone
) -> None:
    calls: list[Dialog] = []

    async def answers(call: Dialog) -> None:
        calls.append(call)
        call.ring()
        neighbour.spawn(call.answer())

    neighbour.on_call = answers
    choose(pbx, outside=[NEIGHBOUR], outside_after_s=3)
    desks.silent = {"desk-01"}
    pbx.add_desk("desk-01")
    caller, call = await dial(pbx, phone)
    assert caller.dialog is not None
    assert await caller.hears(NEIGHBOUR_HZ, 7.5, within_s=30)  # more than 10 s of call: the tone has pauses
    assert NEIGHBOUR["number"] in calls[0].dialled
    (mark,) = marks(pbx, "overflow", call)
    assert (mark.fields["to"], mark.fields["why"], mark.fields["name"]) == ("outside", "time", "Kota Padang")
    (joined,) = [one for one in pbx.marks("joined") if one.fields["caller"] == call]
    assert (joined.fields["kind"], joined.fields["name"]) == ("party", "Kota Padang")
    await calls[0].hang_up()
    await asyncio.wait_for(caller.dialog.ended.wait(), 10)
    left, right = await asyncio.to_thread(pbx.recording, call)
    assert len(left) > 8000 * 10 and abs(right).max() > 1000


async def test_given_the_number_outside_is_busy_when_it_was_tried_then_the_caller_is_back_in_the_old_place(
    pbx: Pbx, phone: Phone, desks: Room, neighbour: Phone
) -> None:
    choose(pbx, outside=[NEIGHBOUR], outside_after_s=2)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    caller, call = await dial(pbx, phone)
    await eventually(lambda: len(marks(pbx, "overflow", call)) == 2, 20)
    assert [m.fields["why"] for m in marks(pbx, "overflow", call)] == ["time", "outside_busy"]
    pbx.action("QueuePause", Interface="PJSIP/desk-01", Paused="false")
    assert await caller.hears(desks.hz, 0.5)
    assert len(marks(pbx, "queued", call)) == 1


async def test_given_night_when_a_call_comes_then_the_second_group_rings_at_once_and_soon_the_number_outside(
    pbx: Pbx, phone: Phone, desks: Room, neighbour: Phone
) -> None:
    rung = asyncio.Event()

    async def rings(call: Dialog) -> None:
        call.ring()
        rung.set()

    neighbour.on_call = rings
    choose(pbx, night_mode="on", outside=[NEIGHBOUR])
    pbx.ask("dialplan set global OUTSIDE_SOON_S 4")
    desks.silent = {"desk-01", "desk-04"}
    pbx.add_desk("desk-01")
    pbx.add_to("overflow", "desk-04")
    _, call = await dial(pbx, phone)
    await eventually(lambda: set(desks.rang()) == {"desk-01", "desk-04"}, 5)
    assert music(pbx, await pbx.caller_channel()) == "tanggap-night"
    await asyncio.wait_for(rung.wait(), 15)
    told = await eventually(lambda: len(marks(pbx, "overflow", call)) == 2 and marks(pbx, "overflow", call))
    assert [(m.fields["to"], m.fields["why"]) for m in told] == [("group", "night"), ("outside", "night")]


async def test_given_a_night_of_the_clock_when_it_is_day_then_all_is_as_usual(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    begins, ends = utc_now() + timedelta(hours=2), utc_now() + timedelta(hours=3)
    choose(pbx, night_mode="schedule", night_from=f"{begins:%H:%M}", night_to=f"{ends:%H:%M}")
    pbx.add_to("overflow", "desk-04")
    pbx.add_desk("desk-01")
    desks.silent = {"desk-01"}
    await dial(pbx, phone)
    await eventually(lambda: desks.rang() == ["desk-01"], 5)
    assert music(pbx, await pbx.caller_channel()) == "tanggap-waiting"


async def test_given_callers_who_wait_when_their_place_is_said_then_a_free_desk_answers_in_the_middle_of_it(
    pbx: Pbx, phone: Phone, desks: Room
) -> None:
    choose(pbx, announce_every_s=2)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    first, call = await dial(pbx, phone)
    channel = await pbx.caller_channel()
    second, _ = await dial(pbx, phone, "081234567891")
    await eventually(lambda: music(pbx, channel) == "tanggap-place-1", 10)
    (later,) = [name for name in pbx.channels("PJSIP/trunk-") if name != channel]
    await eventually(lambda: music(pbx, later) == "tanggap-place-2", 10)
    began = asyncio.get_running_loop().time()
    pbx.action("QueuePause", Interface="PJSIP/desk-01", Paused="false")
    await eventually(lambda: desks.talking(), 10)
    assert asyncio.get_running_loop().time() - began < 3  # app_queue looks once a second, the desk takes 0.2 s
    assert await first.hears(desks.hz, 0.5)
    assert second.dialog is not None and not second.dialog.ended.is_set()
    assert len(marks(pbx, "queued", call)) == 1
    assert not [line for line in pbx.complaints() if "tanggap" in line]
