"""Signing in and out, over real HTTP."""

from datetime import timedelta
from secrets import token_hex

import httpx
import pytest

from api.sessions import COOKIE, IDLE, TOUCH_EVERY, hash_token
from cad.bus import Bus
from cad.clock import utc_now
from cad.installation import Installation
from cad.store.bootstrap import open_bus
from cad.store.views import accounts
from cad.users.commands import StartSession
from tests.api.client import CSRF, live
from tests.api.conftest import PASSWORD, Server


async def test_given_the_right_password_then_the_cookie_is_kept_from_scripts_and_foreign_sites(
    nobody: httpx.AsyncClient,
) -> None:
    answer = await nobody.post("/api/session", json={"username": "dina", "password": PASSWORD})
    assert answer.status_code == 201
    assert answer.json()["user"] | {"id": ""} == {
        "id": "",
        "username": "dina",
        "name": "Dina",
        "role": "dispatcher",
        "agency_id": None,
        "areas": [],
        "unit_id": None,
        "must_change_password": False,
    }
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie  # plain HTTP on loopback; under TLS it is set


@pytest.mark.parametrize("given", [{"username": "dina", "password": "salah"}, {"username": "siapa", "password": "x"}])
async def test_given_a_wrong_name_or_password_then_both_are_refused_alike(
    nobody: httpx.AsyncClient, given: dict[str, str]
) -> None:
    answer = await nobody.post("/api/session", json=given)
    assert answer.status_code == 401
    assert answer.json()["error_id"] == "unauthenticated"
    assert answer.json()["sentence"].startswith("Nama atau sandi salah")


async def test_given_five_wrong_passwords_then_even_the_right_one_must_wait(nobody: httpx.AsyncClient) -> None:
    for _ in range(5):
        await nobody.post("/api/session", json={"username": "throttled", "password": "salah"})
    answer = await nobody.post("/api/session", json={"username": "throttled", "password": "salah"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["error_id"] == "too_many_attempts"


async def test_given_no_session_then_401_with_what_to_do(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/api/state")
    assert answer.status_code == 401
    assert answer.json()["sentence"] == "Masuk dahulu."


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, "%00", "ü"])
async def test_given_a_made_up_cookie_then_401(server: Server, cookie: str) -> None:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())]
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        assert (await client.get("/api/session", headers=headers)).status_code == 401


async def test_given_signing_out_then_the_cookie_is_worth_nothing_and_the_live_channel_closes(
    budi: httpx.AsyncClient,
) -> None:
    cookie = budi.cookies[COOKIE]
    async with live(budi) as channel:
        await channel.hello()
        assert (await budi.delete("/api/session")).status_code == 204
        with pytest.raises(Exception, match="4401"):
            while True:
                await channel.next()
    answer = await budi.get("/api/session", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.status_code == 401


async def test_given_a_change_without_our_header_then_it_is_refused(dina: httpx.AsyncClient) -> None:
    del dina.headers["X-Tanggap"]
    answer = await dina.post("/api/desk", json={})
    assert answer.status_code == 403
    assert answer.json()["error_id"] == "csrf"
    assert (await dina.post("/api/desk", json={}, headers=CSRF)).status_code == 201
    await dina.delete("/api/desk", headers=CSRF)


async def test_given_a_session_then_it_ends_by_silence_and_goes_on_by_a_sign_of_life(
    nobody: httpx.AsyncClient, installation: Installation, bus: Bus, dina: httpx.AsyncClient
) -> None:
    user_id = (await dina.get("/api/session")).json()["user"]["id"]
    silent, alive = token_hex(8), token_hex(8)
    for token, left, status in ((silent, timedelta(seconds=-1), 401), (alive, timedelta(seconds=20), 200)):
        told = StartSession(user_id=user_id, token_hash=hash_token(token), expires_at=utc_now() + left)
        await bus.handle(told)
        answer = await nobody.get("/api/session", headers={"Cookie": f"{COOKIE}={token}"})
        assert answer.status_code == status
    _, database = open_bus(installation)
    async with database.session() as session:
        (known,) = await accounts.living_sessions(session, [hash_token(alive)], utc_now())
    await database.dispose()
    assert known.expires_at > utc_now() + IDLE - TOUCH_EVERY  # it had 20 s left before it was used


async def test_an_old_session_is_told_when_it_ends(dina: httpx.AsyncClient) -> None:
    session = (await dina.get("/api/session")).json()
    assert session["idle_s"] == 1800
    assert session["expires_at"].endswith("Z")
