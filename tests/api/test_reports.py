"""Likely duplicates, merge and split over HTTP."""

from typing import Any

import httpx

from cad.bus import Bus
from cad.calls.commands import ReceiveCall
from cad.clock import utc_now

PLACE = {"text": "Jl. Anas Karim 9", "lat": -0.4712, "lon": 100.4101}


async def opened(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/api/incidents", json={"type_code": "traffic_injury", "place": PLACE} | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_known_crash_is_offered_merged_and_split_again(dina: httpx.AsyncClient, bus: Bus) -> None:
    told = {"pbx_id": "pbx-1", "occurred_at": utc_now(), "source": "ari", "number_raw": "081277700011"}
    calls = [await bus.handle(ReceiveCall(**told, uniqueid=f"reports-{n}")) for n in (1, 2)]
    into, source = await opened(dina, call_id=calls[0].id), await opened(dina, call_id=calls[1].id)

    asked = {"type_code": "traffic_injury", "lat": -0.4713, "lon": 100.4102, "incident_id": source["id"]}
    offered = (await dina.get("/api/incidents/duplicates", params=asked)).json()
    assert offered[0]["incident_id"] == into["id"] and offered[0]["grade"] == "sure"
    assert offered[0]["reasons_id"] and offered[0]["reasons_en"]

    merge = {"source_id": source["id"], "into_version": into["version"], "source_version": source["version"]}
    merged = (await dina.post(f"/api/incidents/{into['id']}/merge", json=merge)).json()
    assert (merged["report_count"], sorted(merged["call_ids"])) == (2, sorted(call.id for call in calls))
    gone = (await dina.get(f"/api/incidents/{source['id']}")).json()
    assert (gone["state"], gone["merged_into"], gone["merged_number"]) == ("closed", into["id"], into["number"])

    listed = (await dina.get(f"/api/incidents/{into['id']}/reports")).json()
    assert [one["from_number"] for one in listed["reports"]] == [None, source["number"]]
    back = await dina.post(f"/api/incidents/{into['id']}/split", json={"to_incident_id": source["id"]})
    assert (back.json()["id"], back.json()["state"], back.json()["report_count"]) == (source["id"], "open", 1)

    others = (await dina.get(f"/api/calls/{calls[1].id}/others")).json()
    assert [one["incident_number"] for one in others] == [into["number"]]


async def test_refusals_say_what_to_do(dina: httpx.AsyncClient, audi: httpx.AsyncClient) -> None:
    one = await opened(dina)
    itself = await dina.post(f"/api/incidents/{one['id']}/merge", json={"source_id": one["id"]})
    assert (itself.status_code, itself.json()["error_id"]) == (422, "merged_into_itself")
    nothing = await dina.post(f"/api/incidents/{one['id']}/split", json={})
    assert (nothing.status_code, nothing.json()["error_id"]) == (422, "nothing_to_split")
    unknown = await dina.post(f"/api/incidents/{one['id']}/merge", json={"source_id": "nobody"})
    assert (unknown.status_code, unknown.json()["error_id"]) == (404, "unknown_incident")
    assert (await audi.post(f"/api/incidents/{one['id']}/merge", json={"source_id": "x"})).status_code == 403
    assert (await dina.get("/api/incidents/duplicates", params={"lat": "inf"})).status_code == 422
