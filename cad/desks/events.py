"""What happened at a desk."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class DeskEvent(Event):
    """The desk is in `desk_id`, as in every entry that has one."""

    subject: ClassVar[tuple[str, str]] = ("desk", "desk_id")


@dataclass(frozen=True, kw_only=True)
class DeskSignedOn(DeskEvent):
    session_id: str


@dataclass(frozen=True, kw_only=True)
class DeskStateChanged(DeskEvent):
    state: str
    previous: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DeskSkipped(DeskEvent):
    """So many rings in a row were not answered here; 0: answered again."""

    times: int


@dataclass(frozen=True, kw_only=True)
class DeskSignedOff(DeskEvent):
    session_id: str


@dataclass(frozen=True, kw_only=True)
class DeskSeen(DeskEvent):
    registered: bool
