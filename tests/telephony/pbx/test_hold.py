"""Hold and resume, as telephony does them: one AMI Redirect each, and the dialplan does the rest."""

import asyncio

import pytest

from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(90)


async def held(pbx: Pbx, phone: Phone, desks: Desks) -> tuple[Caller, Dialog]:
    """A call that desk-01 has answered and put on hold."""
    pbx.add_desk("desk-01")
    caller = Caller(phone, "081234567890")
    await caller.dial(*pbx.sip)
    assert await caller.hears(desks.hz, 0.5)
    await hold(pbx)
    return caller, desks.talking()[0]


async def hold(pbx: Pbx, times: int = 1) -> None:
    caller, desk = await pbx.caller_channel(), await pbx.desk_channel("desk-01")
    uniqueid = (await pbx.mark("received")).uniqueid
    done = pbx.action(
        "Redirect",
        Channel=caller,
        Context="tanggap-hold",
        Exten="s",
        Priority="1",
        ExtraChannel=desk,
        ExtraContext="tanggap-room",
        ExtraExten=uniqueid,
        ExtraPriority="1",
    )
    assert done["Response"] == "Success", done
    await pbx.mark("held", times)


async def resume(pbx: Pbx, times: int = 1) -> None:
    channel, uniqueid = await pbx.caller_channel(), pbx.marks("received")[0].uniqueid
    pbx.action("Redirect", Channel=channel, Context="tanggap-room", Exten=uniqueid, Priority="1")
    await pbx.mark("resumed", times)


async def heard_by_caller_from_now(caller: Caller, hz: float) -> bool:
    assert caller.dialog is not None
    return await caller.hears(hz, 0.5, since=len(caller.dialog.media.heard()))


async def heard_by_desk_from_now(desk: Dialog, hz: float) -> None:
    at = len(desk.media.heard())
    await eventually(lambda: seconds_of_tone(desk.media.heard()[at:], hz) > 0.5)


async def test_given_a_call_when_held_and_resumed_twice_then_both_hear_each_other_again(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, desk = await held(pbx, phone, desks)
    for times in (1, 2):
        assert await caller.hears(
            425.0, 0.5, within_s=20, since=len(caller.dialog.media.heard()) if caller.dialog else 0
        )
        await resume(pbx, times)
        assert await heard_by_caller_from_now(caller, desks.hz)
        await heard_by_desk_from_now(desk, caller.hz)
        if times == 1:
            await hold(pbx, 2)
    await desk.hang_up(closed=True)
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)
    await pbx.quiet()
    assert pbx.mark_names() == [
        *("received", "recording", "queued", "held", "resumed", "held", "resumed", "released"),
    ]
    released = pbx.marks("released")[0]
    assert released.fields["closed"] == "1"
    assert released.fields["desk"] == "desk-01"
    assert released.fields["leg"] == released.uniqueid
    assert released.linkedid == pbx.marks("received")[0].uniqueid
    _, right = pbx.recording(released.linkedid)
    assert seconds_of_tone(right[-8000:], desks.hz) > 0.2  # the same file goes on in the room
    assert pbx.complaints() == []


@pytest.mark.parametrize("closed", [True, False], ids=["tutup", "lost"])
async def test_given_the_caller_is_on_hold_when_the_desk_goes_then_tutup_ends_and_a_loss_returns(
    pbx: Pbx, phone: Phone, desks: Desks, closed: bool
) -> None:
    caller, desk = await held(pbx, phone, desks)
    pbx.pause_desk("desk-01")
    pbx.add_desk("desk-02")
    await desk.hang_up(closed=closed)
    assert caller.dialog is not None
    if closed:
        await asyncio.wait_for(caller.dialog.ended.wait(), 5)
    else:
        await pbx.mark("returned", within_s=3)
        assert await heard_by_caller_from_now(caller, desks.hz)


@pytest.mark.parametrize("closed", [True, False], ids=["tutup", "lost"])
async def test_given_the_call_is_in_the_room_when_the_desk_goes_then_tutup_ends_and_a_loss_returns(
    pbx: Pbx, phone: Phone, desks: Desks, closed: bool
) -> None:
    caller, desk = await held(pbx, phone, desks)
    await resume(pbx)
    assert await heard_by_caller_from_now(caller, desks.hz)
    pbx.pause_desk("desk-01")
    pbx.add_desk("desk-02")
    await desk.hang_up(closed=closed)
    assert caller.dialog is not None
    if closed:
        await asyncio.wait_for(caller.dialog.ended.wait(), 5)
        return
    await pbx.mark("returned", within_s=3)
    assert await heard_by_caller_from_now(caller, desks.hz)
    assert pbx.mark_names().count("queued") == 2


@pytest.mark.parametrize("place", ["hold", "room"])
async def test_given_hold_or_room_when_the_desk_loses_power_then_the_caller_returns(
    pbx: Pbx, phone: Phone, desks: Desks, place: str
) -> None:
    caller, desk = await held(pbx, phone, desks)
    if place == "room":
        await resume(pbx)
        assert await heard_by_caller_from_now(caller, desks.hz)
    pbx.pause_desk("desk-01")
    pbx.add_desk("desk-02")
    desks.phone.dialogs.pop(desk.call_id)
    desk.media.close()
    await pbx.mark("returned", within_s=8)
    assert await heard_by_caller_from_now(caller, desks.hz)


async def test_given_the_desk_is_gone_already_when_resumed_then_the_caller_is_not_left_in_the_room(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, desk = await held(pbx, phone, desks)
    channel, uniqueid = await pbx.caller_channel(), pbx.marks("received")[0].uniqueid
    pbx.pause_desk("desk-01")
    await desk.hang_up()
    pbx.action("Redirect", Channel=channel, Context="tanggap-room", Exten=uniqueid, Priority="1")
    await pbx.mark("returned", within_s=4)
    pbx.add_desk("desk-02")
    assert await heard_by_caller_from_now(caller, desks.hz)


async def test_given_the_caller_hangs_up_on_hold_then_the_desk_is_free_again(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, desk = await held(pbx, phone, desks)
    assert caller.dialog is not None
    await caller.dialog.hang_up()
    await asyncio.wait_for(desk.ended.wait(), 5)
    await pbx.quiet()
    assert pbx.marks("returned") == []
    assert pbx.complaints() == []


async def test_given_the_caller_hangs_up_in_the_room_then_the_desk_is_free_again(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, desk = await held(pbx, phone, desks)
    await resume(pbx)
    assert await heard_by_caller_from_now(caller, desks.hz)
    assert caller.dialog is not None
    await caller.dialog.hang_up()
    await asyncio.wait_for(desk.ended.wait(), 5)
    await pbx.quiet()
    assert pbx.marks("returned") == []
    assert pbx.complaints() == []
