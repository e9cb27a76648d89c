"""The ports of one installation: are they free, who has them, and choosing free ones."""

import os
import random
import re
import socket
from dataclasses import replace
from pathlib import Path

from api.operations.refusal import Refusal
from cad.installation import Installation, Settings

PBX_PORTS = ("sip_port", "ami_port", "pbx_http_port")  # the last has the secure WebSocket on the port after it
OUR_PORTS = ("http_port", "video_port", "standin_port", "metrics_port")
ON_LOOPBACK = {"video_port", "standin_port", "metrics_port", "ami_port"}
# Under Linux's ephemeral range (from 32768), so that no outgoing connection takes one meanwhile.
LOWEST, HIGHEST = 18000, 31000
RANGE = "TANGGAP_PORT_RANGE"  # `20000-25000`: several test runs side by side keep to a part each
RTP_PORTS = 800


def is_free(host: str, port: int) -> bool:
    """Both TCP and UDP: SIP wants both, and one number for one purpose is easier to explain."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(family, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT is no owner
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def host_of(settings: Settings, name: str) -> str:
    return "127.0.0.1" if name in ON_LOOPBACK else settings.bind


def refuse_bad_bind(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((settings.bind, 0))
        except OSError:
            raise Refusal(
                f"This machine has no address {settings.bind}. Set TANGGAP_BIND to one of its own (or 0.0.0.0 for all)."
            ) from None


def refuse_taken_ports(settings: Settings, names: tuple[str, ...]) -> None:
    """Raises Refusal with the setting, the program that has the port, and the way out."""
    chosen = {name: int(getattr(settings, name)) for name in names}
    for name, port in chosen.items():
        if not 1 <= port <= 65535:
            raise Refusal(
                f"The setting {name} is {port}; a port is a number from 1 to 65535. Correct it and start again."
            )
        twin = next((other for other in chosen if other != name and chosen[other] == port), None)
        if twin:
            raise Refusal(
                f"The settings {name} and {twin} both are {port}. Give one of them another port and start again."
            )
    for name, port in chosen.items():
        if not is_free(host_of(settings, name), port):
            other = suggestion(port, set(chosen.values()))
            raise Refusal(
                f"Port {port} is taken by {who_has(port)}. End it, or choose another port:"
                f" TANGGAP_{name.upper()}={other} ./tanggap up (or let it choose: ./tanggap up --free-ports)."
            )


def refuse_taken_secure_port(settings: Settings) -> None:
    """With TLS browsers register on the port after pbx_http_port."""
    port = settings.pbx_http_port + 1
    if not is_free(settings.bind, port):
        raise Refusal(
            f"Port {port} is taken by {who_has(port)}, and the secure WebSocket needs it (it is pbx_http_port + 1)."
            " End it, or choose another pair with TANGGAP_PBX_HTTP_PORT."
        )


def who_has(port: int) -> str:
    """The program's name and pid; only root sees those of other users."""
    import psutil

    try:
        for found in psutil.net_connections(kind="inet"):
            if found.laddr and found.laddr.port == port and found.pid and found.status in {"LISTEN", "NONE"}:
                return f"{psutil.Process(found.pid).name()} (pid {found.pid})"
    except psutil.Error:
        pass
    return "another program"


def suggestion(port: int, avoid: set[int]) -> int:
    found = (n for n in range(port + 1, min(port + 500, 65000)) if n not in avoid and is_free("127.0.0.1", n))
    return next(found, port + 1)


def choose_free_ports(installation: Installation, keep_pbx: bool) -> Settings:
    """Settings with every taken port replaced by a free one; written to settings.toml for next time."""
    settings, changed = installation.settings, {}
    names = OUR_PORTS if keep_pbx else OUR_PORTS + PBX_PORTS
    block = free_block(len(names) + 1)
    for offset, name in enumerate(names):
        if not is_free(host_of(settings, name), int(getattr(settings, name))):
            changed[name] = block + offset
    if not keep_pbx and "sip_port" in changed:  # another Asterisk may well use the same RTP ports too
        changed["rtp_start"] = free_block(RTP_PORTS, probes=8)
        changed["rtp_end"] = changed["rtp_start"] + RTP_PORTS - 1
    write_settings(installation.home / "settings.toml", changed)
    return replace(settings, **changed)  # type: ignore[arg-type]


def free_block(size: int, probes: int = 0) -> int:
    """The first of `size` ports in a row that were free just now; of a large block only some are tried."""
    lowest, highest = _range()
    for _ in range(200):
        first = random.randrange(lowest, highest - size, 2)
        tried = range(first, first + size, max(1, size // probes) if probes else 1)
        if all(is_free("127.0.0.1", port) for port in tried):
            return first
    raise Refusal("This machine has no free ports left. End some programs and start again.")


def _range() -> tuple[int, int]:
    lowest, _, highest = os.environ.get(RANGE, "").partition("-")
    return (int(lowest), int(highest)) if highest else (LOWEST, HIGHEST)


def write_settings(file: Path, changed: dict[str, int]) -> None:
    """Puts the values into settings.toml, leaving a person's other lines as they are."""
    lines = file.read_text().splitlines() if file.exists() else []
    for name, value in changed.items():
        line = f"{name} = {value}"
        at = next((n for n, told in enumerate(lines) if re.match(rf"\s*{name}\s*=", told)), None)
        if at is None:
            lines.append(line)
        else:
            lines[at] = line
    if changed:
        draft = file.with_suffix(".new")
        draft.write_text("\n".join(lines) + "\n")
        draft.replace(file)
