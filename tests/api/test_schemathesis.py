"""Whatever the OpenAPI document allows, and much that it does not, is answered; never with a 5xx.

As a dispatcher and as a supervisor, with examples that are the same in every run. Sign-out is left out: it would end
the session everything else runs in (tests/api/test_sessions.py has it). Cameras answer 503: no video process runs here.
"""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from api.sessions import COOKIE
from tests.api.conftest import PASSWORD, Server, write_beats

# Some 40 operations, two people: about a minute.
EXAMPLES = 25
WITHOUT_VIDEO = "/api/cameras"


@pytest.fixture(scope="session")
def openapi(server: Server) -> Any:
    return schemathesis.openapi.from_url(f"{server.base_url}/api/openapi.json").exclude(
        path="/api/session", method="DELETE"
    )


@pytest.fixture(scope="session", params=["dina", "sari"])
def cookie(server: Server, request: pytest.FixtureRequest) -> str:
    answer = httpx.post(
        f"{server.base_url}/api/session",
        json={"username": request.param, "password": PASSWORD},
        headers={"X-Tanggap": "1"},
    )
    assert answer.status_code == 201, answer.text
    return answer.cookies[COOKIE]


@pytest.fixture(autouse=True)
def _all_is_well(server: Server) -> None:
    """/health is 200 only while the others say so; their beats are renewed before each operation."""
    write_beats(server.installation)


api = schemathesis.pytest.from_fixture("openapi")


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_sent_ends_in_a_5xx(case: Case, cookie: str) -> None:
    answer = case.call(headers={"X-Tanggap": "1"}, cookies={COOKIE: cookie}, timeout=10)
    away = case.path.startswith(WITHOUT_VIDEO) and answer.status_code == 503
    assert answer.status_code < 500 or away, f"{case.method} {case.formatted_path}: {answer.status_code} {answer.text}"
    if answer.status_code >= 400:
        body = answer.json()
        assert body["error_id"]
        assert body["sentence"]
