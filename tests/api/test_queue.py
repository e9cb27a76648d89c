"""The queue's plan and skills over HTTP."""

import httpx


async def test_given_a_supervisor_when_the_plan_is_changed_then_what_was_left_out_stays_and_a_second_is_told(
    sari: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    plan = (await sari.get("/api/queue/plan")).json()
    given = {
        "version": plan["version"],
        "outside": [{"name": "Kota Padang", "number": "0751 112"}],
        "night": {"mode": "schedule", "from": "22:00", "to": "05:30"},
        "skills": [{"code": "minang", "name_id": "Bahasa Minang", "name_en": "Minang"}],
        "dialled": [{"number": "119", "skill": "minang"}],
    }
    answer = await sari.put("/api/queue/plan", json=given)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert changed["outside"] == [{"name": "Kota Padang", "number": "0751112"}]
    assert (changed["night"]["to"], changed["ring_seconds"]) == ("05:30", plan["ring_seconds"])
    assert (await dina.get("/api/queue/plan")).json() == changed
    refused = await sari.put("/api/queue/plan", json=given)
    assert (refused.status_code, refused.json()["error_id"]) == (409, "plan_changed")
    wrong = await sari.put("/api/queue/plan", json={"version": changed["version"], "overflow_desks": ["desk-99"]})
    assert (wrong.status_code, wrong.json()["error_id"]) == (422, "plan_invalid")
    assert wrong.json()["fields"] == {"field": "overflow_desks"}
    whole = await sari.put("/api/queue/plan", json=changed)
    assert (whole.status_code, whole.json()) == (200, changed)


async def test_given_a_skill_when_it_is_given_to_somebody_then_the_list_of_people_has_it(
    sari: httpx.AsyncClient,
) -> None:
    plan = (await sari.get("/api/queue/plan")).json()
    skills = [{"code": "medis", "name_id": "Medis", "name_en": "Medical"}]
    await sari.put("/api/queue/plan", json={"version": plan["version"], "skills": skills, "dialled": []})
    people = {one["username"]: one for one in (await sari.get("/api/users")).json()}
    answer = await sari.put(f"/api/users/{people['budi']['id']}/skills", json={"skills": ["medis"]})
    assert (answer.status_code, answer.json()["skills"]) == (200, ["medis"])
    unknown = await sari.put(f"/api/users/{people['budi']['id']}/skills", json={"skills": ["selam"]})
    assert (unknown.status_code, unknown.json()["error_id"]) == (422, "unknown_skill")
    nobody = await sari.put("/api/users/nobody/skills", json={"skills": []})
    assert nobody.status_code == 404


async def test_given_a_desk_when_the_queue_is_looked_at_then_it_is_there_with_its_state(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient
) -> None:
    await dina.post("/api/desk", json={})
    desk = (await dina.put("/api/desk/state", json={"state": "ready"})).json()
    assert (desk["skipped"], desk["wrap_up_until"]) == (0, None)
    queue = (await audi.get("/api/queue")).json()
    members = {one["desk_id"]: one for one in queue["queues"][0]["members"]}
    assert members[desk["id"]]["state"] == "ready"
    await dina.delete("/api/desk")


async def test_given_a_dispatcher_when_they_change_the_plan_then_they_are_refused(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient
) -> None:
    for client in (dina, audi):
        assert (await client.put("/api/queue/plan", json={"version": 0})).status_code == 403
        assert (await client.get("/api/users")).status_code == 403
