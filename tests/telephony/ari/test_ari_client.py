"""The ARI client against a server that drops, cuts, babbles and sleeps."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator

import pytest

from telephony.ari import AriError, AriUnavailable, Client, NotFound
from telephony.ari.models import Event
from tests.fakes.ari_server import AriServer, ari_server, running
from tests.support.waiting import eventually


@pytest.fixture
async def server() -> AsyncIterator[AriServer]:
    async with ari_server() as fake:
        yield fake


def client_of(server: AriServer, timeout_s: float = 3.0, ping_s: float = 2.0) -> Client:
    return Client(
        server.url,
        "app 1",
        "tanggap",
        "secret",
        request_timeout_s=timeout_s,
        ping_s=ping_s,
        longest_delay_s=0.2,
    )


@pytest.fixture
async def client(server: AriServer) -> AsyncIterator[Client]:
    made = client_of(server)
    async with running(made.run()):
        await made.connected.wait()
        yield made


async def test_the_password_is_in_a_header_and_everything_is_subscribed(server: AriServer, client: Client) -> None:
    handshake = server.handshakes[0]
    assert handshake.headers["Authorization"] == "Basic " + base64.b64encode(b"tanggap:secret").decode()
    assert handshake.path == "/ari/events?app=app+1&subscribeAll=true"


async def test_events_come_in_order_to_all_who_asked(server: AriServer, client: Client) -> None:
    seen: list[str] = []
    client.on_event("Dial", lambda event: seen.append(event["dialstatus"]))
    client.on_event("*", lambda event: seen.append(event["type"]))
    for number in range(50):
        await server.send({"type": "Dial", "dialstatus": str(number)})
    await eventually(lambda: len(seen) == 100)
    assert seen[::2] == [str(number) for number in range(50)]


async def test_given_garbage_when_a_good_event_follows_then_it_is_heard(server: AriServer, client: Client) -> None:
    seen: list[Event] = []
    client.on_event("Good", seen.append)
    for frame in ("", "{", "[]", "null", '{"type": 5}', b"\xff\xfe", '{"type":"RESTResponse"}', '{"type": "Strange"}'):
        await server.send(frame)
    await server.send({"type": "Good"})
    await eventually(lambda: seen)
    assert server.connects == 1


async def test_a_handler_that_fails_does_not_silence_the_others(server: AriServer, client: Client) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("boom")

    seen: list[Event] = []
    client.on_event("Good", fail)
    client.on_event("Good", seen.append)
    await server.send({"type": "Good"})
    await eventually(lambda: seen)


async def test_only_what_somebody_wants_is_asked_for_and_a_refusal_does_no_harm(server: AriServer) -> None:
    client = client_of(server)
    client.on_event("Dial", lambda _: None)
    async with running(client.run()):
        await eventually(lambda: server.asked)
        assert server.asked[0] == "PUT applications/app%201/eventFilter"
        allowed = [entry["type"] for entry in json.loads(server.bodies[0])["allowed"]]
        assert allowed == ["RESTResponse", "ApplicationReplaced", "Dial"]


async def test_requests_and_answers_find_each_other(server: AriServer, client: Client) -> None:
    server.answers = {"GET channels": (200, [{"id": "1.1"}]), "GET endpoints/PJSIP": (200, [])}
    channels, endpoints = await asyncio.gather(client.channels.list(), client.endpoints.list_by_tech("PJSIP"))
    assert [channel["id"] for channel in channels] == ["1.1"]
    assert endpoints == []


async def test_hanging_up_a_channel_that_is_gone_is_no_mishap(server: AriServer, client: Client) -> None:
    server.answers = {"DELETE channels/1.2": (204, None)}
    assert await client.channels.hangup("1.2", reason="normal")
    assert not await client.channels.hangup("1.3")
    with pytest.raises(NotFound):
        await client.channels.get("../1")
    assert server.asked[-1] == "GET channels/..%2F1"


async def test_a_refusal_carries_its_status(server: AriServer, client: Client) -> None:
    server.answers = {"GET channels": (409, None)}
    with pytest.raises(AriError) as refused:
        await client.channels.list()
    assert refused.value.status == 409


async def test_given_a_frozen_asterisk_when_we_ask_then_we_are_told_in_time(server: AriServer) -> None:
    server.mute = True
    client = client_of(server, timeout_s=0.05)
    async with running(client.run()):
        await client.connected.wait()
        with pytest.raises(AriUnavailable):
            await client.channels.list()


async def test_without_a_connection_a_request_fails_at_once(server: AriServer) -> None:
    with pytest.raises(AriUnavailable):
        await client_of(server).channels.list()


async def test_given_asterisk_restarts_when_it_is_back_then_we_are_told_and_hear_again(server: AriServer) -> None:
    client = client_of(server)
    announced: list[int] = []
    seen: list[Event] = []

    async def announce() -> None:
        announced.append(server.connects)

    client.on_connected(announce)
    client.on_event("Good", seen.append)
    async with running(client.run()):
        await eventually(lambda: announced == [1])
        await server.stop()
        await eventually(lambda: not client.connected.is_set())
        await server.start()
        await eventually(lambda: announced == [1, 2])
        await server.send({"type": "Good"})
        await eventually(lambda: seen)


async def test_given_requests_under_way_when_the_connection_is_cut_then_they_fail_at_once(
    server: AriServer, client: Client
) -> None:
    server.mute = True
    asking = asyncio.create_task(client.channels.list())
    await eventually(lambda: server.asked)
    server.cut()
    with pytest.raises(AriUnavailable, match="connection lost"):
        await asyncio.wait_for(asking, 1)


@pytest.mark.parametrize("status", [401, 404, 500, 503])
async def test_an_asterisk_that_is_still_starting_is_asked_again(server: AriServer, status: int) -> None:
    server.refuse = status
    client = client_of(server)
    async with running(client.run()):
        await eventually(lambda: len(server.handshakes) >= 2)
        server.refuse = 0
        await eventually(client.connected.is_set)


async def test_given_another_process_takes_our_app_then_we_wait_before_we_connect_again(
    server: AriServer, client: Client
) -> None:
    await server.send({"type": "ApplicationReplaced", "application": "app"})
    await eventually(lambda: not client.connected.is_set())
    assert server.connects == 1


async def test_a_server_that_closes_at_once_is_not_stormed(server: AriServer) -> None:
    client = client_of(server)
    async with running(client.run()):
        await eventually(client.connected.is_set)
        server.cut()
        await eventually(lambda: not client.connected.is_set())
        assert server.connects == 1
        await eventually(lambda: server.connects == 2)
