"""Users as the administrator manages them, and what a temporary password opens."""

from uuid import uuid4

import httpx
import pytest

from tests.api.client import live, sign_in
from tests.api.conftest import Server

OWN = "empat kata yang panjang"


@pytest.fixture
async def rina(admin: httpx.AsyncClient) -> tuple[str, str, str]:
    """id, username, temporary password of a new dispatcher of the fire brigade."""
    username = f"rina.{uuid4().hex[:8]}"
    given = {"username": username, "name": "Rina", "role": "agency_dispatcher", "agency_id": "agency-fire"}
    answer = await admin.post("/api/accounts", json=given)
    assert answer.status_code == 201, answer.text
    return answer.json()["user"]["id"], username, answer.json()["password"]


async def test_given_a_temporary_password_then_it_opens_nothing_but_the_choice_of_an_own_one(
    server: Server, rina: tuple[str, str, str]
) -> None:
    _, username, password = rina
    async with sign_in(server.base_url, username, password) as client:
        assert (await client.get("/api/session")).json()["user"]["must_change_password"]
        assert (await client.get("/api/state")).json()["error_id"] == "password_must_change"

        async def change(old: str, new: str) -> httpx.Response:
            return await client.put("/api/session/password", json={"old": old, "new": new})

        assert (await change("salah", OWN)).json()["error_id"] == "wrong_password"
        assert (await change(password, "pendek")).json()["error_id"] == "weak_password"
        assert (await change(password, OWN)).status_code == 204
        assert (await client.get("/api/state")).status_code == 200
    async with sign_in(server.base_url, username, OWN) as client:
        assert (await client.get("/api/session")).json()["user"]["agency_id"] == "agency-fire"


async def test_given_a_user_is_disabled_then_their_screen_is_closed_at_once(
    server: Server, admin: httpx.AsyncClient, nobody: httpx.AsyncClient, rina: tuple[str, str, str]
) -> None:
    user_id, username, password = rina
    async with sign_in(server.base_url, username, password) as client:
        await client.put("/api/session/password", json={"old": password, "new": OWN})
        async with live(client) as console:
            await console.hello()
            shown = await admin.put(f"/api/accounts/{user_id}/disabled", json={"disabled": True})
            assert (shown.json()["active"], shown.json()["open_sessions"]) == (False, [])
            with pytest.raises(Exception, match="4401"):
                while True:
                    await console.next()
        assert (await client.get("/api/session")).status_code == 401
    answer = await admin.post(f"/api/accounts/{user_id}/password")
    assert answer.status_code == 201  # of no use until they are let in again
    given = {"username": username, "password": answer.json()["password"]}
    refused = await nobody.post("/api/session", json=given)
    assert refused.status_code == 401


async def test_only_an_administrator_manages_users_and_not_the_last_one_away(
    admin: httpx.AsyncClient, sari: httpx.AsyncClient, audi: httpx.AsyncClient, rina: tuple[str, str, str]
) -> None:
    for client in (sari, audi):
        assert (await client.get("/api/accounts")).status_code == 403
        assert (await client.put(f"/api/accounts/{rina[0]}", json={"name": "X", "role": "auditor"})).status_code == 403
    accounts = (await admin.get("/api/accounts")).json()
    own = next(one for one in accounts if one["username"] == "admin")
    assert own["open_sessions"]
    assert own["last_sign_in_at"]
    assert not any("password" in key for one in accounts for key in one)
    answer = await admin.put(f"/api/accounts/{own['id']}", json={"name": "Admin", "role": "auditor"})
    assert answer.json()["error_id"] == "last_administrator"


async def test_given_another_area_then_it_is_shown(admin: httpx.AsyncClient, rina: tuple[str, str, str]) -> None:
    given = {"name": "Rina S.", "role": "agency_dispatcher", "agency_id": "agency-health", "areas": ["13.74.01"]}
    changed = (await admin.put(f"/api/accounts/{rina[0]}", json=given)).json()
    assert (changed["name"], changed["agency_id"], changed["areas"]) == ("Rina S.", "agency-health", ["13.74.01"])
    wrong = await admin.put(f"/api/accounts/{rina[0]}", json=given | {"areas": ["Timur"]})
    assert wrong.status_code == 422
