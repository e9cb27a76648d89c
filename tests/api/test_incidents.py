"""A dispatcher's work over HTTP: from the call to the closed incident."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from cad.bus import Bus
from cad.calls.commands import AnswerCall, ReceiveCall
from cad.clock import utc_now
from tests.api.client import live

PLACE = {"text": "Jl. Sudirman 12", "kelurahan_code": "13.74.02.1002", "lat": -0.4646, "lon": 100.3995, "source": "map"}


async def open_incident(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post(
        "/api/incidents", json={"type_code": "structure_fire", "what": "Asap tebal", "place": PLACE, **more}
    )
    assert answer.status_code == 201, answer.text
    incident: dict[str, Any] = answer.json()
    return incident


async def close(client: httpx.AsyncClient, incident_id: str) -> httpx.Response:
    return await client.post(f"/api/incidents/{incident_id}/close", json={"disposition": "handled"})


async def test_from_the_form_to_the_closed_incident(dina: httpx.AsyncClient) -> None:
    incident = await open_incident(dina)
    path = f"/api/incidents/{incident['id']}"
    assert (incident["type_name_id"], incident["priority"], incident["state"]) == ("Kebakaran bangunan", 1, "open")
    assert incident["place"]["kelurahan_name"] == "Pasar Usang"

    best, *_ = (await dina.get(f"{path}/recommendations")).json()["units"]
    assert (best["unit_id"], best["fits"], best["method"]) == ("unit-damkar-01", True, "straight_line")

    sent = await dina.post(f"{path}/assignments", json={"unit_id": best["unit_id"]})
    assert sent.status_code == 201, sent.text
    assignment = sent.json()
    assert (assignment["call_sign"], assignment["status"]) == ("DAMKAR-01", "dispatched")
    assert any(page["assignment_id"] == assignment["id"] for page in (await dina.get("/api/pages")).json())

    refused = await close(dina, incident["id"])
    assert (refused.status_code, refused.json()["error_id"]) == (409, "units_assigned")

    for status in ("acknowledged", "en_route", "on_scene", "available"):
        step = await dina.post(f"/api/assignments/{assignment['id']}/status", json={"status": status})
        assert step.status_code == 200, step.text
    assert (await dina.post(f"{path}/narrative", json={"text": "Api padam"})).status_code == 201
    closed = (await close(dina, incident["id"])).json()
    assert (closed["state"], closed["disposition"]) == ("closed", "handled")
    story = [entry["kind"] for entry in (await dina.get(path)).json()["story"]]
    assert story[0] == "IncidentOpened"
    assert {"UnitDispatched", "NarrativeAdded", "IncidentClosed"} <= set(story)


async def test_given_a_busy_unit_then_it_is_refused_until_a_reason_is_given(dina: httpx.AsyncClient) -> None:
    first, second = await open_incident(dina), await open_incident(dina)
    wish = {"unit_id": "unit-amb-04"}
    assert (await dina.post(f"/api/incidents/{first['id']}/assignments", json=wish)).status_code == 201
    refused = await dina.post(f"/api/incidents/{second['id']}/assignments", json=wish)
    assert (refused.status_code, refused.json()["error_id"]) == (409, "unit_busy")
    told = await dina.post(f"/api/incidents/{second['id']}/assignments", json={**wish, "override_reason": "terdekat"})
    assert told.status_code == 201, told.text
    await dina.post(f"/api/assignments/{told.json()['id']}/status", json={"status": "cancelled"})


async def test_given_two_people_change_one_incident_then_the_second_is_told(
    dina: httpx.AsyncClient, budi: httpx.AsyncClient
) -> None:
    incident = await open_incident(dina)
    path, version = f"/api/incidents/{incident['id']}", incident["version"]
    changed = await dina.patch(path, json={"version": version, "priority": 2})
    assert (changed.status_code, changed.json()["priority"]) == (200, 2)
    refused = await budi.patch(path, json={"version": version, "priority": 3})
    assert (refused.status_code, refused.json()["error_id"]) == (409, "incident_changed")


async def test_given_the_same_form_sent_twice_then_one_incident(dina: httpx.AsyncClient) -> None:
    chosen = str(uuid4())
    first, second = await open_incident(dina, id=chosen), await open_incident(dina, id=chosen)
    assert first["id"] == second["id"] == chosen
    assert first["number"] == second["number"]


@pytest.mark.parametrize(
    ("path", "body", "error_id"),
    [
        ("/api/incidents", {"type_code": "dragon"}, "unknown_incident_type"),
        ("/api/incidents", {"type_code": "structure_fire", "call_id": "nobody"}, "unknown_call"),
        ("/api/incidents/nobody/close", {"disposition": "handled"}, "unknown_incident"),
        ("/api/incidents/nobody/narrative", {"text": "x"}, "unknown_incident"),
        ("/api/incidents/nobody/assignments", {"unit_id": "unit-damkar-01"}, "unknown_incident"),
        ("/api/assignments/nobody/status", {"status": "en_route"}, "unknown_assignment"),
        ("/api/units/nobody/status", {"status": "available"}, "unknown_unit"),
        ("/api/calls/nobody/actions", {"action": "hold"}, "unknown_call"),
        ("/api/pages/nobody/resend", {}, "unknown_page"),
        ("/api/desk", {"desk_id": "desk-99"}, "unknown_desk"),
    ],
)
async def test_given_something_that_does_not_exist_then_it_is_named(
    dina: httpx.AsyncClient, path: str, body: dict[str, Any], error_id: str
) -> None:
    answer = await dina.post(path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error_id"] == error_id


async def test_a_desk_is_taken_with_its_phones_account_and_left(
    dina: httpx.AsyncClient, budi: httpx.AsyncClient
) -> None:
    taken = (await dina.post("/api/desk", json={})).json()
    desk_id, sip = taken["desk"]["id"], taken["sip"]
    assert sip["uri"] == f"sip:{desk_id}@tanggap"
    assert sip["ws_url"].startswith("ws://127.0.0.1:")
    assert len(sip["password"]) == 32
    refused = await budi.post("/api/desk", json={"desk_id": desk_id})
    assert (refused.status_code, refused.json()["error_id"]) == (409, "desk_taken")
    ready = await dina.put("/api/desk/state", json={"state": "ready"})
    assert ready.json()["state"] == "ready"
    assert (await dina.delete("/api/desk")).json()["desk"]["state"] == "off"
    assert (await dina.delete("/api/desk")).json()["desk"] is None


async def test_a_call_is_asked_to_hold_and_the_wish_is_on_the_channel(dina: httpx.AsyncClient, bus: Bus) -> None:
    fact = {"pbx_id": "pbx-1", "uniqueid": uuid4().hex, "occurred_at": utc_now(), "source": "ari"}
    call = await bus.handle(ReceiveCall(**fact, number_raw="0811111111"))
    path = f"/api/calls/{call.id}/actions"
    refused = await dina.post(path, json={"action": "hold"})
    assert (refused.status_code, refused.json()["error_id"]) == (409, "call_not_up")
    await bus.handle(AnswerCall(**fact, leg_uniqueid=f"{fact['uniqueid']}.1", desk_id="desk-01"))
    async with live(dina) as channel:
        await channel.hello()
        assert (await dina.post(path, json={"action": "hold"})).status_code == 202
        message = await channel.entry(lambda m: m["kind"] == "CallActionRequested")
        assert message["data"]["action"] == "hold"
    story = (await dina.get(f"/api/calls/{call.id}")).json()["story"]
    assert [entry["kind"] for entry in story][:1] == ["CallReceived"]


async def test_a_calls_history_is_found_by_its_number(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient, bus: Bus
) -> None:
    fact = {"pbx_id": "pbx-1", "uniqueid": uuid4().hex, "occurred_at": utc_now(), "source": "ari"}
    call = await bus.handle(ReceiveCall(**fact, number_raw="081255577788"))
    found = (await dina.get("/api/calls", params={"number": "081255577788"})).json()
    assert [row["id"] for row in found] == [call.id]
    assert (await audi.get("/api/calls", params={"number": "081255577788"})).status_code == 403
    assert (await audi.get(f"/api/calls/{call.id}")).json()["number"] == "0812-****-788"
