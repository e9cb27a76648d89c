"""Whatever the OpenAPI document allows, and much that it does not, is answered; never with a 5xx.

As a dispatcher and as a supervisor, with examples that are the same in every run. Sign-out is left out: it would end
the session everything else runs in (tests/api/test_sessions.py has it). Cameras answer 503: no video process runs here.
"""

from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from api.app import create_app
from api.sessions import COOKIE
from cad.installation import Installation, Secrets, Settings
from tests.api.conftest import PASSWORD, Server, write_beats

# Some 40 operations, two people: about a minute.
EXAMPLES = 15
WITHOUT_VIDEO = "/api/cameras"


@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def _as_text(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


_nowhere = Installation(
    home=Path("/nonexistent"), tools=Path("/nonexistent"), settings=Settings(), secrets=Secrets("", "", "", "", "", "")
)
api = schemathesis.openapi.from_dict(create_app(_nowhere).openapi()).exclude(path="/api/session", method="DELETE")


@pytest.fixture(scope="session")
def cookies(server: Server) -> dict[str, str]:
    return {name: _sign_in(server, name) for name in ("dina", "sari")}


def _sign_in(server: Server, username: str) -> str:
    answer = httpx.post(
        f"{server.base_url}/api/session",
        json={"username": username, "password": PASSWORD},
        headers={"X-Tanggap": "1"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.text
    return answer.cookies[COOKIE]


@pytest.fixture(autouse=True)
def _all_is_well(server: Server) -> None:
    """/health is 200 only while the others say so; their beats are renewed before each operation."""
    write_beats(server.installation)


@pytest.mark.parametrize("who", ["dina", "sari"])
@api.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
def test_nothing_that_is_sent_ends_in_a_5xx(case: Case, who: str, server: Server, cookies: dict[str, str]) -> None:
    answer = case.call(base_url=server.base_url, headers={"X-Tanggap": "1"}, cookies={COOKIE: cookies[who]}, timeout=30)
    away = case.path.startswith(WITHOUT_VIDEO) and answer.status_code == 503
    assert answer.status_code < 500 or away, f"{case.method} {case.formatted_path}: {answer.status_code} {answer.text}"
    if answer.status_code >= 400:
        body = answer.json()
        assert body["error_id"]
        assert body["sentence"]
