"""The AMI connection against a server that falls silent, hangs up and refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Thread

import psutil
import pytest
from asterisk.manager import ManagerSocketException

from telephony.ami import AmiRefused, AmiUnavailable, Connection
from telephony.ami.manager import DeadlineManager
from tests.fakes.ami_server import AmiServer, ami_server
from tests.fakes.ari_server import running
from tests.support.waiting import eventually

LUMP = "Response: Success\r\nActionID: @id@\r\nEventList: start\r\nMessage: Queue status will follow\r\n\r\n"
LUMP += "Event: QueueMember\r\nLocation: PJSIP/desk-01\r\nPaused: 0\r\nActionID: @id@\r\n\r\n"
LUMP += "Event: QueueStatusComplete\r\nActionID: @id@\r\nListItems: 1\r\n\r\n"
EACH = LUMP.replace("Queue status will follow", "Here they come")


@pytest.fixture
async def server() -> AsyncIterator[AmiServer]:
    async with ami_server() as fake:
        yield fake


@pytest.fixture
async def connection(server: AmiServer) -> AsyncIterator[Connection]:
    made = Connection("127.0.0.1", server.port, "tanggap", "secret", timeout_s=0.4)
    async with running(made.run()):
        await made.connected.wait()
        yield made


async def test_it_logs_in_and_wants_no_events(server: AmiServer, connection: Connection) -> None:
    assert server.actions[0]["Username"] == "tanggap"
    assert server.actions[0]["Events"] == "off"
    assert (await connection.ask("Ping"))["Response"] == "Success"


@pytest.mark.parametrize("reply", [LUMP, EACH], ids=["lumped by pyst2", "one by one"])
async def test_a_list_is_collected(server: AmiServer, connection: Connection, reply: str) -> None:
    server.replies["QueueStatus"] = reply
    found = await connection.collect("QueueStatus", last="QueueStatusComplete", Queue="emergency")
    assert [event["Location"] for event in found if event["Event"] == "QueueMember"] == ["PJSIP/desk-01"]


async def test_a_refusal_is_in_asterisks_words(server: AmiServer, connection: Connection) -> None:
    server.replies["Redirect"] = "Response: Error\r\nActionID: @id@\r\nMessage: Channel does not exist: 1.1\r\n\r\n"
    with pytest.raises(AmiRefused, match="does not exist"):
        await connection.ask("Redirect")
    assert connection.connected.is_set()


async def test_given_asterisk_freezes_when_it_thaws_then_we_are_connected_again(
    server: AmiServer, connection: Connection
) -> None:
    server.silent.add("*")
    with pytest.raises(AmiUnavailable):
        await connection.ask("Ping")
    assert not connection.connected.is_set()
    server.silent.clear()
    await eventually(lambda: server.logins == 2)
    await eventually(connection.connected.is_set)


async def test_given_silence_when_nobody_asks_then_the_ping_finds_out(
    server: AmiServer, connection: Connection
) -> None:
    server.silent.add("Ping")
    await eventually(lambda: not connection.connected.is_set())
    server.silent.clear()
    await eventually(connection.connected.is_set)


async def test_given_the_connection_is_cut_then_it_is_made_again_and_told(server: AmiServer) -> None:
    told: list[int] = []

    async def tell() -> None:
        told.append(server.logins)

    connection = Connection("127.0.0.1", server.port, "tanggap", "secret", timeout_s=0.4)
    connection.on_connected(tell)
    async with running(connection.run()):
        await eventually(lambda: told == [1])
        server.cut()
        await eventually(lambda: told == [1, 2])


async def test_a_wrong_secret_is_tried_again_and_never_counts_as_connected(server: AmiServer) -> None:
    connection = Connection("127.0.0.1", server.port, "tanggap", "wrong", timeout_s=0.4)
    async with running(connection.run()):
        await eventually(lambda: server.names().count("Login") >= 2)
        assert not connection.connected.is_set()


async def test_without_a_connection_a_question_fails_at_once() -> None:
    connection = Connection("127.0.0.1", 1, "tanggap", "secret")
    with pytest.raises(AmiUnavailable):
        await asyncio.wait_for(connection.ask("Ping"), 0.1)


async def test_given_connections_that_end_as_they_begin_then_no_socket_is_left(server: AmiServer) -> None:
    """pyst2's reader may stop without closing: the end comes from another thread, at any moment."""

    def connect(manager: DeadlineManager) -> None:
        with suppress(ManagerSocketException):
            manager.connect("127.0.0.1", server.port, 1.0)

    before, kept = psutil.Process().num_fds(), []
    for _ in range(40):
        manager = DeadlineManager()
        kept.append(manager)  # its destructor shall not be what closes
        thread = Thread(target=connect, args=(manager,))
        thread.start()
        manager.abort()
        await asyncio.to_thread(thread.join)
    await eventually(lambda: psutil.Process().num_fds() <= before + 2)  # the server's own ends close a moment later
