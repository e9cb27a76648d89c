"""Keeping notes of places, and who looked at those that are about a person."""

from dataclasses import replace
from datetime import datetime, timedelta

from cad.address_notes.commands import AddAddressNote, NoteSeen, ReviewAddressNote, WithdrawAddressNote
from cad.address_notes.errors import (
    NoteEndsInThePast,
    NoteTextMissing,
    NoteWithoutPlace,
    SensitiveNoteIncomplete,
    UnknownAddressNote,
    UnknownNoteKind,
)
from cad.address_notes.events import (
    AddressNoteAdded,
    AddressNoteReviewed,
    AddressNoteSeen,
    AddressNoteWithdrawn,
)
from cad.address_notes.matching import place_key
from cad.address_notes.model import ALWAYS_SENSITIVE, KINDS, AddressNote
from cad.events import iso
from cad.ids import new_id
from cad.ports import UnitOfWork
from cad.units.errors import ReasonMissing

LONGEST_SENSITIVE = timedelta(days=366)


async def add_address_note(command: AddAddressNote, work: UnitOfWork) -> AddressNote:
    if command.note_id and (known := await work.address_notes.by_id(command.note_id)):
        return known  # the same request sent twice
    sensitive = command.sensitive or command.kind in ALWAYS_SENSITIVE
    _check(command, sensitive, work.now)
    place = command.place
    note = AddressNote(
        id=command.note_id or new_id(),
        center_id=work.center.id,
        kind=command.kind,
        text=command.text.strip(),
        place_text=place.text.strip(),
        place_key=place_key(place.text),
        kelurahan_code=place.kelurahan_code,
        lat=place.lat,
        lon=place.lon,
        radius_m=command.radius_m,
        sensitive=sensitive,
        reason=command.reason.strip(),
        created_at=work.now,
        author_id=command.user_id,
        expires_at=command.expires_at,
    )
    await work.address_notes.put(note)
    work.record(
        AddressNoteAdded(
            occurred_at=work.now,
            actor=command.user_id,
            note_id=note.id,
            about=note.kind,
            sensitive=sensitive,
            expires_at=_told(note.expires_at),
        )
    )
    return note


def _check(command: AddAddressNote, sensitive: bool, now: datetime) -> None:
    if command.kind not in KINDS:
        raise UnknownNoteKind
    if not command.text.strip():
        raise NoteTextMissing
    place = command.place
    if place.point is None and not place_key(place.text) and not place.kelurahan_code:
        raise NoteWithoutPlace
    if sensitive and not command.reason.strip():
        raise SensitiveNoteIncomplete
    _check_end(command.expires_at, sensitive, now)


def _check_end(ends: datetime | None, sensitive: bool, now: datetime) -> None:
    if sensitive and (ends is None or ends > now + LONGEST_SENSITIVE):
        raise SensitiveNoteIncomplete
    if ends is not None and ends <= now:
        raise NoteEndsInThePast


async def review_address_note(command: ReviewAddressNote, work: UnitOfWork) -> AddressNote:
    note = await _known(command.note_id, work)
    _check_end(command.expires_at, note.sensitive, work.now)
    reviewed = replace(note, expires_at=command.expires_at, reviewed_at=work.now, reviewed_by=command.user_id)
    await work.address_notes.put(reviewed)
    told = _told(command.expires_at)
    work.record(AddressNoteReviewed(occurred_at=work.now, actor=command.user_id, note_id=note.id, expires_at=told))
    return reviewed


async def withdraw_address_note(command: WithdrawAddressNote, work: UnitOfWork) -> AddressNote:
    note = await work.address_notes.by_id(command.note_id)
    if note is None:
        raise UnknownAddressNote
    if note.withdrawn_at:
        return note
    if not command.reason.strip():
        raise ReasonMissing
    gone = replace(note, withdrawn_at=work.now, withdrawn_by=command.user_id)
    await work.address_notes.put(gone)
    work.record(AddressNoteWithdrawn(occurred_at=work.now, actor=command.user_id, note_id=note.id))
    return gone


async def note_seen(command: NoteSeen, work: UnitOfWork) -> int:
    for note_id in command.note_ids:
        told = {"note_id": note_id, "incident_id": command.incident_id}
        work.record(AddressNoteSeen(occurred_at=work.now, actor=command.user_id, **told))
    return len(command.note_ids)


async def _known(note_id: str, work: UnitOfWork) -> AddressNote:
    note = await work.address_notes.by_id(note_id)
    if note is None or note.withdrawn_at:
        raise UnknownAddressNote
    return note


def _told(at: datetime | None) -> str | None:
    return iso(at) if at else None


HANDLERS = {
    AddAddressNote: add_address_note,
    ReviewAddressNote: review_address_note,
    WithdrawAddressNote: withdraw_address_note,
    NoteSeen: note_seen,
}
