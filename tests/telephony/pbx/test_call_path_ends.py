"""Callers who go before anybody spoke to them, and those whom nobody can take: each has its path and its record."""

import asyncio

import pytest

from telephony.callers.audio import longest_silence
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from telephony.callers.sipp import callers
from tests.support.pbx import Pbx, free_port
from tests.support.waiting import eventually, wait_until

pytestmark = pytest.mark.timeout(60)


async def test_given_no_dispatcher_when_the_caller_gives_up_then_the_wait_was_audible_and_recorded(
    pbx: Pbx, phone: Phone
) -> None:
    caller = Caller(phone, "0752821234")
    dialog = await caller.dial(*pbx.sip)
    assert await caller.hears(425.0, seconds=0.8, within_s=25)  # the announcement, then the soft ringing tone
    await dialog.hang_up()
    await pbx.quiet()

    assert pbx.mark_names() == ["received", "recording", "queued"]
    assert pbx.marks()[0].fields["e164"] == "+62752821234"
    heard = dialog.media.heard()
    assert longest_silence(heard[: 5 * 8000]) < 1.5  # the announcement begins at once
    left, _ = pbx.recording(pbx.marks()[0].uniqueid)
    assert abs(len(left) - len(heard)) < 8000
    assert pbx.complaints() == []


async def test_given_desks_ring_when_the_caller_gives_up_then_every_desk_stops_ringing(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    desks.answer_after_s = None
    pbx.add_desk("desk-01", "desk-02")
    dialog = await Caller(phone, "081234567890").dial(*pbx.sip)
    await eventually(lambda: len(desks.calls) == 2)
    await dialog.hang_up()
    await eventually(lambda: all(call.ended.is_set() for call in desks.calls))
    await pbx.quiet()

    assert sorted(pbx.mark_names()) == ["queued", "received", "recording", "released", "released"]
    assert {m.fields["closed"] for m in pbx.marks("released")} == {"0"}
    caller = pbx.marks("received")[0].uniqueid
    assert [row["linkedid"] for row in pbx.events() if row["eventtype"] == "LINKEDID_END"] == [caller]


@pytest.mark.parametrize("number", ["", "anonymous"], ids=["privacy", "no name at all"])
async def test_given_a_withheld_number_when_112_is_dialled_then_it_is_taken_all_the_same(
    pbx: Pbx, phone: Phone, desks: Desks, number: str
) -> None:
    pbx.add_desk("desk-01")
    caller = Caller(phone, number, withheld=not number)
    await caller.dial(*pbx.sip)
    assert await caller.hears(desks.hz)
    received = (await pbx.mark("received")).fields
    assert (received["withheld"], received["e164"]) == ("1", "")
    assert "anonymous" in received["from"]


async def test_given_privacy_is_asked_when_the_network_asserts_a_number_then_the_centre_has_it(
    pbx: Pbx, phone: Phone
) -> None:
    await Caller(phone, "+628111222333", withheld=True).dial(*pbx.sip)
    received = (await pbx.mark("received")).fields
    assert (received["withheld"], received["e164"]) == ("0", "+628111222333")
    assert "+628111222333" in received["pai"]


async def test_given_another_number_when_it_is_dialled_then_it_is_refused_and_logged(pbx: Pbx, phone: Phone) -> None:
    dialog = await Caller(phone, "081234567890", dialled="0812999").dial(*pbx.sip)
    await asyncio.wait_for(dialog.ended.wait(), 5)
    assert dialog.status == 404
    await eventually(lambda: "'0812999' rejected" in pbx.log())
    assert pbx.events() == []


async def test_given_a_strange_number_when_112_is_dialled_then_it_is_taken(pbx: Pbx, phone: Phone) -> None:
    caller = Caller(phone, "a%22)%5D%2C$%7BEXTEN%7D;x=1")
    dialog = await caller.dial(*pbx.sip)
    await asyncio.wait_for(dialog.talking.wait(), 5)
    assert await pbx.mark("queued")
    received = pbx.marks("received")[0].fields
    assert (received["withheld"], received["e164"]) == ("0", "")


async def test_given_a_full_disk_when_112_is_dialled_then_the_call_goes_on_unrecorded(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    pbx.add_desk("desk-01")
    pbx.ask("dialplan set global FREE_KB_NEEDED 999999999999")
    caller = Caller(phone, "081234567890")
    await caller.dial(*pbx.sip)
    assert await caller.hears(desks.hz)
    assert pbx.mark_names() == ["received", "unrecorded", "queued"]
    assert pbx.marks("unrecorded")[0].fields == {"reason": "disk_full"}


def test_given_sipp_when_twenty_callers_come_at_once_then_all_are_answered_and_recorded(pbx: Pbx) -> None:
    """The trunk's own kind of caller, with media; nobody is on duty, so all wait."""
    installation = pbx.installation
    numbers = [f"08123450{n:04d}" for n in range(20)]
    folder = installation.home / "sipp"
    rtp = (pbx.installation.settings.rtp_end + 1, pbx.installation.settings.rtp_end + 400)
    running = callers(installation, folder, numbers, 20, pbx.sip[1], free_port(), rtp)
    try:
        wait_until(lambda: len(pbx.marks("queued")) == 20, 20, "20 callers in the queue")
        assert {m.fields["number"] for m in pbx.marks("received")} == set(numbers)
        assert len({m.fields["file"] for m in pbx.marks("recording")}) == 20
        pbx.ask("channel request hangup all")
        wait_until(lambda: running.process.poll() is not None, 20, "sipp at its end")
        assert running.counts().successful == 20
    finally:
        running.stop()
