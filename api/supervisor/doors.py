"""The two engines' doors: what `telephony.pbx` and `cad.store.server` offer, in the supervisor's terms."""

import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from api.supervisor.pidfile import start_ticks
from cad.errors import TanggapError
from cad.installation import Installation
from cad.store import server
from telephony.pbx import addresses, process, runtime

ANSWER_WITHIN_S = 2.0


class AsteriskDoor:
    """Hopeless when neither SIP nor HTTP answered for a minute: then no caller gets through and no
    audio flows, and waiting for a person to notice would lose the next call too. One of the two silent
    is told loudly and left alone, because calls may be up.
    """

    name = "asterisk"
    hopeless_after_s: float | None = 60.0

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def is_running(self) -> bool:
        """The process is there, whether it answers or not."""
        return process.find(self.installation) is not None

    def start(self) -> None:
        runtime.start(self.installation)

    def stop(self) -> None:
        runtime.stop(self.installation)

    def answers(self) -> bool:
        settings = self.installation.settings
        return answers_http(addresses.LOOPBACK, settings.pbx_http_port) or answers_sip(
            reachable(settings.bind), settings.sip_port
        )

    def pid(self) -> int | None:
        found = process.find(self.installation)
        return found.pid if found else None


class PostgresDoor:
    """Killing a silent PostgreSQL loses nothing that was committed; a minute of silence loses more."""

    name = "postgres"
    hopeless_after_s: float | None = 30.0

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def is_running(self) -> bool:
        """The postmaster is there, whether it answers or not."""
        return self.pid() is not None

    def start(self) -> None:
        server.start(self.installation)

    def stop(self) -> None:
        server.stop(self.installation)

    def answers(self) -> bool:
        return database_answers(server.database_url(self.installation))

    def pid(self) -> int | None:
        """After a kill its pid file stays, and another program may have the pid."""
        pid = read_pid(self.installation.pgdata / "postmaster.pid")
        return pid if pid and program_of(pid) == "postgres" and start_ticks(pid) is not None else None


class ExternalPostgresDoor:
    """A server that others run: watched and told about, never started or stopped."""

    name = "postgres"
    hopeless_after_s: float | None = None

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def is_running(self) -> bool:
        return self.answers()

    def start(self) -> None:
        """Not ours to start: only says why it cannot be reached."""
        server.start(self.installation)

    def stop(self) -> None:
        """Not ours to stop."""

    def answers(self) -> bool:
        return database_answers(server.database_url(self.installation))

    def pid(self) -> int | None:
        return None


def reachable(bind: str) -> str:
    """Where a program on this machine reaches what is bound to `bind`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(bind, bind)


def read_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def program_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def answers_http(host: str, port: int) -> bool:
    """Any HTTP status is an answer: 404 comes from a living web server."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{host}:{port}/", timeout=ANSWER_WITHIN_S):
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False


def answers_sip(host: str, port: int) -> bool:
    """One OPTIONS over UDP; any answer counts, a refusal too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(ANSWER_WITHIN_S)
        try:
            sock.connect((host, port))
            ours = sock.getsockname()
            tag = f"{time.monotonic_ns():x}"
            sock.send(
                f"OPTIONS sip:alive@{host}:{port} SIP/2.0\r\n"
                f"Via: SIP/2.0/UDP {ours[0]}:{ours[1]};branch=z9hG4bK{tag};rport\r\nMax-Forwards: 1\r\n"
                f"From: <sip:supervisor@{host}>;tag={tag}\r\nTo: <sip:alive@{host}>\r\n"
                f"Call-ID: {tag}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n".encode()
            )
            return sock.recv(2048).startswith(b"SIP/2.0 ")
        except OSError:
            return False


def plain_url(url: str) -> str:
    """SQLAlchemy's URL as libpq wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def database_answers(url: str) -> bool:
    return why_database_refuses(url) is None


def why_database_refuses(url: str, within_s: float = ANSWER_WITHIN_S) -> str | None:
    """libpq's own words, in one line, or None when it answers a query."""
    try:
        with psycopg.connect(plain_url(url), connect_timeout=max(2, int(within_s)), autocommit=True) as connection:
            connection.execute("select 1")
            return None
    except psycopg.Error as error:
        return " ".join(str(error).split())


def active_calls(installation: Installation) -> int | None:
    """Calls that are up; 0 when Asterisk does not run, None when it runs and cannot be asked."""
    try:
        return runtime.active_calls(installation)
    except (TanggapError, OSError, ValueError):
        return None
