"""Where the caller is, on the real page: offered beside what was typed, bettered as it comes, taken with one key."""

import os
import shutil
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from api.demo.located import signed_form
from api.demo.story import Emergency
from tests.browser.conftest import Dial
from tests.support.system import pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

ANI = Emergency("08005550112", "", "Pasar Usang", "", "", ())
AT = (-0.4598, 100.3984)


async def says_where(system: System, radius_m: float, method: str) -> None:
    body = signed_form(system.installation, ANI, AT, radius_m, method)
    async with httpx.AsyncClient(base_url=system.installation.base_url) as http:
        answer = await http.post("/aml", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.json() == {"taken": True}


async def picture(system: System, dispatcher: Dispatcher, name: str) -> None:
    await dispatcher.picture(pictures(system) / f"{name}.png")
    if folder := os.environ.get("TANGGAP_PICTURES"):
        shutil.copy(pictures(system) / f"{name}.png", Path(folder) / f"{name}.png")


async def test_a_fix_from_before_the_call_rings_with_it_and_a_better_one_is_taken_with_one_key(
    system: System, dispatcher: Dispatcher, dial: Dial
) -> None:
    await says_where(system, 900, "cell")
    await dial(ANI.number, 700)
    await dispatcher.number_ringing()
    best = dispatcher.see("location-best")
    await expect(best).to_contain_text("AML, 900 m")
    await dispatcher.answer()
    await dispatcher.see("incident-where").fill("rumah cat hijau")

    await says_where(system, 18, "gps")
    await expect(best).to_contain_text("AML, 18 m")
    await picture(system, dispatcher, "location-offered")
    await dispatcher.see("locations-more").click()
    await expect(dispatcher.see("location-other")).to_contain_text("AML, 900 m")
    await expect(dispatcher.see("incident-where")).to_have_value("rumah cat hijau")  # nothing typed was touched
    await dispatcher.page.keyboard.press("Alt+l")
    await expect(best).to_contain_text("dipakai")
    number = await dispatcher.write_incident("Kebakaran bangunan", "Pasar Usang", "rumah cat hijau", "api")
    await expect(dispatcher.see("place-source")).to_contain_text("AML, 18 m")
    await picture(system, dispatcher, "location-taken")

    async with await city.signed_in(system.installation, "sari") as person:
        incidents = (await person.http.get("/api/incidents")).json()
    (place,) = [one["place"] for one in incidents if one["number"] == int(number)]
    assert (place["text"], place["source"], place["radius_m"]) == ("rumah cat hijau", "aml", 18.0)
    assert (place["lat"], place["lon"]) == (-0.4591, 100.3979)
