"""A fix finds its call, before it or after; it changes nothing that was typed; it goes with its person."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cad.calls.commands import EndCall, ReceiveCall
from cad.locations import aml_https, aml_sms
from cad.locations.commands import LocateCall, RecordFix
from cad.locations.handlers import made_of
from cad.locations.model import Fix
from cad.persons.commands import ErasePerson
from cad.store import journal, views
from tests.cad.locations import made_up as made
from tests.cad.store.people import fact, hire
from tests.support.database import Store

NUMBER = "081234567890"


async def sms(store: Store, name: str = "SM1", sender: str = "+6281234567890", text: str = made.V1) -> Any:
    return await store.bus.handle(RecordFix(fix_id=made_of(name), fix=aml_sms.read(text), sender=sender))


async def ring(store: Store, uniqueid: str = "1.1", number: str = NUMBER) -> Any:
    return await store.bus.handle(ReceiveCall(**fact(store, uniqueid), number_raw=number))


async def end(store: Store, uniqueid: str = "1.1") -> None:
    await store.bus.handle(EndCall(**fact(store, uniqueid)))


async def shown(store: Store, call_id: str) -> list[dict[str, Any]]:
    async with store.database.session() as session:
        told = await views.locations_of_call(session, call_id)
        assert (await views.call(session, call_id))["locations"] == told
    return told


async def test_a_fix_that_came_before_the_call_is_there_when_it_rings(store: Store) -> None:
    await sms(store)
    store.clock.forward(120)
    call = await ring(store)

    (place,) = await shown(store, call.id)

    assert (place["lat"], place["lon"], place["radius_m"]) == (-0.46425, 100.3992, 20.0)
    assert (place["source"], place["method"], place["confidence"]) == ("aml_sms", "wifi", 68)


async def test_a_fix_that_comes_during_the_call_or_after_its_end_finds_it_and_the_screen_is_told(store: Store) -> None:
    call = await ring(store)
    await sms(store, "SM1")
    await end(store)
    store.clock.forward(600)
    await sms(store, "SM2", text=made.V1.replace("rd=20", "rd=8"))

    assert {place["radius_m"] for place in await shown(store, call.id)} == {20.0, 8.0}
    told = await store.rows("SELECT data FROM journal WHERE kind = 'FixReceived' ORDER BY position")
    assert [row["data"]["call_id"] for row in told] == [call.id, call.id]
    async with store.database.session() as session:
        touched = await views.changed(session, (await views.journal_after(session, 0))[-1:])
    assert [len(view["locations"]) for view in touched["calls"]] == [2]


async def test_a_fix_of_another_number_or_another_hour_is_not_shown(store: Store) -> None:
    await sms(store, "SM1", sender="+6289999999999")
    await sms(store, "SM2")
    store.clock.forward(timedelta(minutes=11).total_seconds())
    call = await ring(store)
    await end(store)
    store.clock.forward(timedelta(minutes=31).total_seconds())
    await sms(store, "SM3")

    assert await shown(store, call.id) == []


async def test_the_same_message_twice_is_one_fix(store: Store) -> None:
    await sms(store)
    await sms(store)
    assert await store.value("SELECT count(*) FROM fixes") == 1
    assert (await store.kinds()).count("FixReceived") == 1


async def test_a_telephone_that_does_not_say_its_number_is_known_by_its_imei(store: Store) -> None:
    silent = made.FORM.replace("%2B6281234567890", "")
    first, second = (aml_https.read(f"{silent}&n={n}".encode()) for n in (1, 2))
    call = await ring(store)
    await store.bus.handle(RecordFix(fix_id="first", fix=first))
    assert await shown(store, call.id) == []

    await sms(store)  # says both
    await store.bus.handle(RecordFix(fix_id="second", fix=second))

    assert {place["id"] for place in await shown(store, call.id)} == {"first", "second", made_of("SM1")}
    devices = await store.rows("SELECT DISTINCT device FROM fixes")
    assert len(devices) == 1
    assert "355458061005220" not in devices[0]["device"]


async def test_the_place_is_sealed_and_goes_with_its_person(store: Store) -> None:
    admin = await hire(store, "admin", "administrator")
    call = await ring(store)
    await sms(store)
    told = await store.rows("SELECT position, data::text AS data FROM journal WHERE kind = 'FixReceived'")
    assert "100.39" not in told[0]["data"]
    async with store.database.session() as session:
        opened = await journal.personal_data(session, told[0]["position"])
    assert opened
    assert opened["place"]["lat"] == -0.46425

    await store.bus.handle(ErasePerson(user_id=admin.id, person_id=call.person_id))

    assert await store.value("SELECT count(*) FROM fixes") == 0


async def test_a_null_fix_is_told_and_never_on_the_map(store: Store) -> None:
    call = await ring(store)
    await sms(store, text=made.V1.replace("pm=W", "pm=N"))
    (place,) = await shown(store, call.id)
    assert (place["lat"], place["lon"], place["notes"]) == (None, None, ["null_fix"])


async def test_what_the_invite_said_is_kept_once_though_both_roads_tell_it(store: Store) -> None:
    drawn = 'GML|shape="Circle",crs="2d",pos="-0.46425 100.3992",radius="24"'
    about = {"drawn": drawn, "method": "GPS", "uris": ("https://lis.example/a",)}
    await store.bus.handle(LocateCall(**fact(store, source="cel"), **about))  # even before the call itself is told
    call = await ring(store, number="anonymous")
    await store.bus.handle(LocateCall(**fact(store), **about))

    (place,) = await shown(store, call.id)

    assert (place["source"], place["kind"], place["radius_m"]) == ("pidf_lo", "circle", 24.0)
    assert await store.value("SELECT count(*) FROM fix_references") == 1
    assert (await store.kinds()).count("LocationReferred") == 1


async def test_what_the_invite_said_wrongly_is_passed_over(store: Store) -> None:
    await store.bus.handle(LocateCall(**fact(store), drawn="GML|shape=Circle,pos=x"))
    assert await store.value("SELECT count(*) FROM fixes") == 0


async def test_a_fixed_line_is_where_its_provider_says(store: Store) -> None:
    async with store.database.session() as session:
        await session.execute(
            text(
                "INSERT INTO ali_numbers (e164, name, address, lat, lon, source)"
                " VALUES ('+6275282110', 'Hotel A', 'Jalan Sudirman 1', -0.46, 100.4, 'telkom')"
            )
        )
        await session.commit()
    call = await ring(store, number="075282110")
    (place,) = await shown(store, call.id)
    assert (place["source"], place["name"], place["address"]) == ("ali", "Hotel A", "Jalan Sudirman 1")


@pytest.mark.parametrize("number", ["", "anonymous"])
async def test_nobodys_fix_is_shown_to_no_caller_without_a_number(store: Store, number: str) -> None:
    await store.bus.handle(RecordFix(fix_id="x", fix=Fix(source="aml_https", lat=1.0, lon=2.0)))
    call = await ring(store, number=number)
    assert await shown(store, call.id) == []
