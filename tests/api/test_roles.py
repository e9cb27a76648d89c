"""Each role may do its own work and no more."""

import httpx
import pytest

from api.app import create_app
from cad.installation import Installation

OPEN_TO_ALL = {"/api/session", "/health", "/metrics"}
ALLOWED = {
    "/api/state": {"dina", "sari", "admin", "audi"},
    "/api/figures": {"dina", "sari", "admin", "audi"},
    "/api/calls": {"dina", "sari", "admin", "audi"},
    "/api/incidents": {"dina", "sari", "admin", "audi"},
    "/api/pages": {"dina", "sari", "admin", "audi"},
    "/api/recommendations": {"dina", "sari", "admin", "audi"},
    "/api/recordings": {"sari", "admin", "audi"},
}


@pytest.mark.parametrize("path", sorted(ALLOWED))
async def test_each_list_is_open_to_its_roles_only(
    path: str,
    dina: httpx.AsyncClient,
    sari: httpx.AsyncClient,
    admin: httpx.AsyncClient,
    audi: httpx.AsyncClient,
    nobody: httpx.AsyncClient,
) -> None:
    clients = {"dina": dina, "sari": sari, "admin": admin, "audi": audi}
    for name, client in clients.items():
        answer = await client.get(path)
        assert answer.status_code == (200 if name in ALLOWED[path] else 403), (name, path, answer.text)
    assert (await nobody.get(path)).status_code == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/incidents", {"type_code": "structure_fire"}),
        ("/api/desk", {}),
        ("/api/units/u1/status", {"status": "available"}),
        ("/api/calls/c1/actions", {"action": "hold"}),
    ],
)
async def test_who_does_not_dispatch_changes_nothing(
    path: str, body: dict[str, str], admin: httpx.AsyncClient, audi: httpx.AsyncClient
) -> None:
    for client in (admin, audi):
        answer = await client.post(path, json=body)
        assert answer.status_code == 403, (path, answer.text)


def test_every_route_under_api_asks_who_you_are(installation: Installation) -> None:
    """A route added without a role shows here: only signing in and the responder's link need none."""
    paths = create_app(installation).openapi()["paths"]
    unguarded = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if path.startswith("/api/") and not operation.get("security")
    }
    assert unguarded - {"POST /api/session"} == {name for name in unguarded if "/api/responder/" in name}
