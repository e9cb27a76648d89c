"""Two dispatchers send one unit at the same moment, each over an API process of its own: one gets it, one is told.

`TANGGAP_TRIES=1000` makes it the long run.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cad.installation import Installation
from tests.api.client import sign_in
from tests.api.conftest import PASSWORD, Server, free_port

TRIES = int(os.environ.get("TANGGAP_TRIES", "60"))
UNIT = "unit-amb-01"
PLACE = {"text": "Jl. Sudirman 12", "lat": -0.4646, "lon": 100.3995, "source": "map"}


@pytest.fixture(scope="module")
def twin(server: Server, installation: Installation) -> Iterator[Server]:
    """A second API process on the same database."""
    port = free_port()
    other = replace(installation, settings=replace(installation.settings, http_port=port))
    running = Server(other, f"http://127.0.0.1:{port}", log=installation.logs / "api-twin.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def budi_there(twin: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with sign_in(twin.base_url, "budi", PASSWORD) as client:
        yield client


async def open_incident(client: httpx.AsyncClient) -> str:
    given = {"type_code": "injury", "place": PLACE}
    answer = await client.post("/api/incidents", json=given)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def send(client: httpx.AsyncClient, incident: str) -> httpx.Response:
    return await client.post(f"/api/incidents/{incident}/assignments", json={"unit_id": UNIT})


@pytest.mark.timeout(600)
async def test_given_two_send_one_unit_at_once_then_one_gets_it_and_the_other_a_sentence(
    dina: httpx.AsyncClient, budi_there: httpx.AsyncClient
) -> None:
    hers, his = await open_incident(dina), await open_incident(budi_there)
    won = {"dina": 0, "budi": 0}
    for _ in range(TRIES):
        answers = await asyncio.gather(send(dina, hers), send(budi_there, his))
        winner, loser = sorted(answers, key=lambda answer: answer.status_code)
        assert (winner.status_code, loser.status_code) == (201, 409), [answer.text for answer in answers]
        refused = loser.json()
        assert (refused["error_id"], refused["fields"]["call_sign"]) == ("unit_busy", "AMB-01")
        assert "AMB-01 sedang tidak tersedia" in refused["sentence"]
        won["dina" if winner is answers[0] else "budi"] += 1
        await release(dina, winner.json())
    assert sum(won.values()) == TRIES
    assert min(won.values()) > 0, "they were never really at once"
    assert await orders(dina, hers) == won["dina"]
    assert await orders(budi_there, his) == won["budi"]


async def release(client: httpx.AsyncClient, assignment: dict[str, Any]) -> None:
    answer = await client.post(f"/api/assignments/{assignment['id']}/status", json={"status": "available"})
    assert answer.status_code == 200, answer.text


async def orders(client: httpx.AsyncClient, incident: str) -> int:
    return len((await client.get(f"/api/incidents/{incident}")).json()["assignments"])
