"""A person's right to be forgotten, without breaking the chain."""

import pytest

from cad.abandoned.commands import DismissAbandoned
from cad.calls.commands import ReceiveCall
from cad.errors import NotFound
from cad.nuisance.commands import LowerNumber
from cad.persons.commands import ErasePerson
from cad.store import journal, views
from cad.store.astdb import astdb_wishes
from tests.cad.store.lost_callers import gives_up
from tests.cad.store.people import fact, hire
from tests.support.database import Store


async def test_given_a_person_is_erased_then_no_number_is_left_and_the_chain_holds(store: Store) -> None:
    admin = await hire(store, "admin", "administrator")
    call = await store.bus.handle(ReceiveCall(**fact(store), number_raw="08123456789", identity={"From": "0812345678"}))
    other = await store.bus.handle(ReceiveCall(**fact(store, "1.2"), number_raw="08999999999"))

    cleared = await store.bus.handle(ErasePerson(user_id=admin.id, person_id=call.person_id, reason="atas permintaan"))

    assert cleared == 1
    async with store.database.session() as session:
        shown = {view["id"]: view for view in await views.calls(session)}
        entries = await views.journal_after(session, 0)
        opened = [await journal.personal_data(session, entry.position) for entry in entries]
        assert opened.count(None) == len(entries) - 1  # the other caller's stays readable
        assert await journal.first_broken_position(session) is None
        touched = await views.changed(session, entries[-1:])
    assert (shown[call.id]["number"], shown[call.id]["number_e164"]) == ("", "")
    assert shown[other.id]["number_e164"] == "+628999999999"
    assert [view["id"] for view in touched["calls"]] == [call.id]
    tables = await store.rows("SELECT c.*::text AS row FROM calls c UNION ALL SELECT p.*::text FROM persons p")
    assert not any("8123456789" in row["row"] for row in tables)


async def test_given_a_person_was_erased_when_they_call_again_then_they_are_somebody_new(store: Store) -> None:
    admin = await hire(store, "admin", "administrator")
    call = await store.bus.handle(ReceiveCall(**fact(store), number_raw="08123456789"))
    erase = ErasePerson(user_id=admin.id, person_id=call.person_id)
    await store.bus.handle(erase)

    assert await store.bus.handle(erase) == 0
    again = await store.bus.handle(ReceiveCall(**fact(store, "1.2"), number_raw="08123456789"))

    assert again.person_id not in (None, call.person_id)
    assert (await store.kinds()).count("PersonErased") == 1


async def test_a_person_we_do_not_know_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.bus.handle(ErasePerson(user_id="x", person_id="nobody"))


async def test_callers_with_the_same_number_are_one_person_however_it_is_written(store: Store) -> None:
    written = ["0812-3456-789", "+62 812 3456 789", "628123456789"]
    calls = [
        await store.bus.handle(ReceiveCall(**fact(store, f"1.{n}"), number_raw=raw)) for n, raw in enumerate(written)
    ]

    assert len({call.person_id for call in calls}) == 1
    withheld = await store.bus.handle(ReceiveCall(**fact(store, "2.1"), number_raw="anonymous"))
    assert (withheld.withheld, withheld.person_id, withheld.number_raw) == (True, None, "")


async def test_given_a_lost_and_lowered_caller_is_erased_then_nobody_can_call_them_and_nothing_said_is_left(
    seeded: Store,
) -> None:
    admin, dina = await hire(seeded, "admin", "administrator"), await hire(seeded)
    call = await gives_up(seeded)
    await seeded.bus.handle(LowerNumber(user_id=dina.id, call_id=call.id, days=7, reason="Budi iseng"))
    await seeded.bus.handle(LowerNumber(user_id=dina.id, call_id=call.id, days=9, reason="Budi lagi"))
    other = await gives_up(seeded, "0752821234")
    async with seeded.database.session() as session:
        assert list((await astdb_wishes(session))["priority"]) == ["+628123456789"]

    await seeded.bus.handle(ErasePerson(user_id=admin.id, person_id=call.person_id))

    async with seeded.database.session() as session:
        assert (await astdb_wishes(session))["priority"] == {}
        assert await views.lowered(session) == []
        (left,) = await views.open_abandoned(session)
        struck = await views.abandoned(session, state="struck")
        touched = await views.changed(session, (await views.journal_after(session, 0))[-1:])
        assert await journal.first_broken_position(session) is None
    assert left["call_ids"] == [other.id]
    assert [(one["reason"], one["number"], one["callable"]) for one in struck] == [("erased", "", False)]
    assert [one["id"] for one in touched["abandoned"]] == [struck[0]["id"]]
    tables = await seeded.rows("SELECT a.*::text AS row FROM abandoned a UNION ALL SELECT l.*::text FROM lowered l")
    assert not any("Budi" in row["row"] or "8123456789" in row["row"] for row in tables)


async def test_what_was_written_about_a_dismissed_caller_goes_with_them(seeded: Store) -> None:
    admin, dina = await hire(seeded, "admin", "administrator"), await hire(seeded)
    call = await gives_up(seeded)
    entry_id = await seeded.value("SELECT id FROM abandoned")
    await seeded.bus.handle(DismissAbandoned(user_id=dina.id, abandoned_id=entry_id, reason="anak Bu Ani"))

    await seeded.bus.handle(ErasePerson(user_id=admin.id, person_id=call.person_id))

    assert await seeded.rows("SELECT state, note FROM abandoned") == [{"state": "dismissed", "note": ""}]
