"""A real Asterisk of a test's own: free ports, a home of its own, plain SIP desks at one port.

with running_pbx(folder) as pbx:
    pbx.add_desk("desk-01")          # a member of the queue, as telephony would add it
    pbx.marks()                      # what the dialplan said so far, from CEL
"""

import os
import random
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from cad.installation import CHECKOUT, Installation, Settings, load_secrets
from telephony.callers.audio import Sound
from telephony.pbx import addresses, runtime
from telephony.pbx.console import Console, console
from tests.support.lanes import RTP, SINGLE, mine
from tests.support.waiting import eventually


def tools_folder() -> Path:
    """Shared by all tests, so that Asterisk is unpacked once."""
    return Path(os.environ.get("TANGGAP_TOOLS") or CHECKOUT / ".tanggap" / "tools").resolve()


def free_port() -> int:
    """A port free for UDP and TCP on loopback, below those that the system hands out by itself."""
    while True:
        port = random.randrange(*mine(SINGLE), 2)  # the one above it may be needed too (TLS)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp, suppress(OSError):
            udp.bind(("127.0.0.1", port))
            tcp.bind(("127.0.0.1", port))
            return port


def pbx_settings(**chosen: Any) -> Settings:
    """Settings with free ports and plain SIP desks; `chosen` goes before."""
    first, last = mine(RTP)
    rtp_start = random.randrange(first, last - 999, 200)
    ports: dict[str, Any] = {name: free_port() for name in ("sip_port", "ami_port", "pbx_http_port", "desk_sip_port")}
    ports |= {"rtp_start": rtp_start, "rtp_end": rtp_start + 999, "desk_transport": "sip"}
    return Settings(**(ports | chosen))


@dataclass(frozen=True)
class Mark:
    """One mark as CEL has it. `uniqueid` is the channel it was left on."""

    name: str
    fields: dict[str, str]
    uniqueid: str
    linkedid: str
    at: float


