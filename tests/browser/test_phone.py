"""The softphone in a real browser on a real Asterisk; every claim about audio is a tone found at the other end."""

import asyncio

import pytest
from playwright.async_api import expect

from api.bench.system import System
from api.demo.dispatcher import Dispatcher
from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from tests.browser.conftest import Dial
from tests.support.system import until_ready
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


async def dispatcher_hears(dispatcher: Dispatcher, hz: float, seconds: float = 1.0, within_s: float = 15.0) -> None:
    """From now on; what was heard before does not count."""
    before = len(await dispatcher.hears())

    async def found() -> float:
        return seconds_of_tone((await dispatcher.hears())[before:], hz)

    async with asyncio.timeout(within_s):
        while await found() < seconds:
            await asyncio.sleep(0.1)


async def caller_hears(caller: Caller, hz: float) -> None:
    assert caller.dialog is not None
    heard = await caller.hears(hz, since=len(caller.dialog.media.heard()))
    assert heard, f"the caller never heard {hz} Hz"


async def silent_for_caller(caller: Caller, hz: float, seconds: float = 2.0) -> None:
    """The tone is gone within a second, and stays away."""
    assert caller.dialog is not None
    media, wanted = caller.dialog.media, round(seconds * 8000)

    def away() -> bool:
        return seconds_of_tone(media.heard(seconds), hz) == 0

    before = len(media.heard())
    await eventually(lambda: len(media.heard()) > before + wanted and away(), seconds + 8, f"{hz} Hz gone")


async def test_given_a_call_when_answered_then_each_hears_the_other_and_no_one_else(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial("08005550112", 700)
    assert digits(await dispatcher.number_ringing()).endswith("8005550112")
    await dispatcher.answer()
    await asyncio.gather(dispatcher_hears(dispatcher, 700), caller_hears(caller, dispatcher.hz))
    assert seconds_of_tone(await dispatcher.hears(), 760) == 0


async def test_given_a_call_when_the_dispatcher_presses_tutup_then_the_caller_is_hung_up(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial()
    await dispatcher.number_ringing()
    await dispatcher.answer()
    await dispatcher_hears(dispatcher, 700)
    await dispatcher.close_call()
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)


async def test_given_a_call_when_muted_then_the_caller_hears_nothing_until_it_is_undone(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial()
    await dispatcher.number_ringing()
    await dispatcher.answer()
    await caller_hears(caller, dispatcher.hz)
    await dispatcher.see("phone-mute").click()
    await silent_for_caller(caller, dispatcher.hz)
    await dispatcher_hears(dispatcher, 700)
    await dispatcher.see("phone-mute").click()
    await caller_hears(caller, dispatcher.hz)


async def test_given_a_call_when_held_then_they_do_not_hear_each_other_until_it_is_resumed(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial()
    await dispatcher.number_ringing()
    await dispatcher.answer()
    await asyncio.gather(dispatcher_hears(dispatcher, 700), caller_hears(caller, dispatcher.hz))
    await dispatcher.hold()
    await silent_for_caller(caller, dispatcher.hz)
    assert caller.dialog is not None
    assert not caller.dialog.ended.is_set()
    await dispatcher.hold(False)
    await asyncio.gather(dispatcher_hears(dispatcher, 700), caller_hears(caller, dispatcher.hz))
    await dispatcher.close_call()
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)


async def test_given_a_call_when_the_page_is_reloaded_then_the_caller_rings_again_and_is_answered(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial()
    await dispatcher.number_ringing()
    await dispatcher.answer()
    await dispatcher_hears(dispatcher, 700)
    await dispatcher.hears()
    await dispatcher.page.reload()
    await dispatcher.until_ready()
    assert digits(await dispatcher.number_ringing()).endswith("8005550112")
    assert caller.dialog is not None
    assert not caller.dialog.ended.is_set()
    await dispatcher.answer()
    await asyncio.gather(dispatcher_hears(dispatcher, 700), caller_hears(caller, dispatcher.hz))


async def test_given_a_withheld_number_when_it_rings_then_the_screen_says_so(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    await dial("", 700, withheld=True)
    shown = await dispatcher.number_ringing()
    assert shown.strip()
    assert digits(shown) == ""


async def test_given_it_rings_when_the_caller_gives_up_then_the_ringing_ends(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial()
    await dispatcher.number_ringing()
    assert caller.dialog is not None
    await caller.dialog.hang_up()
    await expect(dispatcher.see("phone-bar")).to_have_attribute("data-leg", "none", timeout=5000)


async def test_given_two_callers_when_the_first_is_answered_then_the_second_waits_and_is_next(
    system: System, dispatcher: Dispatcher, dial: Dial
) -> None:
    await dial("08005550112", 700)
    await dispatcher.number_ringing()
    second = await dial("08005550236", 760)
    await dispatcher.answer()
    await dispatcher_hears(dispatcher, 700)
    await dispatcher.close_call()
    until_ready(system, 1)
    assert digits(await dispatcher.number_ringing()).endswith("8005550236")
    await dispatcher.answer()
    await asyncio.gather(dispatcher_hears(dispatcher, 760), caller_hears(second, dispatcher.hz))


def digits(shown: str) -> str:
    return "".join(letter for letter in shown if letter.isdigit())
