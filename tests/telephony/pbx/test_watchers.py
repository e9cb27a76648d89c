"""Who watches the PBX may hang, hold its files open or go away: no caller notices."""

import base64
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from telephony.callers.sipp import callers
from telephony.pbx import addresses
from tests.support.pbx import Pbx, free_port, running_pbx
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
RATE, SECONDS = 20, 15


@pytest.fixture
def pbx(tmp_path: Path) -> Iterator[Pbx]:
    """Its trunk may bring all the callers at once, which is more than the share one trunk has of so few RTP ports."""
    with running_pbx(tmp_path / "home", desks=4, ring_seconds=3, trunk_calls=RATE * SECONDS) as running:
        yield running


@contextmanager
def deaf_link(port: int, hello: str) -> Iterator[None]:
    """A connection that says `hello` and never reads again, as a frozen process does."""
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", port))
        link.sendall(hello.replace("\n", "\r\n").encode())
        yield


@contextmanager
def open_cursor(pbx: Pbx) -> Iterator[None]:
    """A reader of CEL that has begun and does not end."""
    with closing(sqlite3.connect(addresses.events_file(pbx.installation))) as database:
        database.execute("BEGIN")
        cursor = database.execute("SELECT * FROM cel")
        cursor.fetchone()
        yield


def ari_hello(pbx: Pbx) -> str:
    token = base64.b64encode(f"tanggap:{pbx.installation.secrets.ari_password}".encode()).decode()
    return (
        "GET /ari/events?app=deaf&subscribeAll=true HTTP/1.1\nHost: 127.0.0.1\nUpgrade: websocket\n"
        "Connection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"
        f"Authorization: Basic {token}\n\n"
    )


def ami_hello(pbx: Pbx) -> str:
    return f"Action: Login\nUsername: tanggap\nSecret: {pbx.installation.secrets.ami_password}\nEvents: on\n\n"


def test_given_every_watcher_hangs_when_twenty_calls_a_second_come_then_each_is_answered_and_written(pbx: Pbx) -> None:
    settings = pbx.installation.settings
    count = RATE * SECONDS
    numbers = [f"0812{n:08d}" for n in range(count)]
    rtp = (settings.rtp_end + 1, settings.rtp_end + 2 * count + 40)
    with ExitStack() as watchers:
        watchers.enter_context(deaf_link(settings.pbx_http_port, ari_hello(pbx)))
        watchers.enter_context(deaf_link(settings.ami_port, ami_hello(pbx)))
        watchers.enter_context(open_cursor(pbx))
        wait_until(lambda: "deaf" in pbx.ask("ari show apps"), what="the deaf ARI client")
        began = time.monotonic()
        port = free_port()
        sipp = callers(pbx.installation, pbx.installation.home / "sipp", numbers, RATE, settings.sip_port, port, rtp)
        try:
            wait_until(lambda: len(pbx.marks("queued")) == count, 60, f"{count} callers in the queue")
            took = time.monotonic() - began
            pbx.ask("channel request hangup all")
            wait_until(lambda: sipp.process.poll() is not None, 60, "sipp at its end")
            assert sipp.counts().successful == count
        finally:
            sipp.stop()
        assert took < SECONDS + 10
    wait_until(lambda: sum(row["eventtype"] == "LINKEDID_END" for row in pbx.events()) == count, 30, "every end in CEL")
    assert {mark.fields["number"] for mark in pbx.marks("received")} == set(numbers)
