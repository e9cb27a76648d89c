"""What the line itself says and hears, with no process of ours running: test calls, a notice, silent callers."""

import asyncio

import numpy as np
import pytest

from telephony.callers.audio import RATE, Sound, join, seconds_of_tone, silence, tone
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.pbx import addresses
from telephony.voices.notice import write_notice
from tests.support.pbx import Pbx
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(120)
INCIDENT = "0199f5a2-7f10-7c3e-9b1a-3d5d6a0f2b11"
TAP = tone(1100, 0.06, 0.5)


async def waiting_caller(pbx: Pbx, phone: Phone, number: str, sound: Sound | None = None) -> Caller:
    before = len(pbx.marks("queued"))
    caller = Caller(phone, number, sound=silence(1) if sound is None else sound)
    await caller.dial(*pbx.sip)
    await pbx.mark("queued", before + 1)
    return caller


def says(caller: Caller, *sounds: Sound) -> None:
    """Once, and nothing afterwards."""
    assert caller.dialog is not None
    media = caller.dialog.media
    media._at, media.sound = 0, join([*sounds, silence(60)])


async def hears(caller: Caller, file: Sound, within_s: float = 15) -> None:
    """Asserts that this sound (its first 1.5 s that are loud) reached the caller."""
    start = int(np.argmax(np.abs(file) > 3000))
    wanted = file[start : start + RATE * 3 // 2].astype(np.float64)
    assert caller.dialog is not None
    dialog: Dialog = caller.dialog

    def found() -> bool:
        heard = dialog.media.heard().astype(np.float64)
        if len(heard) < len(wanted):
            return False
        size = 1 << (len(heard) + len(wanted)).bit_length()
        match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)[: len(heard)]
        best = int(np.argmax(match))
        part = heard[best : best + len(wanted)]
        likeness = match[best] / (np.linalg.norm(part) * np.linalg.norm(wanted[: len(part)]) + 1)
        return bool(likeness > 0.8)

    await eventually(found, within_s, "the caller hears the sentence")


def spoken(pbx: Pbx, name: str) -> Sound:
    data = pbx.installation.pbx / "data"
    return np.frombuffer((data / name).read_bytes(), dtype="<i2").astype(np.int16)


async def test_given_two_wait_when_the_later_one_presses_a_key_then_they_are_answered_first(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    desks.answer_after_s = None
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    first = await waiting_caller(pbx, phone, "081111111111")
    second = await waiting_caller(pbx, phone, "082222222222")

    assert second.dialog is not None
    second.dialog.media.press("5")
    pressed = await pbx.mark("silent")
    assert pressed.fields["key"] == "5"
    assert pressed.uniqueid == pbx.marks("received")[1].uniqueid
    await hears(second, spoken(pbx, "music/heard/1-announcement.sln"))

    desks.answer_after_s = 0.1
    pbx.action("QueuePause", Queue="emergency", Interface="PJSIP/desk-01", Paused="false")
    assert await second.hears(desks.hz, 0.5)
    assert first.dialog is not None and seconds_of_tone(first.dialog.media.heard(), desks.hz) == 0
    assert not first.dialog.ended.is_set()
    assert pbx.complaints() == []


async def test_a_test_call_hears_itself_and_ends_without_ringing_a_desk(pbx: Pbx, phone: Phone, desks: Desks) -> None:
    pbx.add_desk("desk-01")
    pbx.action("DBPut", Family="test", Key="+6281234567890", Val="1")
    caller = Caller(phone, "081234567890", hz=700)
    dialog = await caller.dial(*pbx.sip)
    await pbx.mark("test")
    assert await caller.hears(700, 2.0, within_s=40), "the caller hears their own voice"
    await asyncio.wait_for(dialog.ended.wait(), 20)
    await pbx.quiet()

    assert "queued" not in pbx.mark_names() and desks.calls == []
    assert list(addresses.raw_recordings(pbx.installation).glob("test-*")) == [], "what was spoken is not kept"
    assert pbx.complaints() == []


async def test_given_a_notice_is_on_then_who_waits_hears_it_and_a_free_desk_answers_all_the_same(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    write_notice(pbx.installation, "Kebakaran di Pasar Pusat sudah kami ketahui.")
    pbx.action("DBPut", Family="notice", Key="incident", Val=INCIDENT)
    pbx.add_desk("desk-01")
    pbx.pause_desk("desk-01")
    caller = await waiting_caller(pbx, phone, "081234567890")
    told = await pbx.mark("notice")
    assert told.fields["incident"] == INCIDENT
    await hears(caller, spoken(pbx, "music/notice/1-announcement.sln"))

    pbx.action("QueuePause", Queue="emergency", Interface="PJSIP/desk-01", Paused="false")
    assert await caller.hears(desks.hz, 0.5)
    pbx.action("DBDel", Family="notice", Key="incident")
    other = await waiting_caller(pbx, phone, "081234567891")
    assert other.dialog is not None and not other.dialog.ended.is_set()
    assert len(pbx.marks("notice")) == 1


async def asked(pbx: Pbx, phone: Phone, desks: Desks) -> tuple[Caller, Dialog]:
    """A silent caller whom the dispatcher has had asked for a key, as telephony asks Asterisk."""
    pbx.add_desk("desk-01")
    caller = await waiting_caller(pbx, phone, "081234567890")
    assert await caller.hears(desks.hz, 0.5)
    done = pbx.action(
        "Redirect",
        Channel=await pbx.caller_channel(),
        Context="tanggap-ask-silent",
        Exten="s",
        Priority="1",
        ExtraChannel=await pbx.desk_channel("desk-01"),
        ExtraContext="tanggap-room",
        ExtraExten=pbx.marks("received")[0].uniqueid,
        ExtraPriority="1",
    )
    assert done["Response"] == "Success", done
    await pbx.mark("silent-asked")
    return caller, desks.talking()[0]


async def back_with_the_desk(caller: Caller, desks: Desks) -> None:
    assert caller.dialog is not None
    assert await caller.hears(desks.hz, 0.5, since=len(caller.dialog.media.heard())), "back with the dispatcher"


@pytest.mark.parametrize("answer", ["5", "tap"])
async def test_given_the_dispatcher_asks_when_the_caller_answers_by_hand_then_it_is_told_and_they_meet_again(
    pbx: Pbx, phone: Phone, desks: Desks, answer: str
) -> None:
    caller, _desk = await asked(pbx, phone, desks)
    if answer == "tap":
        await hears(caller, spoken(pbx, "sounds/tanggap/ask-silent.sln"))
        says(caller, *[part for _ in range(12) for part in (TAP, silence(0.8))])
    else:
        assert caller.dialog is not None
        caller.dialog.media.press("5")
    assert (await pbx.mark("silent", within_s=20)).fields["key"] == answer
    await back_with_the_desk(caller, desks)
    assert len(pbx.marks("silent")) == 1


async def test_given_nothing_is_heard_when_the_time_is_over_then_caller_and_dispatcher_meet_again(
    pbx: Pbx, phone: Phone, desks: Desks
) -> None:
    caller, desk = await asked(pbx, phone, desks)
    assert await caller.hears(desks.hz, 0.5, within_s=25, since=len(caller.dialog.media.heard()))  # type: ignore[union-attr]
    assert pbx.marks("silent") == []
    await desk.hang_up(closed=True)
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)
