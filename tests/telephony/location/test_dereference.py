"""An address out of an INVITE is asked beside the call, and only where it may be."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cad.installation import Installation, Secrets, Settings
from cad.locations.commands import LocateCall, RecordFix
from cad.locations.errors import Refused
from cad.store.journal import Entry
from telephony.location import dereference
from telephony.location.dereference import Dereference, Rules, fetch
from telephony.location.header import addresses
from telephony.marks import located, parse_mark
from tests.cad.locations import made_up as made
from tests.support.waiting import eventually
from tests.telephony.location.authority import authority_for

AT = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
ABOUT: dict[str, Any] = {"pbx_id": "pbx-1", "uniqueid": "1.1", "occurred_at": AT, "source": "ari"}
DOCUMENT = made.document(made.in_tuple(made.info(made.CIRCLE)))
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Lis:
    """A location server on loopback, speaking HTTPS for `localhost`."""

    def __init__(self, ca_file: str, port: int) -> None:
        self.rules, self.port = Rules(private=True, ca_file=ca_file), port
        self.asked: list[str] = []
        self.answer: bytes = http(DOCUMENT)

    @property
    def uri(self) -> str:
        return f"https://localhost:{self.port}/where?of=1"


def http(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n".encode() + body


@pytest.fixture
async def lis(tmp_path: Path) -> AsyncIterator[Lis]:
    authority, pair = authority_for("localhost", tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair)
    made_server: list[Lis] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made_server[0].asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(made_server[0].answer)
        await writer.drain()
        if made_server[0].answer:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    made_server.append(Lis(str(authority), server.sockets[0].getsockname()[1]))
    yield made_server[0]
    server.close()


async def reason_of(uri: str, rules: Rules = Rules()) -> str:  # noqa: B008
    with pytest.raises(Refused) as refused:
        await fetch(uri, rules)
    return refused.value.reason


async def test_an_address_that_may_be_asked_says_where_the_caller_is(lis: Lis) -> None:
    (fix,) = await fetch(lis.uri, lis.rules)
    assert (fix.point, fix.radius_m) == ((-0.46425, 100.3992), 30.0)
    assert lis.asked[0].startswith("GET /where?of=1 HTTP/1.1")
    assert "application/pidf+xml" in lis.asked[0]


async def test_held_around_the_document_is_read_too(lis: Lis) -> None:
    inner = DOCUMENT.partition(b"?>")[2]
    lis.answer = http(
        b'<locationResponse xmlns="urn:ietf:params:xml:ns:geopriv:held">' + inner + b"</locationResponse>"
    )
    (fix,) = await fetch(lis.uri, lis.rules)
    assert fix.radius_m == 30.0


@pytest.mark.parametrize(
    "uri",
    [
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://localhost",
    ],
)
async def test_an_address_inside_is_not_asked(uri: str) -> None:
    assert await reason_of(uri) == "address_private"


@pytest.mark.parametrize("uri", ["http://example.com/", "https://u:p@example.com/", "https:///x", "https://[::1/", "x"])
async def test_what_is_no_plain_https_address_is_not_asked(uri: str) -> None:
    assert await reason_of(uri) == "address_unreadable"


async def test_a_certificate_that_nobody_vouches_for_is_no_answer(lis: Lis) -> None:
    assert await reason_of(lis.uri, Rules(private=True)) == "no_answer"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(b"", "302 Found", "Location: https://localhost/\r\n"), "no_answer"),
        (http(b"x" * 70_000), "too_long"),
        (http(b"<html>"), "not_xml"),
        (b"garbage\r\n\r\n", "no_answer"),
    ],
    ids=["redirect", "too long", "no location", "no HTTP"],
)
async def test_a_wrong_answer_is_refused(lis: Lis, answer: bytes, reason: str) -> None:
    lis.answer = answer
    assert await reason_of(lis.uri, lis.rules) == reason


async def test_who_does_not_answer_is_not_waited_for(lis: Lis) -> None:
    lis.answer = b""
    assert await reason_of(lis.uri, replace(lis.rules, timeout_s=0.3)) == "no_answer"


class Taken:
    """A bus that only remembers."""

    def __init__(self) -> None:
        self.commands: list[RecordFix] = []

    async def handle(self, command: RecordFix) -> None:
        self.commands.append(command)


async def test_a_reference_in_the_journal_becomes_a_fix_of_its_call(lis: Lis, tmp_path: Path) -> None:
    settings = Settings(location_private=True, location_ca=lis.rules.ca_file)
    installation = Installation(tmp_path, tmp_path, settings, Secrets("", "", "", "", "", ""))
    bus: Any = Taken()

    async def uri_of(reference_id: str) -> str:
        return {"r1": lis.uri, "r2": lis.uri.replace("localhost", "nowhere.invalid")}.get(reference_id, "")

    follower = Dereference(installation, bus, uri_of)
    running = asyncio.create_task(follower.run())
    for reference_id in ("erased", "r2", "r1"):
        await follower.referred(entry(reference_id))
    try:
        (command,) = await eventually(lambda: bus.commands, 5, "the fix")
    finally:
        running.cancel()
    assert (command.call_id, command.fix.source) == ("call-1", "pidf_lo")


def entry(reference_id: str) -> Entry:
    return Entry(
        position=1,
        occurred_at=AT,
        recorded_at=AT,
        source="system",
        kind=dereference.KIND,
        actor=None,
        desk_id=None,
        subject_type="call",
        subject_id="call-1",
        data={"call_id": "call-1", "reference_id": reference_id},
    )


def test_the_header_names_addresses() -> None:
    said = '<cid:a@b>, <https://lis.example/a?b=c>;inserted-by="x", <http://no.example>, <https://lis.example/a?b=c>'
    assert addresses(said) == ("https://lis.example/a?b=c",)
    assert addresses(f"<https://{'x' * 600}>") == ()
    assert addresses('<<<>>,,"\\') == ()


def test_a_mark_that_says_where_is_a_fact_and_one_that_does_not_is_none() -> None:
    mark = parse_mark(
        "located?format=GML&method=GPS&sure=&said=%3Ccid%3Aa%3E&drawn=shape%3D%22Point%22%2Cpos%3D%221%202%22"
    )
    (fact,) = located(mark, ABOUT)
    assert fact == LocateCall(**ABOUT, drawn='GML|shape="Point",pos="1 2"', method="GPS")
    asked = parse_mark("located?format=URI&said=%3Chttps%3A%2F%2Fa.example%2F%3E&drawn=URI%3D%22x%22")
    (fact,) = located(asked, ABOUT)
    assert fact == LocateCall(**ABOUT, uris=("https://a.example/",))
    assert located(parse_mark("located?said=%3Ccid%3Aa%3E"), ABOUT) == []
    assert located(parse_mark("held?"), ABOUT) == []