@dataclass
class Pbx:
    installation: Installation

    @property
    def sip(self) -> tuple[str, int]:
        return "127.0.0.1", self.installation.settings.sip_port

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours needs in its environment to find this PBX."""
        settings = self.installation.settings
        chosen = {f"TANGGAP_{field.name.upper()}": str(getattr(settings, field.name)) for field in fields(Settings)}
        return chosen | {"TANGGAP_HOME": str(self.installation.home), "TANGGAP_TOOLS": str(self.installation.tools)}

    def start(self) -> None:
        runtime.start(self.installation)

    def stop(self) -> None:
        runtime.stop(self.installation)

    @contextmanager
    def console(self) -> Iterator[Console]:
        with console(self.installation) as asked:
            yield asked

    def ask(self, line: str) -> str:
        with self.console() as asked:
            return asked.command(line)

    def action(self, name: str, **headers: str) -> dict[str, str]:
        with self.console() as asked:
            return asked.action(name, **headers)

    # -- desks

    def add_desk(self, *desks: str) -> None:
        for desk in desks:
            for queue in addresses.QUEUES:
                self.add_to(queue, desk)

    def add_to(self, queue: str, desk: str) -> None:
        interface = f"PJSIP/{desk}"
        self.action("QueueAdd", Queue=queue, Interface=interface, MemberName=desk, StateInterface=interface)

    def remove_desk(self, desk: str) -> None:
        for queue in addresses.QUEUES:
            self.action("QueueRemove", Queue=queue, Interface=f"PJSIP/{desk}")

    def pause_desk(self, desk: str, reason: str = "istirahat") -> None:
        self.action("QueuePause", Interface=f"PJSIP/{desk}", Paused="true", Reason=reason)

    # -- calls

    def channels(self, prefix: str = "PJSIP/") -> list[str]:
        """Names of the channels that are up now."""
        lines = self.ask("core show channels concise").splitlines()
        return [line.split("!")[0] for line in lines if line.startswith(prefix)]

    async def caller_channel(self) -> str:
        """The only caller's channel."""
        found: list[str] = await eventually(lambda: self.channels("PJSIP/trunk-"), what="a caller")
        return found[0]

    async def desk_channel(self, desk: str = "desk") -> str:
        found: list[str] = await eventually(lambda: self.channels(f"PJSIP/{desk}-"), what=f"a leg of {desk}")
        return found[0]

    async def quiet(self, within_s: float = 10.0) -> None:
        """Returns when every channel is gone and CEL has said so."""
        await eventually(lambda: not self.channels(), within_s, "every channel gone")
        calls = len(self.marks("received"))
        await eventually(lambda: self._count("LINKEDID_END") >= calls, within_s, "every call ended in CEL")

    def _count(self, eventtype: str) -> int:
        return sum(row["eventtype"] == eventtype for row in self.events())

    # -- what was written

    def events(self) -> list[dict[str, str]]:
        """Every row of CEL, in order."""
        with closing(sqlite3.connect(addresses.events_file(self.installation), timeout=5)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("SELECT * FROM cel ORDER BY id")]

    def marks(self, name: str = "", uniqueid: str = "") -> list[Mark]:
        """The dialplan's marks in order, of one name or one call (by linkedid) where told."""
        rows = [row for row in self.events() if row["eventtype"] == "USER_DEFINED" or row["userdeftype"] == "tanggap"]
        found = [_mark(row) for row in rows]
        return [m for m in found if name in ("", m.name) and uniqueid in ("", m.linkedid)]

    def mark_names(self, uniqueid: str = "") -> list[str]:
        return [mark.name for mark in self.marks(uniqueid=uniqueid)]

    async def mark(self, name: str, count: int = 1, within_s: float = 10.0) -> Mark:
        """The `count`th mark of that name, as soon as it is there."""
        found: list[Mark] = await eventually(
            lambda: self.marks(name)[count - 1 : count], within_s, f"mark {name} no. {count}"
        )
        return found[0]

    def recording(self, uniqueid: str) -> tuple[Sound, Sound]:
        """The raw recording's two sides: caller (left), desk (right)."""
        raw = (addresses.raw_recordings(self.installation) / f"{uniqueid}.raw").read_bytes()
        both = np.frombuffer(raw[: len(raw) // 4 * 4], dtype="<i2").reshape(-1, 2)
        return both[:, 0].astype(np.int16), both[:, 1].astype(np.int16)

    def log(self) -> str:
        return addresses.message_log(self.installation).read_text(errors="replace")

    def complaints(self) -> list[str]:
        """Errors and warnings of Asterisk; a test that ends with some has found something. That a caller is gone
        between the dialplan's look and its word to them is none."""
        found = [line for line in self.log().splitlines() if re.search(r" (ERROR|WARNING)\[", line)]
        return [line for line in found if not re.search(r"func_global.c: Channel '[^']*' not found!", line)]


def _mark(row: dict[str, str]) -> Mark:
    found = re.search(r'"extra":"((?:[^"\\]|\\.)*)"', row["extra"])
    text = found.group(1).replace("\\/", "/") if found else row["extra"]
    name, _, query = text.partition("?")
    told = dict(parse_qsl(query, keep_blank_values=True))
    return Mark(name, told, row["uniqueid"], row["linkedid"], float(row["eventtime"]))


def new_pbx(home: Path, **chosen: Any) -> Pbx:
    """Not started yet."""
    for name in ("log", "run", "recordings"):
        (home / name).mkdir(parents=True, exist_ok=True)
    installation = Installation(home, tools_folder(), pbx_settings(**chosen), load_secrets(home))
    return Pbx(installation)


@contextmanager
def running_pbx(home: Path, **chosen: Any) -> Iterator[Pbx]:
    pbx = new_pbx(home, **chosen)
    runtime.ensure_installed(pbx.installation, print)
    pbx.start()
    try:
        yield pbx
    finally:
        pbx.stop()
