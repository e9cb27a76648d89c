"""A stand-in on a free port, and an ear for its status callbacks: real HTTP on both sides."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import uvicorn

from cad.installation import Installation, Secrets, Settings
from telephony.sms.account import Account, account_of
from telephony.sms.standin.app import make_app
from tests.support.waiting import wait_until

PACE = 0.05  # a message's way in 0.06 s instead of 1.2 s


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Heard:
    path: str
    signature: str
    form: dict[str, str]


@dataclass
class Ear:
    """Hears status callbacks. `answers` are the HTTP statuses it gives, in turn, then 204 for ever."""

    port: int
    heard: list[Heard] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def statuses(self) -> list[str]:
        return [heard.form["MessageStatus"] for heard in self.heard]


@pytest.fixture
def ear() -> Iterator[Ear]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            here.heard.append(Heard(self.path, self.headers["X-Twilio-Signature"], form))
            self.send_response(here.answers.pop(0) if here.answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: pytest's output is for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Ear(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture
def installation(tmp_path: Path, ear: Ear) -> Installation:
    secrets = Secrets("ari", "ami", "seed", "twilio-token", "service", "pepper")
    settings = Settings(standin_port=free_port(), public_url=ear.url)
    (tmp_path / "run").mkdir()
    return Installation(tmp_path, tmp_path / "tools", settings, secrets)


@pytest.fixture
def account(installation: Installation) -> Account:
    return account_of(installation)


class Standin:
    """The stand-in in a thread of its own, which a test may stop and start again."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def start(self) -> None:
        app = make_app(self._installation, pace=PACE)
        port = self._installation.settings.standin_port
        self._server = uvicorn.Server(
            uvicorn.Config(app, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=0)
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        wait_until(lambda: self._server.started)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture
def standin(installation: Installation) -> Iterator[Standin]:
    running = Standin(installation)
    running.start()
    yield running
    running.stop()
