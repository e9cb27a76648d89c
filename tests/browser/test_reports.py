"""What is known already stands under the form; one key puts the call there; a merge is undone by its notice; and many
incidents are chosen by key and grouped. At the real page."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from api.bench.person import Person
from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from tests.browser.test_settings import PATIENCE_MS, at_the_page
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PLACE = {"text": "Jl. Anas Karim 9", "kelurahan_code": "13.74.01.1008", "lat": -0.4677, "lon": 100.4056}


@pytest.fixture
async def dina(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    async with at_the_page(system, "dina", request.node.name) as dina:
        yield dina


@pytest.fixture
async def person(system: System) -> AsyncIterator[Person]:
    async with await city.signed_in(system.installation, "dina") as person:
        yield person


async def test_given_a_crash_is_known_when_it_is_merged_by_key_then_the_notice_takes_it_back(
    dina: Dispatcher, person: Person, system: System
) -> None:
    crash = {"type_code": "traffic_injury", "place": PLACE}
    first, second = [await person.post("/api/incidents", **crash) for _ in range(2)]
    await dina.page.locator(f'[data-testid="incident-row"][data-incident="{second["id"]}"]').click()
    await dina.page.keyboard.press("Alt+e")
    known = dina.page.locator(f'[data-testid="duplicate"][data-incident="{first["id"]}"]')
    await expect(known).to_have_attribute("data-grade", "sure", timeout=PATIENCE_MS)
    await dina.picture(pictures(system) / "duplicates.png")

    await dina.page.keyboard.press("Alt+g")

    panel = dina.see("incident-panel")
    await expect(panel).to_have_attribute("data-incident", first["id"], timeout=PATIENCE_MS)
    await expect(dina.see("merged-here")).to_have_count(1, timeout=PATIENCE_MS)
    assert (await person.get(f"/api/incidents/{second['id']}"))["merged_into"] == first["id"]
    await dina.see("notice").get_by_role("button").first.click()
    await expect(dina.see("merged-here")).to_have_count(0, timeout=PATIENCE_MS)
    assert (await person.get(f"/api/incidents/{second['id']}"))["state"] == "open"


async def test_given_disaster_mode_when_many_are_chosen_by_key_then_they_stand_under_one(
    dina: Dispatcher, person: Person, system: System
) -> None:
    floods = [await person.post("/api/incidents", type_code="flood", what="Air naik") for _ in range(4)]
    await dina.see("nav-disaster").click()
    await dina.see("disaster-reason").fill("Galodo Batang Anai")
    await dina.see("disaster-begin").click()
    await expect(dina.see("disaster-banner")).to_contain_text("Galodo Batang Anai", timeout=PATIENCE_MS)

    major, *members = floods
    for one in members:
        await dina.page.locator(f'[data-testid="triage-row"][data-number="{one["number"]}"]').click()
    await dina.see("triage-group").fill(str(major["number"]))
    await dina.page.keyboard.press("Enter")
    row = dina.page.locator(f'[data-testid="triage-row"][data-number="{major["number"]}"]')
    await expect(row).to_contain_text("INDUK 3", timeout=PATIENCE_MS)
    await dina.picture(pictures(system) / "triage.png")

    await dina.see("triage-list").focus()
    await dina.page.keyboard.press("Escape")
    await dina.page.keyboard.press("Home")
    await dina.page.keyboard.press("Space")
    await dina.page.keyboard.press("Shift+ArrowDown")
    await expect(dina.see("triage-bulk")).to_contain_text("2 dipilih")
    await dina.see("disaster-end").click()
    await dina.see("disaster-end").click()
    await expect(dina.see("disaster-banner")).to_have_count(0, timeout=PATIENCE_MS)
    assert (await person.get(f"/api/incidents/{major['id']}"))["member_count"] == 3
