"""The database goes and comes back: nobody is signed out, nothing is lost, and every answer says so."""

import asyncio
import signal
import time

import httpx

from cad.bus import Bus
from cad.heartbeat import read_beat
from cad.installation import Installation
from cad.store import server as database_server
from tests.api.client import live
from tests.api.conftest import Server
from tests.api.test_live import is_received, received
from tests.support.waiting import eventually


async def test_given_the_database_goes_away_and_returns_then_503_and_the_channel_goes_on(
    dina: httpx.AsyncClient, installation: Installation, bus: Bus
) -> None:
    async with live(dina) as channel:
        await channel.hello()
        await asyncio.to_thread(database_server.stop, installation)
        try:
            answer = await dina.get("/api/state", timeout=30)
            assert (answer.status_code, answer.json()["error_id"]) == (503, "unavailable")
            assert answer.headers["retry-after"]
            health = await dina.get("/health", timeout=30)
            assert (health.status_code, health.json()["parts"]["database"]["state"]) == (503, "away")
            await eventually(lambda: (read_beat(installation.run, "api") or {})["state"] == "degraded", 15)
        finally:
            await asyncio.to_thread(database_server.start, installation)
        call = await bus.handle(received())
        assert (await channel.entry(is_received, within_s=30))["subject"]["id"] == call.id
        assert (await dina.get("/api/state")).status_code == 200


async def test_given_open_channels_then_sigterm_ends_the_process_within_three_seconds(
    server: Server, dina: httpx.AsyncClient
) -> None:
    async with live(dina) as channel:
        await channel.hello()
        started = time.monotonic()
        await asyncio.to_thread(server.stop, signal.SIGTERM)
        took_s = time.monotonic() - started
    await asyncio.to_thread(server.start)
    assert took_s < 3
