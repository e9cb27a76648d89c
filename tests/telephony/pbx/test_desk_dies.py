"""A desk that is lost in mid-call gives its caller back to the head of the queue, in dialplan alone."""

import asyncio

import pytest

from telephony.callers.caller import Caller
from telephony.callers.desks import Desks, desk_of
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(90)


async def talking_to(pbx: Pbx, phone: Phone, desks: Desks, desk: str = "desk-01") -> tuple[Caller, Dialog]:
    """A call that this desk has answered: the caller, and the desk's side."""
    pbx.add_desk(desk)
    caller = Caller(phone, "081234567890")
    await caller.dial(*pbx.sip)
    assert await caller.hears(desks.hz, 0.5)
    return caller, desks.talking()[0]


async def test_given_a_bye_without_tutup_when_talking_then_another_desk_gets_the_caller(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, first = await talking_to(pbx, phone, desks)
    pbx.add_desk("desk-02")
    pbx.pause_desk("desk-01")
    assert caller.dialog is not None
    await first.hang_up()
    await eventually(lambda: len(desks.calls) == 2 and desks.talking())
    assert desk_of(desks.talking()[0]) == "desk-02"
    at = len(caller.dialog.media.heard())
    assert await caller.hears(desks.hz, since=at)
    await desks.talking()[0].hang_up(closed=True)
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)
    await pbx.quiet()
    assert pbx.mark_names() == ["received", "recording", "queued", "released", "returned", "queued", "released"]
    assert [m.fields["closed"] for m in pbx.marks("released")] == ["0", "1"]
    assert len({m.linkedid for m in pbx.marks()}) == 1
    assert pbx.complaints() == []


async def test_given_a_desk_without_power_when_talking_then_it_is_out_after_four_seconds(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, first = await talking_to(pbx, phone, desks)
    pbx.pause_desk("desk-01")
    pbx.add_desk("desk-02")
    desks.phone.dialogs.pop(first.call_id)  # no BYE, no answer, and its voice stops
    first.media.close()
    began = asyncio.get_running_loop().time()
    await pbx.mark("returned")
    assert 3 < asyncio.get_running_loop().time() - began < 7
    await eventually(lambda: len(desks.calls) == 2 and desk_of(desks.calls[1]) == "desk-02")
    assert caller.dialog is not None
    assert await caller.hears(desks.hz, since=len(caller.dialog.media.heard()))


async def test_given_others_wait_when_a_caller_is_returned_then_it_goes_first(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    pbx.ask("database put priority +6281299990002 9")
    _, first = await talking_to(pbx, phone, desks)
    for number in ("081299990001", "081299990002"):
        await Caller(phone, number).dial(*pbx.sip)
    await pbx.mark("queued", 3)
    await first.hang_up()
    await eventually(lambda: len(desks.calls) == 2 and desks.talking())
    assert desks.calls[1].talking.is_set()
    started = [row for row in pbx.events() if row["eventtype"] == "CHAN_START"]
    leg = [row for row in started if row["channame"].startswith("PJSIP/desk-")][-1]
    assert leg["linkedid"] == pbx.marks("returned")[0].linkedid


async def test_given_a_desk_answers_and_dies_at_once_then_the_caller_stays_and_gets_another(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    desks.talk_s, desks.closes, desks.answer_after_s = 0.0, False, 0.0
    pbx.add_desk("desk-01")
    caller = Caller(phone, "081234567890")
    dialog = await caller.dial(*pbx.sip)
    await eventually(lambda: len(desks.calls) >= 3)
    desks.talk_s = None
    assert await caller.hears(desks.hz)
    assert not dialog.ended.is_set()


async def test_given_the_caller_goes_when_being_returned_then_nothing_is_left(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, first = await talking_to(pbx, phone, desks)
    assert caller.dialog is not None
    await asyncio.gather(first.hang_up(), caller.dialog.hang_up())
    await pbx.quiet()
    assert "0 calls" in pbx.ask("queue show emergency") or "has 0" in pbx.ask("queue show emergency")
    assert pbx.ask("core show channels count").count("0 active") == 2


async def test_given_both_hang_up_at_once_when_the_desk_closes_then_the_call_is_over(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, first = await talking_to(pbx, phone, desks)
    assert caller.dialog is not None
    await asyncio.gather(caller.dialog.hang_up(), first.hang_up(closed=True))
    await pbx.quiet()
    assert pbx.marks("returned") == []


async def test_given_our_side_closes_the_call_when_talking_then_caller_and_desk_are_free(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, first = await talking_to(pbx, phone, desks)
    channel = await pbx.caller_channel()
    pbx.action("Setvar", Channel=channel, Variable="TANGGAP_CLOSE", Value="1")
    pbx.action("Hangup", Channel=channel, Cause="16")
    assert caller.dialog is not None
    await asyncio.wait_for(asyncio.gather(caller.dialog.ended.wait(), first.ended.wait()), 5)
    await pbx.quiet()
    assert pbx.marks("returned") == []
