"""What happened to a trunk. Never its secret."""

from dataclasses import dataclass, field
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class TrunkEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("trunk", "trunk_id")

    trunk_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TrunkAdded(TrunkEvent):
    host: str
    port: int
    transport: str
    peers: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TrunkChanged(TrunkEvent):
    """`fields`: the names of those that are different now."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class TrunkRemoved(TrunkEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TrunkSeen(TrunkEvent):
    state: str
    previous: str
