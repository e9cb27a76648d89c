"""Notes of places: shown when the place comes up, written by whoever learnt it, reviewed by the supervisor."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.roles import Dispatcher, Reader
from api.runtime import Runtime, RuntimeOf
from api.schemas.address_notes import AddressNoteView, GivenAddressNote, GivenReview, GivenWithdrawal
from api.schemas.common import ID_PATTERN, PathId, Search
from api.sessions import SignedIn
from cad.address_notes.commands import AddAddressNote, NoteSeen, ReviewAddressNote, WithdrawAddressNote
from cad.places.model import Place
from cad.store import views

router = APIRouter(prefix="/api/address-notes", tags=["notes at an address"])

SEE_PERSONS = frozenset({"dispatcher", "supervisor"})  # who sends people there


async def _shown(notes: list[dict[str, Any]], user: SignedIn, runtime: Runtime, incident_id: str = "") -> Any:
    """Each look at a note about a person is on record before it is answered."""
    seen = tuple(note["id"] for note in notes if note["sensitive"])
    if seen:
        await runtime.bus.handle(NoteSeen(user_id=user.user_id, note_ids=seen, incident_id=incident_id))
    return notes


@router.get("/at", response_model=list[AddressNoteView])
async def notes_at(
    user: Reader,
    runtime: RuntimeOf,
    lat: Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)] = None,
    radius_m: Annotated[float | None, Query(ge=0, le=1_000_000, allow_inf_nan=False)] = None,
    text: Search = "",
    kelurahan_code: Search = "",
    incident_id: Annotated[str | None, Query(pattern=ID_PATTERN)] = None,
) -> Any:
    """What is known of this place, the nearest first. `radius_m`: how sure the point is."""
    place = Place(text=text, kelurahan_code=kelurahan_code, lat=lat, lon=lon, radius_m=radius_m)
    async with runtime.database.session() as session:
        notes = await views.address_notes_at(session, place, sensitive=user.role in SEE_PERSONS)
    return await _shown(notes, user, runtime, incident_id or "")


@router.get("", response_model=list[AddressNoteView])
async def list_notes(user: Reader, runtime: RuntimeOf) -> Any:
    """All, those that end first at the head; expired ones wait for a review."""
    async with runtime.database.session() as session:
        notes = await views.address_notes(session, sensitive=user.role in SEE_PERSONS)
    return await _shown(notes, user, runtime)


@router.post("", status_code=201, response_model=AddressNoteView)
async def add_note(given: GivenAddressNote, user: Dispatcher, runtime: RuntimeOf) -> Any:
    note = await runtime.bus.handle(
        AddAddressNote(
            user_id=user.user_id,
            kind=given.kind,
            text=given.text,
            place=Place(**given.place.model_dump()),
            radius_m=given.radius_m,
            sensitive=given.sensitive,
            reason=given.reason,
            expires_at=given.expires_at,
            note_id=given.id,
        )
    )
    return await _view(runtime, note.id)


@router.post("/{note_id}/review", response_model=AddressNoteView)
async def review_note(note_id: PathId, given: GivenReview, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """It is still true, until `expires_at`."""
    command = ReviewAddressNote(user_id=user.user_id, note_id=note_id, expires_at=given.expires_at)
    await runtime.bus.handle(command)
    return await _view(runtime, note_id)


@router.post("/{note_id}/withdraw", response_model=AddressNoteView)
async def withdraw_note(note_id: PathId, given: GivenWithdrawal, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """It is no longer true: shown nowhere, kept on record."""
    await runtime.bus.handle(WithdrawAddressNote(user_id=user.user_id, note_id=note_id, reason=given.reason))
    return await _view(runtime, note_id)


async def _view(runtime: Runtime, note_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return await views.address_note(session, note_id)
