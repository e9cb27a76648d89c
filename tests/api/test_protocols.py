"""Cards over HTTP: the dispatcher's way through one, and the supervisor's editor."""

from typing import Any

import httpx
import pytest

from tests.api.client import live


async def flood(client: httpx.AsyncClient) -> dict[str, Any]:
    told: dict[str, Any] = (await client.get("/api/types/flood/protocol")).json()
    return told


async def test_given_a_card_when_worked_through_on_an_incident_then_answers_and_ticks_are_on_it(
    dina: httpx.AsyncClient,
) -> None:
    card = await flood(dina)
    before = {"type_code": "flood", "type_version": card["version"], "question": "depth", "answer": "waist"}
    answer = await dina.post("/api/incidents", json={"type_code": "flood", "type_version": 1, "answers": [before]})
    assert answer.status_code == 201, answer.text
    path = f"/api/incidents/{answer.json()['id']}"

    await dina.post(f"{path}/answers", json={"question": "trapped", "answer": "yes"})
    ticked = await dina.post(f"{path}/checklist", json={"item": "place"})
    refused = await dina.post(f"{path}/answers", json={"question": "depth", "answer": "three"})

    assert ticked.status_code == 200, ticked.text
    assert {one["question"]: one["answer"] for one in ticked.json()["answers"]} == {"depth": "waist", "trapped": "yes"}
    assert [(one["item"], one["by"]) for one in ticked.json()["ticks"]] == [("place", "Dina")]
    assert (refused.status_code, refused.json()["error_id"]) == (422, "unfit_answer")


async def test_given_the_tree_when_read_then_types_stand_below_their_groups(dina: httpx.AsyncClient) -> None:
    tree = (await dina.get("/api/types")).json()
    types = {one["code"]: one for one in tree["types"]}

    assert len(tree["groups"]) == 9
    assert {one["group"] for one in types.values()} == {one["code"] for one in tree["groups"]}
    assert (types["flash_flood"]["parent"], types["flash_flood"]["version"]) == ("flood", 1)
    state = (await dina.get("/api/state")).json()
    assert [one["code"] for one in state["types"]] == [one["code"] for one in tree["types"]]
    assert "run_card" not in state["types"][0]  # cards are fetched one by one


async def test_given_a_change_to_a_card_when_published_then_consoles_hear_of_it_and_versions_tell_who(
    sari: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    plain = (await flood(sari))["protocol"] | {"name_id": "Banjir besar"}
    position = (await dina.get("/api/state")).json()["position"]
    draft = await sari.put("/api/types/flood/draft", json={"edit": 0, "protocol": plain})
    assert draft.status_code == 200, draft.text
    assert (await sari.post("/api/types/check", json={"protocol": plain})).json() == []

    published = await sari.post("/api/types/flood/publish", json={"edit": draft.json()["edit"], "reason": "rapat"})
    assert published.status_code == 200, published.text
    async with live(dina, after=position) as channel:
        message = await channel.entry(lambda entry: entry["kind"] == "ProtocolPublished")
    assert [(one["code"], one["name_id"]) for one in message["changed"]["types"]] == [("flood", "Banjir besar")]

    signed = await sari.post("/api/types/flood/confirm", json={"version": 2, "name": "dr. Yulia"})
    assert (signed.status_code, signed.json()["confirmed_name"]) == (200, "dr. Yulia")
    back = await sari.post("/api/types/flood/take-back", json={"version": 1, "reason": "keliru"})
    assert (back.json()["version"], back.json()["protocol"]["name_id"]) == (3, "Banjir")
    versions = (await sari.get("/api/types/flood/versions")).json()
    assert [(one["version"], one["reason"]) for one in versions] == [(3, "keliru"), (2, "rapat"), (1, "Bawaan Tanggap")]
    row = next(one for one in (await sari.get("/api/types/edited")).json() if one["code"] == "flood")
    assert (row["draft_edit"], row["confirmed_at"]) == (None, None)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/types/flood/draft", {"edit": 0, "protocol": {}}),
        ("POST", "/api/types/flood/publish", {"edit": 1, "reason": "x"}),
        ("POST", "/api/types/flood/take-back", {"version": 1, "reason": "x"}),
        ("POST", "/api/types/flood/confirm", {"version": 1, "name": "x"}),
        ("GET", "/api/types/edited", None),
    ],
)
async def test_given_a_dispatcher_when_protocols_are_to_be_changed_then_it_is_refused(
    method: str, path: str, body: Any, dina: httpx.AsyncClient
) -> None:
    assert (await dina.request(method, path, json=body)).status_code == 403


async def test_given_what_is_no_protocol_when_saved_then_its_place_is_told(sari: httpx.AsyncClient) -> None:
    plain = (await flood(sari))["protocol"] | {"questions": [{"id": 1}]}
    refused = await sari.put("/api/types/flood/draft", json={"edit": 0, "protocol": plain})

    assert (refused.status_code, refused.json()["error_id"]) == (422, "protocol_invalid")
    assert refused.json()["fields"]["problems"][0]["path"] == "questions.0.id"
    missing = await sari.get("/api/types/flood/draft")
    assert (missing.status_code, missing.json()["error_id"]) == (404, "unknown_draft")
