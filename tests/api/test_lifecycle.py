"""The turns of an incident over HTTP, and what each refusal says."""

from typing import Any

import httpx
import pytest

from cad.bus import Bus
from cad.timers.commands import RunTimers
from tests.api.test_incidents import PLACE, close, open_incident


async def sent(client: httpx.AsyncClient, incident: str, unit: str) -> dict[str, Any]:
    answer = await client.post(f"/api/incidents/{incident}/assignments", json={"unit_id": unit, "eta_s": 240})
    assert answer.status_code == 201, answer.text
    assignment: dict[str, Any] = answer.json()
    return assignment


async def test_a_step_names_what_is_possible_and_a_slip_is_taken_back(dina: httpx.AsyncClient) -> None:
    incident = await open_incident(dina)
    one = await sent(dina, incident["id"], "unit-damkar-02")
    path = f"/api/assignments/{one['id']}"
    assert (one["steps"][0], one["eta_s"]) == ("acknowledged", 240)

    there = (await dina.post(f"{path}/status", json={"status": "on_scene"})).json()
    assert there["steps"] == ["transporting", "at_hospital", "returning", "available", "cancelled"]
    back = await dina.post(f"{path}/status", json={"status": "en_route"})
    assert (back.status_code, back.json()["fields"]["possible"]) == (409, there["steps"])
    assert "membawa pasien" in back.json()["sentence"]

    corrected = await dina.post(f"{path}/correct", json={"reason": "salah tekan"})
    assert corrected.json()["status"] == "dispatched"
    again = await dina.post(f"{path}/correct", json={"reason": "salah tekan"})
    assert (again.status_code, again.json()["error_id"]) == (409, "nothing_to_correct")

    await dina.post(f"{path}/status", json={"status": "en_route"})
    refused = await dina.post(f"{path}/status", json={"status": "cancelled"})
    assert (refused.status_code, refused.json()["error_id"]) == (422, "cancel_reason_missing")
    gone = await dina.post(f"{path}/status", json={"status": "cancelled", "reason": "tidak perlu"})
    assert (gone.json()["status"], gone.json()["cancel_reason"], gone.json()["steps"]) == (
        "cancelled",
        "tidak perlu",
        [],
    )
    told = [page["kind"] for page in (await dina.get("/api/pages")).json() if page["assignment_id"] == one["id"]]
    assert told == ["cancel", "dispatch"]


async def test_alarm_hand_over_strike_close_and_reopen(dina: httpx.AsyncClient) -> None:
    incident = await open_incident(dina)
    path = f"/api/incidents/{incident['id']}"
    assert (await dina.post(f"{path}/alarm", json={"level": 2})).json()["alarm_level"] == 2
    skipped = await dina.post(f"{path}/alarm", json={"level": 9})
    assert (skipped.status_code, skipped.json()["error_id"]) == (409, "no_higher_alarm")

    asked = await dina.post(f"{path}/hand-over", json={"agency_id": "agency-bpbd", "reason": "longsor"})
    assert asked.status_code == 201, asked.text
    silent = await dina.post(f"/api/hand-overs/{asked.json()['id']}/answer", json={"accept": False})
    assert (silent.status_code, silent.json()["error_id"]) == (422, "reason_missing")
    await dina.post(f"/api/hand-overs/{asked.json()['id']}/answer", json={"accept": True})
    shown = (await dina.get(path)).json()
    assert (shown["lead_agency_id"], shown["hand_over"]["state"]) == ("agency-bpbd", "accepted")

    line = (await dina.post(f"{path}/narrative", json={"text": "Pelaku lari"})).json()["narrative"][0]
    struck = await dina.post(f"{path}/narrative/{line['id']}/strike", json={"reason": "salah kejadian"})
    (kept,) = struck.json()["narrative"]
    assert (kept["text"], kept["struck_by"], kept["struck_reason"]) == ("Pelaku lari", "Dina", "salah kejadian")

    bare = await dina.post(f"{path}/close", json={"disposition": "referred"})
    assert (bare.status_code, bare.json()["error_id"]) == (422, "note_missing")
    assert (await close(dina, incident["id"])).json()["state"] == "closed"
    reopened = (await dina.post(f"{path}/reopen", json={"reason": "api menyala lagi"})).json()
    assert (reopened["state"], reopened["disposition"]) == ("open", None)
    await close(dina, incident["id"])


