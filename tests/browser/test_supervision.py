"""A supervisor at the real page: hears a colleague's call, sees the desks, holds a recording, follows the audit."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from playwright.async_api import Locator, expect

from api.bench.person import Person
from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from tests.browser.conftest import Dial
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PATIENCE_MS = 20000
CALLER_HZ = 700.0
SARI_HZ = 1700.0


@pytest.fixture
async def sari(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    """The supervisor on her own page, at no desk yet."""
    known = city.login(system.installation, "sari")
    async with Dispatcher(system.installation.base_url, SARI_HZ) as sari:
        await sari.sign_in(known.username, known.password)
        await sari.see("nav-supervisor").click()
        await expect(sari.see("wall")).to_be_visible(timeout=PATIENCE_MS)
        yield sari
        await sari.picture(pictures(system) / f"{request.node.name}-sari.png")
        assert sari.errors == []


@pytest.fixture
async def person(system: System) -> AsyncIterator[Person]:
    async with await city.signed_in(system.installation, "sari") as person:
        yield person


async def talking(dispatcher: Dispatcher, dial: Dial) -> Caller:
    caller = await dial("08005550112", CALLER_HZ)
    await dispatcher.number_ringing()
    await dispatcher.answer()
    return caller


def desk_that_talks(sari: Dispatcher) -> Locator:
    return sari.page.locator('[data-testid^="desk-desk-"]').filter(has=sari.see("watch-listen"))


async def hears_tone(who: Dispatcher, hz: float, seconds: float = 0.7) -> None:
    before = len(await who.hears())
    async with asyncio.timeout(15):
        while seconds_of_tone(np.asarray((await who.hears())[before:]), hz) < seconds:
            await asyncio.sleep(0.1)


async def test_given_no_desk_of_her_own_when_she_listens_then_one_is_offered_and_she_hears_the_caller_until_she_stops(
    dispatcher: Dispatcher, sari: Dispatcher, dial: Dial, person: Person
) -> None:
    await talking(dispatcher, dial)
    await desk_that_talks(sari).get_by_test_id("watch-listen").click()
    await sari.see("watch-take").click()
    await expect(sari.see("watch-stop")).to_be_visible(timeout=PATIENCE_MS)
    await expect(sari.page.locator('[data-testid="desk-party"][data-role="listen"]')).to_be_visible()
    await hears_tone(sari, CALLER_HZ)
    [call] = [one for one in (await person.get("/api/state"))["calls"] if one["state"] == "talking"]
    assert [(one["kind"], one["role"]) for one in call["parties"] if one["kind"] == "supervisor"] == [
        ("supervisor", "listen")
    ]
    await sari.see("watch-whisper").click()
    await expect(sari.page.locator('[data-testid="desk-party"][data-role="whisper"]')).to_be_visible(
        timeout=PATIENCE_MS
    )
    await sari.see("watch-stop").click()
    await expect(sari.see("watch-stop")).to_have_count(0, timeout=PATIENCE_MS)
    await expect(dispatcher.see("phone-bar")).to_have_attribute("data-leg", "talking")
    await dispatcher.close_call()
    await sari.leave()


async def test_given_a_finished_call_when_its_recording_is_locked_then_it_is_kept_and_says_why(
    dispatcher: Dispatcher, sari: Dispatcher, dial: Dial, person: Person
) -> None:
    await talking(dispatcher, dial)
    await dispatcher.close_call()
    row = sari.see("recording-row").first
    await expect(row).to_contain_text("WAV", timeout=PATIENCE_MS)
    await row.click()
    await sari.see("recording-lock-open").click()
    await sari.see("recording-lock-reason").fill("Permintaan polisi")
    await sari.see("recording-lock-save").click()
    await expect(sari.see("recording-lock")).to_have_attribute("data-locked", "true", timeout=PATIENCE_MS)
    [kept, *_] = await person.get("/api/recordings")
    assert (kept["locked"], kept["lock_reason"], kept["keep_until"]) == (True, "Permintaan polisi", None)
    await sari.see("recording-unlock").click()
    await expect(sari.see("recording-lock")).to_have_attribute("data-locked", "false", timeout=PATIENCE_MS)


async def test_given_calls_and_recordings_when_the_audit_is_asked_for_then_it_ends_and_says_what_it_found(
    sari: Dispatcher,
) -> None:
    await sari.see("recordings-audit").click()
    await expect(sari.see("audit-now").or_(sari.page.locator("progress")).first).to_be_visible(timeout=PATIENCE_MS)
    await sari.see("audit-now").click()
    await expect(sari.see("recording-audit")).to_have_attribute("data-state", "done", timeout=60000)


async def test_given_a_desk_that_pauses_then_the_supervisor_sees_it_with_its_reason(
    dispatcher: Dispatcher, sari: Dispatcher
) -> None:
    row = sari.page.locator('[data-testid^="desk-desk-"]').filter(has_text="Budi")
    await expect(row).to_have_attribute("data-state", "ready", timeout=PATIENCE_MS)
    await dispatcher.see("phone-pause").click()
    await dispatcher.see("pause-prayer").click()
    await expect(row).to_have_attribute("data-state", "paused", timeout=PATIENCE_MS)
    await expect(row).to_contain_text("Salat")
    await expect(sari.see("wall-queue")).to_have_attribute("data-mode", "usual")
