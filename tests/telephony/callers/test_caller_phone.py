"""Our user agent against itself over real UDP: it must not depend on the other side being nice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks, desk_of
from telephony.callers.dialog import Dialog
from telephony.callers.message import Message, parameter, parse
from telephony.callers.phone import Phone
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def phone() -> AsyncIterator[Phone]:
    phone = Phone()
    await phone.open()
    yield phone
    phone.vanish()


@pytest.fixture
async def desks() -> AsyncIterator[Desks]:
    desks = Desks(hz=900)
    await desks.open(0)
    yield desks
    desks.phone.vanish()


async def dial(phone: Phone, desks: Desks, hz: float = 700) -> tuple[Caller, Dialog]:
    caller = Caller(phone, "08005550112", hz, dialled="desk-07")
    dialog = await caller.dial("127.0.0.1", desks.phone.port)
    return caller, dialog


async def test_given_a_call_when_answered_then_each_hears_the_other(phone: Phone, desks: Desks) -> None:
    caller, dialog = await dial(phone, desks)
    assert await caller.hears(900)
    other = desks.calls[0]
    await eventually(lambda: seconds_of_tone(other.media.heard(), 700) >= 1)
    assert desk_of(other) == "desk-07"
    await dialog.hang_up()
    await asyncio.wait_for(other.ended.wait(), 5)
    assert other.end_reason == "hung up by the other side"


async def test_given_the_desk_closes_when_talking_then_its_bye_says_tutup(phone: Phone, desks: Desks) -> None:
    desks.talk_s = 0.2
    _, dialog = await dial(phone, desks)
    seen = list[str]()
    receive = dialog.receive

    def look(message: Message, addr: tuple[str, int]) -> None:
        seen.append(message.get("Reason"))
        receive(message, addr)

    dialog.receive = look  # type: ignore[method-assign]
    await asyncio.wait_for(dialog.ended.wait(), 5)
    assert 'Q.850;cause=31;text="tutup"' in seen


async def test_given_it_only_rings_when_the_caller_gives_up_then_both_sides_end(phone: Phone, desks: Desks) -> None:
    desks.answer_after_s = None
    _, dialog = await dial(phone, desks)
    await asyncio.wait_for(dialog.ringing.wait(), 5)
    await dialog.hang_up()
    assert dialog.status == 487
    assert desks.calls[0].end_reason == "cancelled by the other side"


async def test_given_every_second_packet_is_lost_when_calling_then_the_call_is_made_and_ended(
    phone: Phone, desks: Desks
) -> None:
    for side in (phone, desks.phone):
        _lose_every_second(side)
    _, dialog = await dial(phone, desks)
    await asyncio.wait_for(dialog.talking.wait(), 20)
    await dialog.hang_up()
    await asyncio.wait_for(desks.calls[0].ended.wait(), 20)
    assert len(desks.calls) == 1


async def test_given_a_muted_desk_when_heard_then_there_is_silence_on_time(phone: Phone, desks: Desks) -> None:
    caller, dialog = await dial(phone, desks)
    assert await caller.hears(900)
    desks.calls[0].media.muted = True
    before = len(dialog.media.heard())
    await eventually(lambda: len(dialog.media.heard()) > before + 12000)
    assert seconds_of_tone(dialog.media.heard()[before + 4000 :], 900) == 0


async def test_given_noise_on_the_port_when_it_arrives_then_it_is_passed_over(phone: Phone) -> None:
    for noise in (b"", b"\r\n\r\n", b"\x00" * 40, b"SIP/2.0 nonsense", b"INVITE", b"INVITE sip:x SIP/2.0\r\nFrom"):
        phone.datagram_received(noise, ("127.0.0.1", 9))


def test_given_short_and_long_headers_when_parsed_then_they_are_the_same() -> None:
    message = parse(b"BYE sip:a@b SIP/2.0\r\nf: <sip:x@y>;tag=1\r\nVia: SIP/2.0/UDP h;branch=z9;rport\r\n\r\n")
    assert message is not None
    assert (message.get("From"), parameter(message.get("from"), "tag"), message.branch) == (
        "<sip:x@y>;tag=1",
        "1",
        "z9",
    )


def _lose_every_second(phone: Phone) -> None:
    whole, count = phone.send, iter(range(10**6))

    def send(message: object, remote: tuple[str, int]) -> None:
        if next(count) % 2:
            whole(message, remote)  # type: ignore[arg-type]

    phone.send = send  # type: ignore[method-assign]
