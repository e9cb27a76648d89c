"""Call control as dispatchers press it: real pages, a real exchange. Its sound: tests/telephony/live/control."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import expect

from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.pbx.console import console
from tests.browser.conftest import Dial
from tests.support.pbx import free_port
from tests.support.system import pictures, whole_system
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

NUMBER = "08005550112"
PATIENCE_MS = 20000


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """With a trunk behind which somebody may answer."""
    with whole_system({"trunk_host": f"127.0.0.1:{free_port()}"}) as system:
        yield system


@pytest.fixture
async def outside(system: System) -> AsyncIterator[Desks]:
    """Whoever is dialled outside the house picks up. The exchange dials only where it saw somebody."""
    phones = Desks(hz=900.0)
    address = system.installation.settings.trunk_host
    await phones.open(int(address.rpartition(":")[2]))
    await eventually(lambda: is_reachable(system, address), 20, "the trunk is seen")
    yield phones
    await phones.close()


def is_reachable(system: System, address: str) -> bool:
    with console(system.installation) as asked:
        lines = asked.command("pjsip show contacts").splitlines()
    return any(address in line and " Avail " in line for line in lines)


@pytest.fixture
async def colleague(
    system: System, dispatcher: Dispatcher, request: pytest.FixtureRequest
) -> AsyncIterator[Dispatcher]:
    """Dina at the next desk: her phone is there, and the queue does not ring it."""
    dina = city.login(system.installation, "dina")
    async with Dispatcher(system.installation.base_url, 1600.0) as colleague:
        await colleague.sign_in(dina.username, dina.password)
        await colleague.be_ready()
        await pause(colleague)
        yield colleague
        await colleague.picture(pictures(system) / f"{request.node.name}-dina.png")
        await colleague.leave()
        assert colleague.errors == []


async def pause(who: Dispatcher) -> None:
    await who.see("phone-pause").click()
    await who.see("pause-break").click()
    await expect(who.see("phone-bar")).to_have_attribute("data-state", "paused", timeout=PATIENCE_MS)


async def has_leg(who: Dispatcher, leg: str) -> None:
    await expect(who.see("phone-bar")).to_have_attribute("data-leg", leg, timeout=PATIENCE_MS)


async def talking(dispatcher: Dispatcher, dial: Dial) -> Caller:
    caller = await dial(NUMBER)
    await dispatcher.number_ringing()
    await dispatcher.answer()
    await expect(dispatcher.see("phone-transfer")).to_be_enabled(timeout=PATIENCE_MS)
    return caller


async def choose(dispatcher: Dispatcher, way: str, whom: str) -> None:
    """F6, the way, a few letters, Enter."""
    await dispatcher.page.keyboard.press("F6")
    await dispatcher.see(f"mode-{way}").click()
    await dispatcher.see("target-input").fill(whom)
    await expect(dispatcher.see("target-row").first).to_be_visible()
    await dispatcher.page.keyboard.press("Enter")
    await expect(dispatcher.see("target-panel")).to_have_count(0, timeout=PATIENCE_MS)


def is_up(caller: Caller) -> bool:
    return caller.dialog is not None and not caller.dialog.ended.is_set()


async def test_given_a_call_when_it_is_transferred_then_the_colleague_has_it_and_this_desk_is_free(
    dispatcher: Dispatcher, colleague: Dispatcher, dial: Dial
) -> None:
    caller = await talking(dispatcher, dial)
    await choose(dispatcher, "transfer", "dina")
    await has_leg(dispatcher, "none")
    assert "8005550112" in "".join(letter for letter in await colleague.number_ringing() if letter.isdigit())
    await expect(colleague.see("screen-pop")).to_contain_text("Alihan")
    await colleague.answer()
    assert is_up(caller)
    await expect(dispatcher.see("call-row").first).to_contain_text("Dina", timeout=PATIENCE_MS)
    await colleague.close_call()
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)


async def test_given_a_call_when_a_colleague_is_consulted_and_connected_then_the_colleague_keeps_it(
    dispatcher: Dispatcher, colleague: Dispatcher, dial: Dial
) -> None:
    caller = await talking(dispatcher, dial)
    await choose(dispatcher, "consult", "dina")
    await colleague.number_ringing()
    await expect(colleague.see("screen-pop")).to_contain_text("konsultasi")
    consulted = dispatcher.page.locator('[data-testid="party"][data-role="consult"]')
    await expect(consulted).to_have_attribute("data-state", "ringing", timeout=PATIENCE_MS)
    await colleague.answer()
    await expect(consulted).to_have_attribute("data-state", "talking", timeout=PATIENCE_MS)
    await expect(dispatcher.see("phone-complete")).to_be_enabled(timeout=PATIENCE_MS)
    await dispatcher.page.keyboard.press("F6")
    await has_leg(dispatcher, "none")
    await expect(colleague.see("phone-hold")).to_be_enabled(timeout=PATIENCE_MS)
    assert is_up(caller)
    await colleague.close_call()
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)


async def test_given_a_call_when_nobody_can_be_consulted_then_it_is_said_and_the_caller_is_still_there(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await talking(dispatcher, dial)
    await choose(dispatcher, "consult", "0751 999 000")
    failure = dispatcher.see("call-failure")
    await expect(failure).to_be_visible(timeout=60000)
    await expect(failure).to_contain_text("Penelepon tetap tersambung")
    assert is_up(caller)
    await dispatcher.hold(False)


async def test_given_a_call_when_an_outside_party_joins_then_it_is_listed_and_can_be_dropped(
    dispatcher: Dispatcher, dial: Dial, outside: Desks
) -> None:
    caller = await talking(dispatcher, dial)
    await choose(dispatcher, "conference", "0752 113")
    await expect(dispatcher.see("party").first).to_have_attribute("data-state", "talking", timeout=PATIENCE_MS)
    await dispatcher.see("party-drop").click()
    await expect(dispatcher.see("party")).to_have_count(0, timeout=PATIENCE_MS)
    assert is_up(caller)


async def test_given_a_call_when_it_is_parked_then_it_is_taken_by_one_press_and_picks_up_by_itself(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await talking(dispatcher, dial)
    await dispatcher.page.keyboard.press("Shift+F7")
    await has_leg(dispatcher, "none")
    await expect(dispatcher.see("parked-row")).to_be_visible(timeout=PATIENCE_MS)
    assert is_up(caller)
    await dispatcher.see("call-take").click()
    await has_leg(dispatcher, "talking")
    await expect(dispatcher.see("parked-row")).to_have_count(0, timeout=PATIENCE_MS)
    await expect(dispatcher.see("phone-hold")).to_be_enabled(timeout=PATIENCE_MS)
    await dispatcher.close_call()
    assert caller.dialog is not None
    await asyncio.wait_for(caller.dialog.ended.wait(), 5)


async def test_given_a_caller_who_gave_up_when_called_back_by_key_then_they_are_reached_and_struck_off(
    dispatcher: Dispatcher, outside: Desks, dial: Dial
) -> None:
    caller = await dial("08005550447")
    await dispatcher.number_ringing()
    assert caller.dialog is not None
    await caller.dialog.hang_up()
    row = dispatcher.page.locator('[data-testid="abandoned-row"][data-number*="8005550447"]')
    await expect(row.get_by_test_id("abandoned-callback")).to_be_enabled(timeout=PATIENCE_MS)
    await dispatcher.page.keyboard.press("Alt+b")
    await has_leg(dispatcher, "talking")
    await expect(row.get_by_test_id("abandoned-claimed")).to_contain_text("Budi", timeout=PATIENCE_MS)
    await expect(dispatcher.see("phone-hold")).to_be_enabled(timeout=PATIENCE_MS)
    assert len(outside.talking()) == 1
    await dispatcher.close_call()
    await expect(row).to_have_count(0, timeout=PATIENCE_MS)


async def test_given_a_caller_who_gave_up_when_dismissed_then_it_can_be_taken_back_before_it_is_so(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    caller = await dial("08005550448")
    await dispatcher.number_ringing()
    assert caller.dialog is not None
    await caller.dialog.hang_up()
    row = dispatcher.page.locator('[data-testid="abandoned-row"][data-number*="8005550448"]')
    await row.get_by_test_id("abandoned-dismiss").click()
    await row.get_by_test_id("dismiss-handled").click()
    await row.get_by_test_id("abandoned-undo").click()
    await expect(row.get_by_test_id("abandoned-callback")).to_be_visible()
    await row.get_by_test_id("abandoned-dismiss").click()
    await row.get_by_test_id("dismiss-handled").click()
    await expect(row).to_have_count(0, timeout=PATIENCE_MS)


async def test_given_a_prank_call_when_marked_and_lowered_then_it_is_kept_and_can_be_restored(
    dispatcher: Dispatcher, dial: Dial
) -> None:
    await talking(dispatcher, dial)
    await dispatcher.see("call-disposition-prank").click()
    await expect(dispatcher.see("dispositions").first).to_have_attribute(
        "data-disposition", "prank", timeout=PATIENCE_MS
    )
    await dispatcher.see("nuisance-open").click()
    await dispatcher.see("nuisance-reason").fill("Anak-anak, enam kali malam ini")
    await dispatcher.see("nuisance-lower").click()
    nuisance = dispatcher.see("nuisance")
    await expect(nuisance).to_have_attribute("data-lowered", "yes", timeout=PATIENCE_MS)
    await dispatcher.see("nuisance-lift").click()
    await expect(nuisance).to_have_attribute("data-lowered", "no", timeout=PATIENCE_MS)
