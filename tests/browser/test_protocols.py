"""Cards at the real page: a dispatcher works through one by keyboard, a supervisor changes one and publishes it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, expect

from api.bench.person import Person
from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from tests.browser.test_settings import at_the_page, open_section
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

PATIENCE_MS = 20000


@pytest.fixture
async def sari(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    async with at_the_page(system, "sari", request.node.name) as sari:
        yield sari


@pytest.fixture
async def person(system: System) -> AsyncIterator[Person]:
    async with await city.signed_in(system.installation, "sari") as person:
        yield person


def chosen_type(who: Dispatcher) -> Locator:
    return who.see("incident-type")


async def test_given_a_form_when_its_card_is_answered_by_keyboard_then_the_incident_has_the_answers_after_a_reload(
    sari: Dispatcher, person: Person, system: System
) -> None:
    page = sari.page
    await page.goto(f"{sari.base_url}/#/desk")
    await page.keyboard.press("Alt+n")
    await chosen_type(sari).fill("medical unconscious")
    await chosen_type(sari).press("Enter")
    await expect(sari.see("asked")).to_contain_text("bernapas", timeout=PATIENCE_MS)

    await page.keyboard.press("Alt+k")
    await page.keyboard.press("1")  # breathes normally
    await expect(sari.see("asked")).to_contain_text("sebelumnya")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")  # a seizure, which is a type of its own
    await expect(sari.see("type-advice")).to_be_visible()
    await sari.picture(pictures(system) / "card-draft.png")

    await page.reload()
    await expect(sari.see("answered-breathing")).to_contain_text("napas biasa", timeout=PATIENCE_MS)
    await sari.see("incident-open").click()
    await expect(sari.see("incident-panel")).to_be_visible(timeout=PATIENCE_MS)
    await expect(sari.see("answered-why")).to_contain_text("Kejang")
    await expect(sari.see("instructions")).to_contain_text("miringkan badannya")
    await expect(sari.see("unconfirmed")).to_be_visible()
    await sari.see("tick-ambulance").check()
    await expect(sari.see("checklist")).to_contain_text("1/4")

    (incident,) = await person.get("/api/incidents?state=open")
    assert {one["question"]: one["answer"] for one in incident["answers"]} == {"breathing": "normal", "why": "seizure"}
    await page.keyboard.press("Alt+j")  # the type that fits better: a card of its own
    await expect(sari.see("asked")).to_contain_text("masih kejang", timeout=PATIENCE_MS)
    await page.keyboard.press("Alt+k")
    await page.keyboard.press("2")
    await expect(sari.see("answered-now")).to_contain_text("Tidak")


async def test_given_a_card_when_a_supervisor_changes_and_publishes_it_then_new_incidents_ask_that(
    sari: Dispatcher, person: Person, system: System
) -> None:
    await open_section(sari, "types")
    await sari.see("types-search").fill("stroke")
    await sari.see("type-stroke").click()
    question = sari.see("question-text").first
    await expect(question).to_be_visible(timeout=PATIENCE_MS)
    await question.fill("")
    await expect(sari.see("type-problems")).to_contain_text("questions.0.text_id", timeout=PATIENCE_MS)
    await question.fill("Apakah ia bangun?")
    await expect(sari.see("type-problems")).to_have_count(0, timeout=PATIENCE_MS)
    await sari.see("publish-reason").fill("rapat dengan RSUD")
    await sari.see("types-preview").click()
    await expect(sari.see("preview")).to_contain_text("Apakah ia bangun?")
    await sari.picture(pictures(system) / "card-editor.png")
    await sari.see("publish").click()
    await expect(sari.see("versions")).to_contain_text("rapat dengan RSUD", timeout=PATIENCE_MS)
    await sari.see("confirm-name").fill("dr. Yulia")
    await sari.see("confirm").click()
    await expect(sari.see("versions")).to_contain_text("disahkan dr. Yulia", timeout=PATIENCE_MS)
    card = await person.get("/api/types/stroke/protocol")
    assert (card["version"], card["protocol"]["questions"][0]["text_id"]) == (2, "Apakah ia bangun?")

    await sari.see("take-back-1").click()
    await sari.see("take-back-reason").fill("keliru")
    await sari.see("take-back").click()
    await expect(sari.see("versions")).to_contain_text("keliru", timeout=PATIENCE_MS)
    assert (await person.get("/api/types/stroke/protocol"))["version"] == 3
