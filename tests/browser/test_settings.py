"""The settings as supervisor and administrator use them, at the real page: what is saved is in the API afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, expect

from api.bench.person import Person
from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PATIENCE_MS = 20000
SECRET = "j4ngan-d1tampilkan"


@asynccontextmanager
async def at_the_page(system: System, username: str, name: str) -> AsyncIterator[Dispatcher]:
    """Signed in; an administrator has no phone bar to wait for."""
    known = city.login(system.installation, username)
    async with Dispatcher(system.installation.base_url) as somebody:
        await somebody.page.goto(somebody.base_url)
        await somebody.see("login-user").fill(known.username)
        await somebody.see("login-password").fill(known.password)
        await somebody.see("login-submit").click()
        await expect(somebody.see("live-state")).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)
        yield somebody
        await somebody.picture(pictures(system) / f"{name}.png")
        assert somebody.errors == []


@pytest.fixture
async def sari(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    async with at_the_page(system, "sari", request.node.name) as sari:
        yield sari


@pytest.fixture
async def admin(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    async with at_the_page(system, "admin", request.node.name) as admin:
        yield admin


@pytest.fixture
async def person(system: System) -> AsyncIterator[Person]:
    """What stands in the API, seen by another supervisor's eyes."""
    async with await city.signed_in(system.installation, "sari") as person:
        yield person


async def open_section(who: Dispatcher, section: str) -> None:
    await who.see("nav-settings").click()
    await who.see(f"settings-{section}").click()


async def save(who: Dispatcher) -> None:
    await who.see("settings-save").click()
    await expect(who.see("save-bar")).to_have_count(0, timeout=PATIENCE_MS)


def undo(who: Dispatcher) -> Locator:
    return who.see("notice").get_by_role("button").first


async def test_given_a_plan_typed_as_sentences_when_it_is_saved_then_it_is_in_force_and_one_press_undoes_it(
    sari: Dispatcher, person: Person
) -> None:
    before = await person.get("/api/queue/plan")
    await open_section(sari, "queue")
    await sari.see("plan-ring_seconds").fill("25")
    await sari.see("plan-ring_all_after_s").fill("45")
    await sari.see("plan-outside_after_s").fill("120")
    await sari.see("outside-add").click()
    await sari.see("outside-name").fill("112 Bukittinggi")
    await sari.see("outside-number").fill("0752 21112")
    await expect(sari.page.locator('[data-testid="plan-step"][data-kind="outside"]')).to_have_attribute(
        "data-at", "120"
    )
    await save(sari)
    after = await person.get("/api/queue/plan")
    assert (after["ring_seconds"], after["ring_all_after_s"], after["outside_after_s"]) == (25, 45, 120)
    assert after["outside"] == [{"name": "112 Bukittinggi", "number": "075221112"}]
    assert after["version"] == before["version"] + 1
    await undo(sari).click()
    await expect(sari.see("plan-ring_seconds")).to_have_value(str(before["ring_seconds"]), timeout=PATIENCE_MS)
    again = await person.get("/api/queue/plan")
    assert {**again, "version": 0} == {**before, "version": 0}


async def test_given_somebody_saved_first_when_i_save_then_nothing_typed_is_lost_and_i_choose(
    sari: Dispatcher, person: Person
) -> None:
    await open_section(sari, "queue")
    await sari.see("plan-wrap_up_s").fill("40")
    await sari.see("plan-overflow_after_s").fill("90")
    plan = await person.get("/api/queue/plan")
    told = await person.http.put(
        "/api/queue/plan", json={"version": plan["version"], "wrap_up_s": 15, "announce_every_s": 60}
    )
    assert told.status_code == 200
    await sari.see("settings-save").click()
    await expect(sari.see("settings-clash")).to_be_visible(timeout=PATIENCE_MS)
    await expect(sari.see("plan-announce_every_s")).to_have_value("60")  # theirs, elsewhere in the form: taken over
    await expect(sari.see("plan-overflow_after_s")).to_have_value("90")  # mine, untouched by them
    await sari.see("clash-theirs-wrap_up_s").click()
    await sari.see("clash-save").click()
    await expect(sari.see("save-bar")).to_have_count(0, timeout=PATIENCE_MS)
    after = await person.get("/api/queue/plan")
    assert (after["wrap_up_s"], after["overflow_after_s"], after["announce_every_s"]) == (15, 90, 60)


async def test_given_a_page_reloaded_in_mid_typing_then_what_was_typed_is_still_there(sari: Dispatcher) -> None:
    await open_section(sari, "queue")
    await sari.see("plan-overflow_waiting").fill("7")
    await sari.page.reload()
    await expect(sari.see("plan-overflow_waiting")).to_have_value("7", timeout=PATIENCE_MS)
    await sari.see("settings-discard").click()
    await expect(sari.see("save-bar")).to_have_count(0)


async def test_given_a_number_out_of_bounds_then_it_says_so_beside_its_field_and_nothing_is_saved(
    sari: Dispatcher, person: Person
) -> None:
    before = await person.get("/api/queue/plan")
    await open_section(sari, "queue")
    await sari.see("plan-ring_seconds").fill("3")
    await sari.see("settings-save").click()
    await expect(sari.page.get_by_role("alert").filter(has_text="5 sampai 120")).to_be_visible()
    assert await person.get("/api/queue/plan") == before
    await sari.see("settings-discard").click()


