"""Notes of places: those at one place, and all that are kept, for review."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.address_notes.errors import UnknownAddressNote
from cad.address_notes.matching import matching
from cad.address_notes.model import AddressNote
from cad.clock import utc_now
from cad.places.model import Place
from cad.store.views.reading import View, the_one, views_of

NOTE = """
SELECT n.id, n.kind, n.text, n.place_text, n.kelurahan_code, k.name AS kelurahan_name, n.lat, n.lon, n.radius_m,
    n.sensitive, n.reason, n.created_at, u.name AS author, n.expires_at, n.reviewed_at, r.name AS reviewed_by,
    n.expires_at IS NOT NULL AND n.expires_at <= now() AS expired
FROM address_notes n
LEFT JOIN kelurahan k ON k.code = n.kelurahan_code
LEFT JOIN users u ON u.id = n.author_id
LEFT JOIN users r ON r.id = n.reviewed_by
"""
KEPT = text("SELECT * FROM address_notes WHERE withdrawn_at IS NULL")
BY_ID = text(f"{NOTE} WHERE n.id = ANY(:ids)")
ALL = text(f"{NOTE} WHERE n.withdrawn_at IS NULL ORDER BY n.expires_at NULLS LAST, n.created_at LIMIT 1000")


async def address_notes_at(session: AsyncSession, place: Place, *, sensitive: bool) -> list[View]:
    """The nearest first; those about a person only when `sensitive`: the caller keeps the look on record."""
    kept = [AddressNote(**row) for row in (await session.execute(KEPT)).mappings()]
    ids = [note.id for note in matching(kept, place, utc_now()) if sensitive or not note.sensitive]
    found = {view["id"]: view for view in await note_views(session, ids)}
    return [found[note_id] for note_id in ids]


async def address_notes(session: AsyncSession, *, sensitive: bool) -> list[View]:
    """All that are kept, those that end first at the head; expired ones stay until somebody reviews them."""
    return [view for view in await views_of(session, ALL) if sensitive or not view["sensitive"]]


async def note_views(session: AsyncSession, ids: Collection[str]) -> list[View]:
    return await views_of(session, BY_ID, ids=list(ids)) if ids else []


async def address_note(session: AsyncSession, note_id: str) -> View:
    return the_one(await note_views(session, [note_id]), UnknownAddressNote)