async def test_a_timer_is_seen_and_seen_to(dina: httpx.AsyncClient, bus: Bus) -> None:
    incident = await open_incident(dina)
    await bus.handle(RunTimers())
    (timer,) = [row for row in (await dina.get("/api/timers")).json() if row["incident_id"] == incident["id"]]
    assert (timer["kind"], timer["state"], timer["level"]) == ("no_unit", "running", 0)
    seen = await dina.post(f"/api/timers/{timer['id']}/acknowledge", json={"note": "menelepon pos"})
    assert (seen.json()["state"], seen.json()["acknowledged_by"]) == ("acknowledged", "Dina")
    await close(dina, incident["id"])
    await bus.handle(RunTimers())
    over = await dina.post("/api/timers/none/acknowledge", json={})
    assert (over.status_code, over.json()["error_id"]) == (404, "unknown_timer")


async def test_the_supervisor_sets_the_limits(dina: httpx.AsyncClient, sari: httpx.AsyncClient) -> None:
    rules = (await sari.get("/api/timer-rules")).json()
    change = {"version": rules["version"], "rules": rules["rules"], "duty_phones": {"agency-fire": "0812 3456 7890"}}
    assert (await dina.put("/api/timer-rules", json=change)).status_code == 403
    changed = (await sari.put("/api/timer-rules", json=change)).json()
    assert changed["duty_phones"] == {"agency-fire": "+6281234567890"}
    late = await sari.put("/api/timer-rules", json=change)
    assert (late.status_code, late.json()["error_id"]) == (409, "timer_rules_changed")


async def test_a_note_shows_itself_and_one_about_a_person_to_those_who_send(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient
) -> None:
    place = {**PLACE, "text": "Jl. Khatib Sulaiman 7", "lat": -0.4801, "lon": 100.4101}
    dog = await dina.post("/api/address-notes", json={"kind": "dog", "text": "Anjing galak", "place": place})
    assert dog.status_code == 201, dog.text
    bare = await dina.post("/api/address-notes", json={"kind": "violent", "text": "Pak X", "place": place})
    assert (bare.status_code, bare.json()["error_id"]) == (422, "sensitive_note_incomplete")
    about = {"reason": "LP 12", "expires_at": "2027-06-01T00:00:00Z"}
    await dina.post("/api/address-notes", json={"kind": "violent", "text": "Pak X", "place": place, **about})

    asked = {"text": "jalan khatib sulaiman no 7"}
    hers = (await dina.get("/api/address-notes/at", params=asked)).json()
    theirs = (await audi.get("/api/address-notes/at", params=asked)).json()
    assert ({note["kind"] for note in hers}, [note["kind"] for note in theirs]) == ({"dog", "violent"}, ["dog"])

    for note in hers:
        gone = await dina.post(f"/api/address-notes/{note['id']}/withdraw", json={"reason": "selesai"})
        assert gone.status_code == 200, gone.text
    assert (await dina.get("/api/address-notes/at", params=asked)).json() == []


@pytest.mark.parametrize(
    ("path", "body", "error_id"),
    [
        ("/api/incidents/nobody/reopen", {"reason": "x"}, "unknown_incident"),
        ("/api/incidents/nobody/alarm", {"level": 2}, "unknown_incident"),
        ("/api/incidents/nobody/hand-over", {"agency_id": "a", "reason": "x"}, "unknown_incident"),
        ("/api/hand-overs/nobody/answer", {"accept": True}, "unknown_hand_over"),
        ("/api/incidents/nobody/narrative/none/strike", {"reason": "x"}, "unknown_incident"),
        ("/api/assignments/nobody/correct", {"reason": "x"}, "unknown_assignment"),
        ("/api/assignments/nobody/crew-ok", {}, "unknown_assignment"),
        ("/api/address-notes/nobody/review", {}, "unknown_address_note"),
        ("/api/address-notes/nobody/withdraw", {"reason": "x"}, "unknown_address_note"),
    ],
)
async def test_what_does_not_exist_is_named(
    dina: httpx.AsyncClient, path: str, body: dict[str, Any], error_id: str
) -> None:
    answer = await dina.post(path, json=body)
    assert (400 <= answer.status_code < 500, answer.json()["error_id"]) == (True, error_id)
