"""Evidence and EIDO over HTTP: who may, what is journalled, what a partner gets to hear."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

KEY = {"X-Partner-Key": "kunci-mitra-untuk-uji"}
INCIDENT = {
    "type_code": "structure_fire",
    "what": "Api di dapur",
    "place": {"text": "Pasar Lama", "lat": -0.46, "lon": 100.4},
}


@pytest.fixture
async def incident(dina: httpx.AsyncClient) -> dict[str, Any]:
    opened: dict[str, Any] = (await dina.post("/api/incidents", json=INCIDENT)).json()
    return opened


async def test_supervisors_and_auditors_take_evidence_out_others_do_not(
    incident: dict[str, Any], dina: httpx.AsyncClient, sari: httpx.AsyncClient, audi: httpx.AsyncClient
) -> None:
    path = f"/api/incidents/{incident['id']}/evidence"
    assert (await dina.post(path, json={"reason": "ingin tahu"})).status_code == 403
    assert (await sari.post(path, json={"reason": " "})).status_code == 422
    asked = await sari.post(path, json={"reason": "Permintaan penyidik", "id": (told := str(uuid4()))})
    assert (asked.status_code, asked.json()["state"], asked.json()["numbers"]) == (202, "asked", True)
    assert (await sari.post(path, json={"reason": "Permintaan penyidik", "id": told})).json()["id"] == told
    assert [one["id"] for one in (await audi.get(path)).json()] == [told]
    assert (await sari.get(f"/api/evidence/{told}/file")).json()["error_id"] == "evidence_not_ready"
    assert (await audi.get(f"/api/evidence/{told}/file")).json()["error_id"] == "evidence_names_numbers"
    assert (await sari.get(f"/api/evidence/{uuid4()}")).status_code == 404
    kinds = [entry["kind"] for entry in (await sari.get(f"/api/incidents/{incident['id']}")).json()["story"]]
    assert kinds.count("EvidenceRequested") == 1


async def test_whether_the_journal_is_whole_is_for_those_who_answer_for_it(
    sari: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    state = (await sari.get("/api/journal/state")).json()
    assert {"head", "checked_at", "problems", "sealed_at", "sealed_to"} <= state.keys()
    assert (await dina.get("/api/journal/state")).status_code == 403


async def test_an_incident_goes_out_as_eido_and_comes_in_from_a_partner_as_an_incident_with_their_report(
    incident: dict[str, Any], sari: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    out = await sari.get(f"/api/incidents/{incident['id']}/eido")
    assert out.headers["content-disposition"].endswith(f'eido-{incident["number"]}.json"')
    document = out.json() | {"issuingElementIdentification": f"center-{uuid4()}"}

    took = await nobody.post("/api/eido", json=document, headers=KEY)
    assert (took.status_code, took.json()["known"], took.json()["notes"]) == (201, False, []), took.text
    made = (await sari.get(f"/api/incidents/{took.json()['incident_id']}")).json()
    assert (made["type_code"], made["what"], made["place"]["text"]) == ("structure_fire", "Api di dapur", "Pasar Lama")
    assert (made["place"]["source"], made["place"]["lat"]) == ("partner", -0.46)
    assert "ReportAdded" in [entry["kind"] for entry in made["story"]]

    again = await nobody.post("/api/eido", json=document, headers=KEY)
    assert (again.json()["known"], again.json()["incident_id"]) == (True, made["id"])


@pytest.mark.parametrize("key", ["", "kunci-salah", "bukittinggi=kunci-mitra-untuk-uji"])
async def test_without_a_partners_key_nothing_comes_in(nobody: httpx.AsyncClient, key: str) -> None:
    answer = await nobody.post("/api/eido", json={}, headers={"X-Partner-Key": key})
    assert (answer.status_code, answer.json()["error_id"]) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a": NaN}', b"[" * 50_000, b'{"incidentComponent": "\\ud800"}', b'{"$id": "\\u0000"}']
)
async def test_whatever_a_partner_sends_is_answered_with_a_sentence(nobody: httpx.AsyncClient, body: bytes) -> None:
    answer = await nobody.post("/api/eido", content=body, headers={**KEY, "Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["sentence"]


async def test_a_partner_who_sends_without_pause_is_slowed_down(nobody: httpx.AsyncClient) -> None:
    crowd = {"X-Partner-Key": "kunci-lain-untuk-uji"}
    answers = [(await nobody.post("/api/eido", json={}, headers=crowd)).status_code for _ in range(61)]
    assert (answers[:60], answers[60]) == ([422] * 60, 429)


async def test_a_list_of_found_incidents_is_short_lines_and_bad_questions_are_refused(sari: httpx.AsyncClient) -> None:
    await sari.post("/api/incidents", json={**INCIDENT, "what": "Zzyzx berasap"})
    (found,) = (await sari.get("/api/search/incidents", params={"q": "zzyz berasap", "place": "pasar"})).json()
    assert (found["what"], found["place_text"], found["calls"]) == ("Zzyzx berasap", "Pasar Lama", 0)
    assert (await sari.get("/api/search/incidents", params={"q": "zzyz", "type": "flood"})).json() == []
    assert (await sari.get("/api/search/incidents", params={"priority": 9})).status_code == 422
    assert (await sari.get("/api/search/incidents", params={"before": "yesterday"})).status_code == 422
