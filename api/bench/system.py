"""A whole Tanggap in a folder of its own, with ports of its own: for benches, demos and tests.

It is the city's own system, nothing faked: PostgreSQL, Asterisk and our processes as `tanggap up` starts them, but
without its supervisor, so that a test may kill, freeze or leave out any one of them.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from api.operations.database import prepare
from api.operations.ports import free_block
from api.operations.up import MODULES
from api.operations.web_page import ensure_web_page
from cad.errors import Unavailable
from cad.heartbeat import read_beat
from cad.installation import CHECKOUT, Installation, load_installation, load_secrets, load_settings
from cad.store import server
from telephony.pbx import addresses, runtime

USUAL = ("standin", "telephony", "api", "jobs")
PORTS = (
    "http_port",
    "video_port",
    "standin_port",
    "metrics_port",
    "pbx_http_port",
    "sip_port",
    "ami_port",
    "desk_sip_port",
)
RTP_PORTS = 2000  # two for each leg: 500 calls at once
READY_S = 60.0

Say = Callable[[str], None]


def quiet(_text: str) -> None:
    """Says nothing."""


@dataclass
class System:
    """`with System.create({"desks": 4}) as system:` starts it and ends it; the folder goes when it was made here."""

    installation: Installation
    names: tuple[str, ...] = USUAL
    say: Say = quiet
    keep: bool = False
    page: bool = True  # build the console, too
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        settings: Mapping[str, str | float] | None = None,
        *,
        home: Path | None = None,
        names: Iterable[str] = USUAL,
        say: Say = quiet,
        keep: bool = False,
        page: bool = True,
    ) -> "System":
        """Writes a new home's settings; `settings` are fields of `cad.installation.Settings`."""
        folder = home or Path(tempfile.mkdtemp(prefix="tanggap-system-"))
        folder.mkdir(parents=True, exist_ok=True)
        block = free_block(len(PORTS) + 1)
        chosen: dict[str, str | float] = {name: block + n for n, name in enumerate(PORTS)}
        rtp = _free_beside(range(block, block + len(PORTS) + 1))
        chosen |= {"rtp_start": rtp, "rtp_end": rtp + RTP_PORTS - 1}
        chosen |= settings or {}
        (folder / "settings.toml").write_text("".join(f"{name} = {_toml(value)}\n" for name, value in chosen.items()))
        for name in ("log", "run", "recordings"):
            (folder / name).mkdir(exist_ok=True)
        tools = load_installation().tools
        installation = Installation(folder, tools, load_settings(folder), load_secrets(folder))
        return cls(installation, tuple(names), say, keep, page)

    @property
    def home(self) -> Path:
        return self.installation.home

    @property
    def environment(self) -> dict[str, str]:
        told = {name: value for name, value in os.environ.items() if not name.startswith("TANGGAP_")}
        return told | {
            "TANGGAP_HOME": str(self.home),
            "TANGGAP_TOOLS": str(self.installation.tools),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
        }

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        if self.page:
            self.say("Web page")
            ensure_web_page(CHECKOUT, self.installation.tools)
        self.start_engines()
        for name in self.names:
            self.spawn(name)
        for name in self.names:
            self.wait_ready(name)

    def start_engines(self) -> None:
        """PostgreSQL with the demo city in it, and Asterisk, each in a session of its own. Not from an event loop."""
        runtime.ensure_installed(self.installation, self.say)
        runtime.ensure_test_phones(self.installation, self.say)
        self.say("PostgreSQL")
        server.start(self.installation)
        prepare(self.installation)
        self.say("Asterisk")
        runtime.start(self.installation)

    def spawn(self, name: str) -> subprocess.Popen[bytes]:
        """Starts one of our processes; its log is `<home>/log/<name>.log`."""
        self.say(name)
        (self.installation.run / f"{name}.beat").unlink(missing_ok=True)
        with (self.installation.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", MODULES[name]],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes[name] = process
        return process

    def wait_ready(self, name: str, timeout_s: float = READY_S) -> None:
        """Until its own heartbeat says so. Raises Unavailable with the end of its log."""
        process, until = self.processes[name], time.monotonic() + timeout_s
        while time.monotonic() < until:
            beat = read_beat(self.installation.run, name)
            if beat and beat.get("pid") == process.pid and beat.get("state") == "ready":
                return
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise Unavailable(f"{name} did not become ready. The end of its log:\n{self.log_end(name)}")

    def pids(self) -> dict[str, int]:
        """Of everything that runs, the engines too."""
        told = {name: process.pid for name, process in self.processes.items() if process.poll() is None}
        for name, file in (
            ("asterisk", addresses.run_folder(self.installation) / "asterisk.pid"),
            ("postgres", self.installation.pgdata / "postmaster.pid"),
        ):
            if file.exists():
                told[name] = int(file.read_text().split()[0])
        return told

    def log_end(self, name: str, lines: int = 30) -> str:
        file = self.installation.logs / f"{name}.log"
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:]) if file.exists() else "(no log)"

    def signal(self, name: str, number: signal.Signals) -> None:
        """SIGKILL, SIGSTOP, SIGCONT, SIGTERM to one of ours. A killed one is reaped."""
        process = self.processes[name]
        process.send_signal(number)
        if number == signal.SIGKILL:
            process.wait(10)

    def stop(self) -> None:
        """Ends everything, frozen processes too."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        if runtime.is_running(self.installation):
            runtime.stop(self.installation)
        if server.is_running(self.installation):
            server.stop(self.installation)
        if not self.keep:
            shutil.rmtree(self.home, ignore_errors=True)


def _free_beside(taken: range) -> int:
    """The first port for audio. Some of the block may be in use: Asterisk takes the next one then."""
    while True:
        first = free_block(RTP_PORTS, probes=20)
        if first > taken[-1] or first + RTP_PORTS <= taken[0]:
            return first


def _toml(value: str | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else '"' + str(value).replace('"', '\\"') + '"'
