"""An import is taken whole or not at all, and taken back to what was there before."""

from typing import Any

import pytest

from cad.ids import new_id
from cad.imports.commands import TakeBackImport, TakeImport
from cad.imports.errors import AlreadyTakenBack, ImportEmpty, ImportHasProblems, NotTheLast
from cad.imports.model import Draft, Import, Problem, Sheet
from tests.support.database import Store


def place(key: str, name: str, source: str = "made up") -> dict[str, Any]:
    return {"id": key, "kind": "landmark", "name": name, "aliases": [], "lat": -0.46, "lon": 100.4, "source": source}


def draft(*rows: dict[str, Any], problems: tuple[Problem, ...] = ()) -> Draft:
    sheet = Sheet(table="gazetteer", rows=rows, scope="source", scopes=("made up",))
    return Draft(kind="places", sheets=(sheet,), problems=problems, summary={"places": len(rows)})


async def take(store: Store, told: Draft, import_id: str = "") -> Import:
    store.clock.forward(1)
    command = TakeImport(
        user_id=None, import_id=import_id or new_id(), file_name="places.csv", sha256="0" * 64, draft=told
    )
    made: Import = await store.bus.handle(command)
    return made


async def names(store: Store) -> list[str]:
    return [row["name"] for row in await store.rows("SELECT name FROM gazetteer ORDER BY id")]


async def test_rows_are_new_changed_removed_or_the_same_and_the_journal_tells_how_many(store: Store) -> None:
    await take(store, draft(place("a", "Pasar"), place("b", "RSUD"), place("c", "Terminal")))
    made = await take(store, draft(place("a", "Pasar"), place("b", "RSUD Baru"), place("d", "Stasiun")))
    assert made.summary["counts"] == {"gazetteer": {"new": 1, "changed": 1, "removed": 1, "same": 1}}
    assert await names(store) == ["Pasar", "RSUD Baru", "Stasiun"]
    entry = (await store.rows("SELECT data FROM journal ORDER BY position DESC LIMIT 1"))[0]["data"]
    assert entry["import_kind"] == "places"
    assert entry["counts"]["gazetteer"]["removed"] == 1


async def test_another_source_is_left_alone(store: Store) -> None:
    await store.bus.handle(
        TakeImport(
            user_id=None,
            import_id="osm-1",
            file_name="city.osm.pbf",
            sha256="1" * 64,
            draft=Draft(kind="osm", sheets=(Sheet(table="gazetteer", rows=(place("o", "Jalan Merdeka", "osm"),)),)),
        )
    )
    await take(store, draft(place("a", "Pasar")))
    assert await names(store) == ["Pasar", "Jalan Merdeka"]


async def test_taken_back_is_as_it_was_before_row_by_row(store: Store) -> None:
    await take(store, draft(place("a", "Pasar"), place("b", "RSUD")))
    before = await store.rows("SELECT * FROM gazetteer ORDER BY id")
    second = await take(store, draft(place("b", "RSUD Baru"), place("d", "Stasiun")))
    await store.bus.handle(TakeBackImport(user_id=None, import_id=second.id))
    assert await store.rows("SELECT * FROM gazetteer ORDER BY id") == before
    assert await store.kinds() == ["ImportTaken", "ImportTaken", "ImportTakenBack"]
    with pytest.raises(AlreadyTakenBack):
        await store.bus.handle(TakeBackImport(user_id=None, import_id=second.id))


async def test_only_the_last_of_its_kind_is_taken_back(store: Store) -> None:
    first = await take(store, draft(place("a", "Pasar")))
    second = await take(store, draft(place("a", "Pasar Pusat")))
    with pytest.raises(NotTheLast):
        await store.bus.handle(TakeBackImport(user_id=None, import_id=first.id))
    await store.bus.handle(TakeBackImport(user_id=None, import_id=second.id))
    await store.bus.handle(TakeBackImport(user_id=None, import_id=first.id))
    assert await names(store) == []


async def test_a_draft_with_a_problem_changes_nothing(store: Store) -> None:
    problem = Problem(line=3, sentence="Lintang kosong.", en="No latitude.")
    with pytest.raises(ImportHasProblems):
        await take(store, draft(place("a", "Pasar"), problems=(problem,)))
    with pytest.raises(ImportEmpty):
        await take(store, Draft(kind="places"))
    assert await names(store) == []
    assert await store.kinds() == []


async def test_the_same_import_again_is_taken_once(store: Store) -> None:
    first = await take(store, draft(place("a", "Pasar")), "one")
    again = await take(store, draft(place("a", "Pasar")), "one")
    assert again == first
    assert await store.kinds() == ["ImportTaken"]


async def test_a_row_that_the_database_refuses_takes_the_whole_import_with_it(store: Store) -> None:
    orphan = {"id": "s", "agency_id": "nobody", "name": "Pos", "lat": 0.0, "lon": 0.0}
    told = draft(place("a", "Pasar"))
    told = Draft(kind="places", sheets=(*told.sheets, Sheet(table="stations", rows=(orphan,))))
    with pytest.raises(Exception, match="foreign key"):
        await take(store, told)
    assert await names(store) == []
