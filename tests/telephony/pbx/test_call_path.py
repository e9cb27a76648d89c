"""The way of a 112 call on a real Asterisk, with no process of ours running: the first law."""

import asyncio

import pytest

from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(60)
CALLER_HZ, DESK_HZ = 700.0, 440.0


async def test_given_a_ready_desk_when_112_is_dialled_then_both_hear_each_other_and_are_recorded(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    pbx.add_desk("desk-01")
    caller = Caller(phone, "081234567890", CALLER_HZ)
    dialog = await caller.dial(*pbx.sip)
    assert await caller.hears(DESK_HZ)
    desk = desks.talking()[0]
    await eventually(lambda: seconds_of_tone(desk.media.heard(), CALLER_HZ) >= 1)
    await desk.hang_up(closed=True)
    await asyncio.wait_for(dialog.ended.wait(), 5)
    await pbx.quiet()

    assert pbx.mark_names() == ["received", "recording", "queued", "released"]
    received, recording, _, released = pbx.marks()
    assert received.fields["e164"] == "+6281234567890"
    assert received.fields["withheld"] == "0"
    assert received.fields["dialled"] == "112"
    assert received.fields["sip_call_id"] == dialog.call_id
    assert released.fields["closed"] == "1"
    assert released.fields["desk"] == "desk-01"
    assert released.fields["cause"] == "31"
    assert released.linkedid == received.uniqueid
    assert recording.fields["file"] == f"{received.uniqueid}.raw"
    left, right = pbx.recording(received.uniqueid)
    assert seconds_of_tone(left, CALLER_HZ) > 0.8
    assert seconds_of_tone(right, DESK_HZ) > 0.8
    assert seconds_of_tone(left, DESK_HZ) == 0
    assert pbx.complaints() == []
