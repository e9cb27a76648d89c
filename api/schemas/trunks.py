"""Trunks: what an administrator sets, and what is seen of them."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints

from api.schemas.common import Given, Keepable, View, Word

Host = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=253), Keepable]
Account = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64), Keepable]


class GivenTrunk(Given):
    """`secret` left out (or null) keeps the one there is; "" forgets it. It is never shown again."""

    name: Word
    host: Host
    port: int = Field(default=5060, ge=1, le=65535)
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: Account = ""
    secret: Annotated[SecretStr, StringConstraints(max_length=128)] | None = None
    registers: bool = False
    srtp: Literal["off", "optional", "required"] = "optional"
    priority: int = Field(default=10, ge=0, le=999)
    enabled: bool = True
    peers: list[Host] = Field(default_factory=list, max_length=50)


class TrunkView(View):
    """`has_secret`: whether one is kept. `state` unknown: not asked yet, or it is off."""

    id: str
    name: str
    host: str
    port: int
    transport: str
    username: str
    has_secret: bool
    registers: bool
    srtp: str
    priority: int
    enabled: bool
    peers: list[str]
    state: Literal["up", "down", "unregistered", "unknown"]
    latency_ms: float | None
    since: str | None
    calls_in: int
    calls_out: int
    failures: int


class RefusalView(View):
    """`address` "": all the others of that moment together."""

    at: str
    address: str
    reason: str
    count: int


class TrunksRefused(View):
    """Of the last 30 days. Reasons: unknown_address (`address` is an IP), too_many and too_fast (it is a trunk)."""

    since: str | None
    total: int
    by_reason: dict[str, int]
    last: list[RefusalView]
