"""A trunk: one line to a telephone network."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

TRANSPORTS = ("udp", "tcp", "tls")
SRTP = ("off", "optional", "required")
STATES = ("up", "down", "unregistered", "unknown")
LONGEST_ID = 24
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
# What stands in an address of the trunk and in Asterisk's files: no blank, no sign that means something there.
USERNAME = re.compile(r"[A-Za-z0-9._+~-]{1,64}")
SECRET = re.compile(r"[!-~]{1,128}")


@dataclass(frozen=True, kw_only=True)
class Trunk:
    """`peers`: where its calls may come from, addresses or networks; empty: from `host` alone. `secret` is never shown.

    `priority`: the lowest number is dialled out first. `state`, `latency_ms` and the counts: what Asterisk said last.
    """

    id: str
    center_id: str
    name: str
    host: str
    port: int
    transport: str = "udp"
    username: str = ""
    secret: str = field(default="", repr=False)
    registers: bool = False
    srtp: str = "optional"
    priority: int = 10
    enabled: bool = True
    peers: list[str] = field(default_factory=list)
    state: str = "unknown"
    latency_ms: float | None = None
    since: datetime | None = None
    calls_in: int = 0
    calls_out: int = 0
    failures: int = 0
    removed_at: datetime | None = None


def slug(name: str) -> str:
    """The trunk's name as Asterisk can use it: `Telkom Padang 1` is `telkom-padang-1`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-") or "trunk"


def alarm_key(trunk_id: str) -> str:
    return f"trunk_down.{trunk_id}"


def is_host(told: str) -> bool:
    return is_address(told) or (HOST.fullmatch(told) is not None and not re.fullmatch(r"[0-9.]+", told))


def is_address(told: str) -> bool:
    try:
        ipaddress.ip_address(told)
    except ValueError:
        return False
    return True


def is_peer(told: str) -> bool:
    """An address, or a network with its host bits clear or not; the whole world is no peer."""
    try:
        network = ipaddress.ip_network(told, strict=False)
    except ValueError:
        return is_host(told)
    return network.prefixlen > 0
