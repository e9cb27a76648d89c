"""What happened to a note. Its words stand in its row alone: they name a place, and perhaps a person."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class AddressNoteEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("address_note", "note_id")

    note_id: str


@dataclass(frozen=True, kw_only=True)
class AddressNoteAdded(AddressNoteEvent):
    about: str  # the note's kind
    sensitive: bool
    expires_at: str | None


@dataclass(frozen=True, kw_only=True)
class AddressNoteReviewed(AddressNoteEvent):
    expires_at: str | None


@dataclass(frozen=True, kw_only=True)
class AddressNoteWithdrawn(AddressNoteEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class AddressNoteSeen(AddressNoteEvent):
    """A sensitive one was shown to somebody."""

    incident_id: str = ""
