"""The desk's own checks, from the console: the exchange answers, no process of ours is asked."""

import asyncio

import pytest
from playwright.async_api import expect

from api.demo.dispatcher import Dispatcher
from telephony.callers.audio import longest_silence, seconds_of_tone

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


async def test_given_a_ready_desk_when_it_asks_for_its_own_voice_then_it_comes_back_until_it_is_stopped(
    dispatcher: Dispatcher,
) -> None:
    before = len(await dispatcher.hears())
    await dispatcher.see("phone-devices").click()
    await dispatcher.see("phone-check-43").click()
    async with asyncio.timeout(12):
        while seconds_of_tone((await dispatcher.hears())[before:], dispatcher.hz) < 1.0:
            await asyncio.sleep(0.1)
    await dispatcher.see("phone-check-43").click()
    await expect(dispatcher.see("phone-check-45")).to_be_enabled()


async def test_given_a_ready_desk_when_it_is_checked_then_a_voice_tells_and_the_check_ends_by_itself(
    dispatcher: Dispatcher,
) -> None:
    before = len(await dispatcher.hears())
    await dispatcher.see("phone-devices").click()
    await dispatcher.see("phone-check-45").click()
    await expect(dispatcher.see("phone-check-43")).to_be_disabled()
    await expect(dispatcher.see("phone-check-43")).to_be_enabled(timeout=15000)
    told = (await dispatcher.hears())[before:]
    assert len(told) > 8000
    assert longest_silence(told) < len(told) / 8000 / 2, "mostly silence"
    await dispatcher.until_ready()