async def test_given_a_supervisor_then_trunks_and_retention_are_not_hers(sari: Dispatcher) -> None:
    await sari.see("nav-settings").click()
    await expect(sari.see("settings-queue")).to_be_visible()
    await expect(sari.see("settings-trunks")).to_have_count(0)
    await expect(sari.see("settings-recordings")).to_have_count(0)


async def test_given_a_trunk_when_it_is_added_changed_and_deleted_then_the_api_has_it_so_and_never_tells_its_secret(
    admin: Dispatcher, person: Person
) -> None:
    await open_section(admin, "trunks")
    await admin.see("trunk-add").click()
    await admin.see("trunk-name").fill("Telkom")
    await admin.see("trunk-host").fill("sip:192.0.2.10")
    await admin.see("trunk-registers").check()
    await admin.see("trunk-username").fill("112padang")
    await admin.see("trunk-secret").fill(SECRET)
    await admin.see("trunk-save").click()
    await expect(admin.see("problem-host")).to_be_visible()
    await admin.see("trunk-host").fill("192.0.2.10")
    await admin.see("trunk-save").click()
    await expect(admin.see("trunk-row")).to_have_attribute("data-name", "Telkom", timeout=PATIENCE_MS)
    [trunk] = await person.get("/api/trunks")
    assert (trunk["host"], trunk["username"], trunk["registers"], trunk["has_secret"]) == (
        "192.0.2.10",
        "112padang",
        True,
        True,
    )
    assert SECRET not in str(trunk)
    await admin.see("trunk-row").click()
    await expect(admin.see("trunk-secret")).to_have_value("")
    await admin.see("trunk-priority").fill("5")
    await admin.see("trunk-save").click()
    await expect(admin.see("trunk-form")).to_have_count(0, timeout=PATIENCE_MS)
    [trunk] = await person.get("/api/trunks")
    assert (trunk["priority"], trunk["has_secret"]) == (5, True)
    await admin.see("trunk-row").click()
    await admin.see("trunk-delete").click()
    await admin.see("trunk-delete-yes").click()
    await expect(admin.see("trunk-row")).to_have_count(0, timeout=PATIENCE_MS)
    assert await person.get("/api/trunks") == []


async def test_given_fewer_days_to_keep_then_it_says_what_goes_when_and_is_saved_only_when_that_is_understood(
    admin: Dispatcher, person: Person
) -> None:
    await open_section(admin, "recordings")
    await admin.see("rule-keep_days").fill("90")
    await expect(admin.see("settings-save")).to_be_disabled()
    await admin.see("rule-sure").check()
    await save(admin)
    await admin.see("away-kind-folder").check()
    await admin.see("away-folder").fill("arsip")
    await admin.see("settings-save").click()
    await expect(admin.page.get_by_role("alert").filter(has_text="alamat lengkap")).to_be_visible()
    await admin.see("away-folder").fill("/srv/arsip")
    await save(admin)
    rules = await person.get("/api/recordings/rules")
    assert (rules["keep_days"], rules["away_kind"], rules["away_folder"]) == (90, "folder", "/srv/arsip")


async def test_given_a_test_number_when_it_is_saved_then_it_is_one_and_a_wrong_one_is_told_beside_its_row(
    sari: Dispatcher, person: Person
) -> None:
    await open_section(sari, "voices")
    await sari.see("test-number-add").click()
    await sari.see("test-number").fill("0811 6600 112")
    await save(sari)
    assert (await person.get("/api/voices"))["test_numbers"] == ["+628116600112"]
    await sari.see("test-number-add").click()
    await sari.see("test-number").last.fill("abc")
    await sari.see("settings-save").click()
    await expect(sari.page.get_by_role("alert").filter(has_text="Bukan nomor telepon")).to_be_visible()
    await sari.see("settings-discard").click()


async def test_given_an_open_incident_when_the_notice_is_switched_on_and_off_then_callers_hear_it_as_previewed(
    sari: Dispatcher, person: Person
) -> None:
    kelurahan = (await person.get("/api/state"))["kelurahan"][0]
    place = {"text": "Jl. Sudirman 41", "kelurahan_code": kelurahan["code"], "source": "dispatcher"}
    await person.post("/api/incidents", type_code="structure_fire", what="Api", place=place)
    await open_section(sari, "voices")
    await sari.see("notice-incident").fill("kebakaran")
    await expect(sari.page.get_by_role("option").first).to_be_visible(timeout=PATIENCE_MS)
    await sari.see("notice-incident").press("Enter")
    previewed = await sari.see("notice-text").input_value()
    await sari.see("notice-start").click()
    await expect(sari.see("notice-on")).to_contain_text("Jl. Sudirman 41", timeout=PATIENCE_MS)
    assert (await person.get("/api/voices"))["notice"]["text"] == previewed
    await sari.see("notice-off").click()
    await expect(sari.see("notice-on")).to_have_count(0, timeout=PATIENCE_MS)
    assert (await person.get("/api/voices"))["notice"] is None
