"""The live channel, end to end: another process commits, every console hears it once and in order."""

import asyncio
import signal
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cad.bus import Bus
from cad.calls.commands import EndCall, ReceiveCall
from cad.clock import utc_now
from cad.incidents.commands import AddNarrative, OpenIncident
from tests.api.client import live, live_url, sign_in
from tests.api.conftest import PASSWORD, Server
from tests.support.waiting import eventually


def received(number: str = "08123456789") -> ReceiveCall:
    return ReceiveCall(
        pbx_id="pbx-1", uniqueid=uuid4().hex, occurred_at=utc_now(), source="ari", number_raw=number, trunk="t"
    )


def is_received(message: dict[str, object]) -> bool:
    return message["kind"] == "CallReceived"


async def test_given_a_call_then_the_console_has_it_with_its_view(dina: httpx.AsyncClient, bus: Bus) -> None:
    async with live(dina) as channel:
        await channel.hello()
        call = await bus.handle(received())
        message = await channel.entry(is_received)
        assert message["subject"] == {"type": "call", "id": call.id}
        (view,) = [view for view in message["changed"]["calls"] if view["id"] == call.id]
        assert view["number"] == "08123456789"
        assert view["state"] == "waiting"


async def test_given_an_auditor_then_the_number_is_masked_on_the_channel_too(audi: httpx.AsyncClient, bus: Bus) -> None:
    async with live(audi) as channel:
        await channel.hello()
        call = await bus.handle(received("081987654321"))
        message = await channel.entry(lambda m: is_received(m) and m["subject"]["id"] == call.id)
        assert "081987654321" not in str(message)
        assert "0819-****-321" in str(message)


async def test_given_a_line_cut_in_the_middle_then_nothing_is_missed_and_nothing_doubled(
    dina: httpx.AsyncClient, bus: Bus
) -> None:
    seen: list[dict[str, Any]] = []
    async with live(dina) as channel:
        position = await channel.hello()
        telling = asyncio.create_task(_tell(bus, calls=30))
        seen += await channel.entries(7)
        channel.socket.transport.abort()  # no close frame: as when a cable is pulled
    for _ in range(3):
        async with live(dina, after=seen[-1]["position"]) as channel:
            assert await channel.hello() == seen[-1]["position"]
            seen += await channel.entries(5)
            channel.socket.transport.abort()
    told = await telling
    async with live(dina, after=seen[-1]["position"]) as channel:
        await channel.hello()
        while ended(seen) != told:
            seen += await channel.entries(1)
    assert [message["position"] for message in seen] == list(range(position + 1, position + 1 + len(seen)))


def ended(messages: list[dict[str, Any]]) -> list[str]:
    return [message["subject"]["id"] for message in messages if message["kind"] == "CallEnded"]


async def _tell(bus: Bus, calls: int) -> list[str]:
    """So many calls that come and go; their ids, in order."""
    told = []
    for _ in range(calls):
        fact = received()
        await bus.handle(fact)
        end = EndCall(pbx_id=fact.pbx_id, uniqueid=fact.uniqueid, occurred_at=utc_now(), source="ari", cause=16)
        told.append((await bus.handle(end)).id)
    return told


async def test_given_a_snapshot_and_then_the_channel_then_no_entry_falls_between(
    dina: httpx.AsyncClient, bus: Bus
) -> None:
    position = (await dina.get("/api/state")).json()["position"]
    call = await bus.handle(received())
    async with live(dina, after=position) as channel:
        await channel.hello()
        message = await channel.entry(is_received)
        assert message["subject"]["id"] == call.id
        assert message["position"] > position


async def test_given_a_position_of_another_database_then_reload(dina: httpx.AsyncClient) -> None:
    async with live(dina, after=10**15) as channel:
        assert await channel.next() == {"type": "reload"}
        assert (await channel.next())["type"] == "hello"


async def test_given_the_api_is_killed_then_consoles_resume_with_the_next_one(
    server: Server, dina: httpx.AsyncClient, bus: Bus
) -> None:
    async with live(dina) as channel:
        position = await channel.hello()
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            while True:
                await channel.next()
    call = await bus.handle(received())
    await asyncio.to_thread(server.start)
    async with live(dina, after=position) as channel:
        await channel.hello()
        assert (await channel.entry(is_received))["subject"]["id"] == call.id


async def test_given_a_foreign_page_then_the_handshake_is_refused(dina: httpx.AsyncClient) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with live(dina, origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403


async def test_given_our_own_page_then_the_handshake_is_taken(dina: httpx.AsyncClient, server: Server) -> None:
    async with live(dina, origin=server.base_url) as channel:
        await channel.hello()


@pytest.mark.parametrize("cookie", ["", "tanggap_session=made-up"])
async def test_given_no_session_then_the_channel_says_so_and_closes(server: Server, cookie: str) -> None:
    async with connect(live_url(server.base_url), additional_headers={"Cookie": cookie}) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_given_one_console_that_reads_nothing_then_the_others_are_not_held_up(
    server: Server, dina: httpx.AsyncClient, bus: Bus
) -> None:
    async with (
        sign_in(server.base_url, "budi", PASSWORD) as sleepers,
        live(sleepers, max_queue=1) as sleeper,
        live(dina) as channel,
    ):
        await sleeper.hello()
        await channel.hello()
        sleeper.socket.transport.pause_reading()
        await _tell(bus, 20)
        assert len(await channel.entries(40)) == 40
        sleeper.socket.transport.abort()


async def test_given_a_console_that_sleeps_too_long_then_it_is_closed_and_resumes_where_it_was(
    server: Server, dina: httpx.AsyncClient, bus: Bus
) -> None:
    """Each line of a long story sends the whole incident again: some 20 MB, more than sockets hold for a sleeper."""
    user_id = (await dina.get("/api/session")).json()["user"]["id"]
    incident = await bus.handle(OpenIncident(user_id=user_id, type_code="structure_fire"))
    async with sign_in(server.base_url, "budi", PASSWORD) as sleepers:
        async with live(sleepers, max_queue=1, max_size=None) as sleeper:
            position = await sleeper.hello()
            sleeper.socket.transport.pause_reading()
            for n in range(100):
                await bus.handle(AddNarrative(user_id=user_id, incident_id=incident.id, text=f"{n} " + "x" * 3900))
            await eventually(lambda: _slow_ones(server), 15, "the sleeper is closed")
            sleeper.socket.transport.abort()
        async with live(sleepers, after=position, max_size=None) as channel:
            assert await channel.hello() == position
            told = [message["position"] for message in await channel.entries(100)]
            assert told == list(range(position + 1, position + 101))


def _slow_ones(server: Server) -> bool:
    figures = httpx.get(f"{server.base_url}/metrics").text
    return "tanggap_live_slow_clients_total 1.0" in figures


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "%00"])
async def test_given_a_nonsense_position_then_the_console_is_told_to_reload_or_given_all(
    dina: httpx.AsyncClient, server: Server, after: str
) -> None:
    headers = {"Cookie": f"tanggap_session={dina.cookies['tanggap_session']}"}
    async with connect(f"{live_url(server.base_url)}?after={after}", additional_headers=headers) as socket:
        assert (await socket.recv()).startswith(('{"type": "hello"', '{"type":"reload"'))
