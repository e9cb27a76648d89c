"""The administrator's page of trunks, over HTTP: written by one role, read by two, its secret by none."""

import httpx

SECRET = "rahasia-SIP-112"
TELKOM = {"name": "Telkom Uji", "host": "10.1.2.3", "username": "62752112", "secret": SECRET, "registers": True}


async def test_given_an_administrator_when_a_trunk_is_kept_then_it_is_shown_without_its_secret(
    admin: httpx.AsyncClient, sari: httpx.AsyncClient
) -> None:
    made = await admin.post("/api/trunks", json=TELKOM)
    assert made.status_code == 201, made.text
    path = f"/api/trunks/{made.json()['id']}"
    try:
        kept = TELKOM | {"secret": None, "port": 5080, "peers": ["10.1.2.0/24"]}
        changed = await admin.put(path, json=kept)
        assert changed.status_code == 200, changed.text
        listed = await sari.get("/api/trunks")
        (shown,) = [trunk for trunk in listed.json() if trunk["id"] == made.json()["id"]]
        assert (shown["port"], shown["has_secret"], shown["state"]) == (5080, True, "unknown")
        assert SECRET not in made.text + changed.text + listed.text
        again = await admin.post("/api/trunks", json=TELKOM)
        assert (again.status_code, again.json()["error_id"]) == (409, "trunk_exists")
        cleared = await admin.put(path, json=kept | {"secret": "", "registers": False})
        assert cleared.json()["has_secret"] is False
    finally:
        assert (await admin.delete(path)).status_code == 204
    assert (await admin.put(path, json=TELKOM)).json()["error_id"] == "unknown_trunk"


async def test_given_details_asterisk_could_not_take_when_sent_then_the_field_is_named(
    admin: httpx.AsyncClient,
) -> None:
    for field, value in {"host": "a b", "peers": ["0.0.0.0/0"], "username": "x;y", "secret": "two words"}.items():
        answer = await admin.post("/api/trunks", json=TELKOM | {field: value})
        assert (answer.status_code, answer.json()["error_id"]) == (422, "bad_trunk"), answer.text
        assert answer.json()["fields"]["field"] == field


async def test_given_other_roles_when_they_ask_then_supervisors_read_and_nobody_else_does(
    dina: httpx.AsyncClient,
    sari: httpx.AsyncClient,
    admin: httpx.AsyncClient,
    audi: httpx.AsyncClient,
    nobody: httpx.AsyncClient,
) -> None:
    for path in ("/api/trunks", "/api/trunks/refused"):
        for client, status in ((sari, 200), (admin, 200), (dina, 403), (audi, 403), (nobody, 401)):
            assert (await client.get(path)).status_code == status
    for client in (dina, sari, audi):
        assert (await client.post("/api/trunks", json=TELKOM)).status_code == 403
    told = (await admin.get("/api/trunks/refused")).json()
    assert set(told) == {"since", "total", "by_reason", "last"}
