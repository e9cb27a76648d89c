"""Disaster mode over HTTP: the switch, many at once, the printed snapshot, numbers and paper."""

from datetime import timedelta
from typing import Any

import httpx

from api.jobs.snapshots import print_once
from api.printing import GOOD_FOR, snapshot_page
from api.snapshots import KEEP, all_of, write
from cad.clock import utc_now
from cad.installation import Installation
from cad.store.bootstrap import open_bus


async def flood(client: httpx.AsyncClient, what: str = "Air setinggi lutut") -> dict[str, Any]:
    answer = await client.post("/api/incidents", json={"type_code": "flood", "what": what})
    made: dict[str, Any] = answer.json()
    return made


async def test_the_switch_says_why_who_and_when(dina: httpx.AsyncClient, audi: httpx.AsyncClient) -> None:
    assert (await dina.post("/api/disaster/begin", json={"reason": " "})).status_code == 422
    began = (await dina.post("/api/disaster/begin", json={"reason": "Banjir bandang"})).json()
    assert (began["on"], began["reason"], began["began_by"]) == (True, "Banjir bandang", "Dina")
    assert (await audi.get("/api/disaster")).json()["on"] is True
    assert (await audi.post("/api/disaster/end")).status_code == 403
    assert (await dina.post("/api/disaster/end")).json()["on"] is False


async def test_many_are_changed_at_once(dina: httpx.AsyncClient) -> None:
    major, one, other = [await flood(dina) for _ in range(3)]
    both = [one["id"], other["id"]]
    group = {"incident_ids": both, "major_incident_id": major["id"]}
    assert (await dina.post("/api/disaster/group", json=group)).json() == {"changed": 2}
    assert (await dina.post("/api/disaster/priority", json={"incident_ids": both, "priority": 1})).json()[
        "changed"
    ] == 2
    note = {"incident_ids": both, "text": "BPBD: perahu menyusul"}
    assert (await dina.post("/api/disaster/note", json=note)).json() == {"changed": 2}

    seen = (await dina.get(f"/api/incidents/{one['id']}")).json()
    assert (seen["major_number"], seen["priority"]) == (major["number"], 1)
    assert seen["narrative"][0]["text"] == note["text"]
    assert (await dina.get(f"/api/incidents/{major['id']}")).json()["member_count"] == 2


async def test_numbers_are_set_aside_printed_and_entered_once(dina: httpx.AsyncClient) -> None:
    block = (await dina.post("/api/disaster/numbers", json={"holder": "Pos <Timur>", "count": 3})).json()
    sheets = await dina.get(f"/api/disaster/numbers/{block['id']}/sheets")
    assert sheets.status_code == 200 and str(block["last"]) in sheets.text and "<Timur>" not in sheets.text

    now = utc_now()
    paper = {
        "number": block["first"], "type_code": "flood", "opened_at": (now - timedelta(hours=1)).isoformat(),
        "lines": [{"at": (now - timedelta(minutes=50)).isoformat(), "text": "Warga mengungsi"}],
    }  # fmt: skip
    entered = await dina.post("/api/disaster/paper", json=paper)
    assert entered.status_code == 201, entered.text
    assert (entered.json()["entered_late"], entered.json()["number"]) == (True, block["first"])
    again = await dina.post("/api/disaster/paper", json=paper)
    assert (again.status_code, again.json()["error_id"]) == (409, "number_used")
    future = paper | {"number": block["last"], "opened_at": (now + timedelta(hours=1)).isoformat()}
    assert (await dina.post("/api/disaster/paper", json=future)).json()["error_id"] == "times_out_of_order"
    listed = (await dina.get("/api/disaster/numbers")).json()
    assert next(one for one in listed if one["id"] == block["id"])["used"] == [block["first"]]


async def test_a_snapshot_is_printed_and_says_when_it_is_stale(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient, installation: Installation
) -> None:
    made = await flood(dina, "Jembatan <putus>")
    _, database = open_bus(installation)
    await print_once(database, installation)
    await database.dispose()

    newest = (await dina.get("/api/disaster/snapshots")).json()[0]
    assert newest["stale"] is False and newest["age_s"] < 60
    sheet = await dina.get(f"/api/disaster/snapshots/{newest['name']}")
    assert str(made["number"]) in sheet.text and "&lt;putus&gt;" in sheet.text and "USANG" in sheet.text
    assert "no-store" in sheet.headers["cache-control"]
    assert (await audi.get(f"/api/disaster/snapshots/{newest['name']}")).status_code == 403
    assert (await dina.get("/api/disaster/snapshots/snapshot-20200101T000000Z.html")).status_code == 404

    for n in range(KEEP + 2):
        write(installation, "old", utc_now() - GOOD_FOR - timedelta(hours=1, minutes=n))
    kept = all_of(installation)
    assert len(kept) == KEEP and kept[0].name == newest["name"] and kept[1].stale(utc_now())


def test_an_empty_center_prints_too() -> None:
    told = {"disaster": {"on": True, "reason": "<Gempa>"}, "incidents": [], "units": [], "calls": []}
    html = snapshot_page(told, "Kota", "Asia/Jakarta", utc_now())
    assert "MODE BENCANA: &lt;Gempa&gt;" in html and "Tidak ada." in html
