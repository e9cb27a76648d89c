"""Notes of places: found by point, address or kelurahan; about a person only with a reason, an end and on record."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cad.address_notes.commands import AddAddressNote, ReviewAddressNote, WithdrawAddressNote
from cad.address_notes.errors import (
    NoteEndsInThePast,
    NoteWithoutPlace,
    SensitiveNoteIncomplete,
    UnknownAddressNote,
)
from cad.address_notes.matching import matching, place_key
from cad.address_notes.model import AddressNote
from cad.places.model import Place
from cad.store import views
from tests.cad.store.people import fire, hire, send
from tests.support.database import Store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HERE = Place(text="Jl. Sudirman 12", kelurahan_code="13.74.02.1006", lat=-0.4653, lon=100.4001)


def note(**more: Any) -> AddressNote:
    told = {"id": "n", "center_id": "c", "kind": "dog", "text": "x", "created_at": NOW, "author_id": None}
    return AddressNote(**(told | more))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jalan Sudirman No. 12", "JL SUDIRMAN 12"),
        ("Gang Melati, nomor 3", "gg. melati 3"),
        ("Kompleks  Bukit Indah B/7", "komplek bukit indah B 7"),
    ],
)
def test_the_same_address_is_written_in_many_ways(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"lat": -0.46535, "lon": 100.40015}, True),  # 8 m away
        ({"lat": -0.4700, "lon": 100.4001}, False),  # 520 m
        ({"lat": -0.4700, "lon": 100.4001, "radius_m": 600.0}, True),
        ({"place_text": "Jalan Sudirman no 12"}, True),
        ({"place_text": "Jalan Sudirman no 120"}, False),
        ({"place_text": "Sudirman"}, False),  # a street's name alone is no address
        ({"kelurahan_code": "13.74.02.1006"}, True),
        ({"kelurahan_code": "13.74.02.1007"}, False),
    ],
)
def test_a_note_shows_itself_where_it_belongs(where: dict[str, Any], found: bool) -> None:
    kept = note(**where, place_key=place_key(where.get("place_text", "")))

    assert bool(matching([kept], HERE, NOW)) is found


def test_an_unsure_place_is_not_near_everything() -> None:
    far = note(lat=-0.4900, lon=100.4001)  # 2.7 km

    assert matching([far], Place(lat=-0.4653, lon=100.4001, radius_m=50_000), NOW) == []


def test_what_has_ended_is_not_shown() -> None:
    kept = note(kelurahan_code=HERE.kelurahan_code, expires_at=NOW)

    assert matching([kept], HERE, NOW) == []
    assert matching([kept], HERE, NOW - timedelta(seconds=1)) == [kept]


async def add(store: Store, user_id: str, **more: Any) -> AddressNote:
    told = {"user_id": user_id, "kind": "dog", "text": "Anjing galak di halaman", "place": HERE}
    kept: AddressNote = await store.bus.handle(AddAddressNote(**(told | more)))
    return kept


async def test_the_unit_reads_it_in_its_page_and_of_a_person_only_to_ask_first(seeded: Store) -> None:
    dina = await hire(seeded)
    await add(seeded, dina.id)
    ends = seeded.clock.now + timedelta(days=90)
    await add(seeded, dina.id, kind="violent", text="Pak X memukul petugas", reason="LP 12", expires_at=ends)

    await send(seeded, dina, await fire(seeded, dina, place=HERE))

    lines = (await seeded.value("SELECT body FROM pages")).splitlines()
    assert lines[-3:-1] == ["AWAS: tanya pusat sebelum masuk.", "Anjing: Anjing galak di halaman"]
    assert "Pak X" not in " ".join(lines)
    journal = await seeded.rows("SELECT data::text AS data FROM journal")
    assert not any("memukul" in row["data"] or "galak" in row["data"] for row in journal)


async def test_a_note_about_a_person_needs_a_reason_and_an_end(seeded: Store) -> None:
    dina = await hire(seeded)
    soon, late = seeded.clock.now + timedelta(days=30), seeded.clock.now + timedelta(days=800)
    for wrong in ({"reason": "x"}, {"expires_at": soon}, {"reason": "x", "expires_at": late}):
        with pytest.raises(SensitiveNoteIncomplete):
            await add(seeded, dina.id, kind="violent", **wrong)
    with pytest.raises(NoteWithoutPlace):
        await add(seeded, dina.id, place=Place(text=" . "))
    with pytest.raises(NoteEndsInThePast):
        await add(seeded, dina.id, expires_at=seeded.clock.now)


async def test_it_is_reviewed_and_withdrawn_and_stays_on_record(seeded: Store) -> None:
    dina = await hire(seeded)
    kept = await add(seeded, dina.id, note_id="n-1")
    assert (await add(seeded, dina.id, note_id="n-1")).id == kept.id

    ends = seeded.clock.now + timedelta(days=365)
    await seeded.bus.handle(ReviewAddressNote(user_id=dina.id, note_id="n-1", expires_at=ends))
    async with seeded.database.session() as session:
        (shown,) = await views.address_notes_at(session, HERE, sensitive=False)
    assert (shown["author"], shown["reviewed_by"], shown["expired"]) == ("Dina", "Dina", False)

    await seeded.bus.handle(WithdrawAddressNote(user_id=dina.id, note_id="n-1", reason="anjing sudah tidak ada"))
    async with seeded.database.session() as session:
        assert await views.address_notes(session, sensitive=True) == []
    assert await seeded.value("SELECT count(*) FROM address_notes") == 1
    with pytest.raises(UnknownAddressNote):
        await seeded.bus.handle(ReviewAddressNote(user_id=dina.id, note_id="n-1", expires_at=ends))
