"""Evidence as a supervisor takes it out: found by a word, read, exported with a reason, downloaded, and still whole."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from api.bench.person import Person
from api.bench.system import System
from api.evidence.checking import check_bundle
from api.evidence.keys import FOLDER, PUBLIC, public_key
from tests.browser.test_settings import PATIENCE_MS, at_the_page, person
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
__all__ = ["person"]


async def test_a_supervisor_finds_an_incident_and_takes_its_evidence_out(
    system: System, person: Person, tmp_path: Path
) -> None:
    given: dict[str, Any] = {"type_code": "structure_fire", "what": "Qwerty berasap", "place": {"text": "Pasar Lama"}}
    made = await person.post("/api/incidents", **given)
    async with at_the_page(system, "sari", "evidence") as sari:
        await sari.page.goto(f"{sari.base_url}#/search")
        await sari.see("search-q").fill("qwer pasar")
        row = sari.page.locator(f'[data-testid="search-row"][data-number="{made["number"]}"]')
        await row.click(timeout=PATIENCE_MS)
        await expect(sari.see("search-incident")).to_contain_text("Qwerty berasap", timeout=PATIENCE_MS)
        await sari.picture(pictures(system) / "search.png")

        await sari.see("evidence-menu").click()
        await sari.see("evidence-reason").fill("Permintaan penyidik")
        await sari.see("evidence-make").click()
        await expect(sari.see("evidence-file")).to_have_attribute("data-state", "ready", timeout=PATIENCE_MS)
        async with sari.page.expect_download() as download:
            await sari.see("evidence-download").click()
        file = tmp_path / "bukti.zip"
        await (await download.value).save_as(file)
        checked = check_bundle(file, public_key(system.home / FOLDER / PUBLIC))
        assert (checked.problems, checked.trusted, checked.unsealed) == ([], True, 0)

        await sari.page.keyboard.press("Escape")
        await sari.page.goto(f"{sari.base_url}#/supervisor")
        await expect(sari.see("journal-line")).to_contain_text("segel terakhir", timeout=PATIENCE_MS)
