"""Whatever is sent, the answer is a 4xx in one shape, and says what to do."""

from typing import Any

import httpx
import pytest

HUGE = 10**30
NONSENSE_BODIES: list[Any] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"\xff\xfe",
    b'{"type_code": "\\u0000"}',
    b'{"type_code": "\\ud800"}',
    b'{"type_code": "x", "priority": NaN}',
    b'{"type_code": "x", "priority": 1e999}',
    b'{"type_code": "x", "priority": ' + b"9" * 5000 + b"}",
    b'{"type_code": "x", "place": {"lat": 91}}',
    b'{"type_code": "x", "place": {"lat": "\\u0000"}}',
    b'{"type_code": "x", "unknown": 1}',
    b'{"type_code": "' + b"x" * 10_000 + b'"}',
    b"[" * 100_000,
]


def assert_refused(answer: httpx.Response) -> dict[str, Any]:
    assert 400 <= answer.status_code < 500, answer.text
    body: dict[str, Any] = answer.json()
    assert body["error_id"]
    assert body["sentence"].strip()
    assert isinstance(body["fields"], dict)
    return body


@pytest.mark.parametrize("body", NONSENSE_BODIES, ids=lambda body: repr(body[:40]))
async def test_given_a_nonsense_body_then_4xx(dina: httpx.AsyncClient, body: bytes) -> None:
    answer = await dina.post("/api/incidents", content=body, headers={"Content-Type": "application/json"})
    assert_refused(answer)


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
async def test_given_another_content_type_then_415(dina: httpx.AsyncClient, content_type: str) -> None:
    answer = await dina.post("/api/incidents", content=b"{}", headers={"Content-Type": content_type})
    assert answer.status_code == 415
    assert assert_refused(answer)["error_id"] == "unsupported_media_type"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("POST", "/api/nothing", 404),
        ("GET", "/api/calls/nobody", 404),
        ("GET", "/api/incidents/0199f5a2-7f10-7c3e-9b1a-3d5d6a0f2b11", 404),
        ("POST", "/api/state", 405),
        ("PUT", "/health", 405),
        ("DELETE", "/papan", 405),
        ("GET", "/api/calls/%00", 400),
        ("GET", "/api/calls?number=%00", 400),
        ("GET", "/api/calls/" + "x" * 65, 422),
        ("GET", "/api/calls?limit=0", 422),
        ("GET", f"/api/calls?limit={HUGE}", 422),
        ("GET", "/api/calls?from=0001-01-01T00:00:00%2B14:00", 422),
        ("GET", "/api/calls?to=9999-12-31T23:59:59-14:00", 422),
        ("GET", "/api/calls?from=yesterday", 422),
        ("GET", "/api/calls?state=sleeping", 422),
        ("GET", "/api/recommendations?lat=nan&lon=0", 422),
        ("GET", "/assets/none.js", 404),
    ],
)
async def test_given_a_request_that_cannot_be_met_then_the_right_refusal(
    dina: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await dina.request(method, path)
    assert answer.status_code == status, answer.text
    assert_refused(answer)


async def test_given_a_body_larger_than_anything_a_person_sends_then_413(dina: httpx.AsyncClient) -> None:
    answer = await dina.post("/api/incidents", content=b" " * 300_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert assert_refused(answer)["error_id"] == "too_large"


async def test_given_a_large_body_in_pieces_without_a_length_then_413(dina: httpx.AsyncClient) -> None:
    async def pieces():  # type: ignore[no-untyped-def]
        for _ in range(40):
            yield b" " * 10_000

    answer = await dina.post("/api/incidents", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert_refused(answer)


async def test_a_refused_password_is_never_repeated(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/api/session", json={"username": "dina", "password": {"rahasia": "sekali"}})
    assert answer.status_code == 422
    assert "sekali" not in answer.text


async def test_every_answer_carries_the_security_headers(nobody: httpx.AsyncClient) -> None:
    for path in ("/", "/api/state", "/api/nothing", "/health"):
        headers = (await nobody.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


async def test_given_a_forged_host_then_it_does_not_reach_the_policy(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/", headers={"Host": "evil; script-src *"})
    assert "evil" not in answer.headers["content-security-policy"]
