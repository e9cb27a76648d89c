"""Trunks by TCP and TLS, added while Asterisk runs: they are asked how they are, dialled, and dial in."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from cad.trunks.model import Trunk
from telephony.callers.message import Message, parse, reply
from telephony.pbx import certificate, trunks
from telephony.trunks.keeper import Trunks
from tests.fakes.command_bus import CommandBus
from tests.fakes.ledger import ListLedger
from tests.support.pbx import Pbx, free_port, new_pbx
from tests.support.waiting import eventually
from tests.support.wire import Invite

pytestmark = pytest.mark.timeout(60)
NETWORK = "127.0.0.5"


@pytest.fixture(scope="module")
def stream_pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    home = tmp_path_factory.mktemp("streams") / "home"
    pbx = new_pbx(home, desks=1, trunk_addresses="127.0.0.1/32", trunk_tls_port=free_port())
    pbx.start()
    yield pbx
    pbx.stop()


def server_tls(pbx: Pbx) -> ssl.SSLContext:
    pem = pbx.installation.home / "network.pem"
    certificate.make(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@asynccontextmanager
async def network(secure: ssl.SSLContext | None) -> AsyncIterator[tuple[int, list[Message]]]:
    """A telephone network that answers OPTIONS, and is busy when it is dialled; its port, and what it was asked."""
    asked: list[Message] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = re.search(rb"(?i)content-length:\s*(\d+)", head)
            message = parse(head + await reader.readexactly(int(length[1]) if length else 0))
            if message is None or message.method == "ACK":
                continue
            asked.append(message)
            status = (200, "OK") if message.method == "OPTIONS" else (486, "Busy Here")
            writer.write(reply(message, *status, "network").encode())

    open_ones: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def safely(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ones[task] = writer
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(safely, NETWORK, 0, ssl=secure)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()
        for writer in open_ones.values():
            writer.close()
        await asyncio.wait(open_ones, timeout=5)


@pytest.mark.parametrize("transport", ["tcp", "tls"])
async def test_given_a_trunk_by_stream_when_added_then_it_works_both_ways(stream_pbx: Pbx, transport: str) -> None:
    secure = server_tls(stream_pbx) if transport == "tls" else None
    async with network(secure) as (port, asked):
        trunk = Trunk(id=transport, center_id="c", name="T", host=NETWORK, port=port, transport=transport)
        keeper = Trunks(stream_pbx.installation, CommandBus(), ListLedger(trunks=[trunk]))
        await keeper.apply()
        await eventually(lambda: any(one.method == "OPTIONS" for one in asked), 20, "it is asked how it is")
        dial = {"Channel": f"PJSIP/0811@out-{transport}", "Application": "Wait", "Data": "1", "Async": "true"}
        stream_pbx.action("Originate", **dial)
        await eventually(lambda: any(one.method == "INVITE" for one in asked), 20, "it is dialled")
        answer = await asyncio.to_thread(call_in, stream_pbx, transport)
        assert answer.startswith("SIP/2.0 200"), answer
        came = f"trunk-{transport}"
        await eventually(lambda: came in [mark.fields["trunk"] for mark in stream_pbx.marks("received")], 10, came)


def call_in(pbx: Pbx, transport: str) -> str:
    """An INVITE from the network's address by that transport; its final answer."""
    port = trunks.tls_port(pbx.installation) if transport == "tls" else pbx.sip[1]
    link = socket.create_connection((pbx.sip[0], port), 5, source_address=(NETWORK, 0))
    if transport == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        link = context.wrap_socket(link)
    with link:
        invite, told = Invite(), ""
        link.sendall(invite.encode(*link.getsockname()[:2], transport.upper()))
        while "SIP/2.0 200" not in told and (more := link.recv(8192)):
            told += more.decode()
        answer = told[told.index("SIP/2.0 200") :] if "SIP/2.0 200" in told else told
        for method, cseq in (("ACK", "1"), ("BYE", "2")):
            tag = answer.split("To:")[1].split("tag=")[1].split("\r\n")[0]
            next_one = Invite(method=method, cseq=cseq, call_id=invite.call_id, tag=invite.tag, to_tag=tag, body=b"")
            link.sendall(next_one.encode(*link.getsockname()[:2], transport.upper()))
        return answer
