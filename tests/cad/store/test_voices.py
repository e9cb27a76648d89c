"""Silent callers, test calls and the known-incident notice, in the database."""

from datetime import timedelta
from typing import Any

import pytest

from cad.calls.commands import EndCall, ReceiveCall
from cad.incidents.commands import AttachCall, CloseIncident, OpenIncident
from cad.store import views
from cad.store.astdb import astdb_wishes
from cad.store.voices import notice_words
from cad.voices.commands import (
    AskSilentCaller,
    ChangeTestNumbers,
    HearSilentCaller,
    MarkTestCall,
    SwitchNotice,
    TellNotice,
)
from cad.voices.errors import InvalidTestNumber, VoicesChanged
from tests.cad.store.people import fact, fire, hire
from tests.support.database import Store


async def view_of(seeded: Store, call_id: str) -> dict[str, Any]:
    async with seeded.database.session() as session:
        return await views.call(session, call_id)


async def test_given_a_silent_caller_presses_a_key_when_told_twice_then_there_is_one_incident(seeded: Store) -> None:
    told = fact(seeded)
    call = await seeded.bus.handle(ReceiveCall(**told, number_raw="08121234567"))
    await seeded.bus.handle(AskSilentCaller(**told))
    assert (await view_of(seeded, call.id))["silent"] == "asked"

    for source in ("ari", "cel"):
        await seeded.bus.handle(HearSilentCaller(**(told | {"source": source}), key="5"))

    shown = await view_of(seeded, call.id)
    async with seeded.database.session() as session:
        incidents = await views.incidents(session)
    assert shown["silent"] == "pressed"
    assert [(one["id"], one["type_code"], one["call_ids"]) for one in incidents] == [
        (shown["incident_id"], "silent_call", [call.id])
    ]
    assert "5" in incidents[0]["what"]


async def test_given_the_call_has_an_incident_when_a_key_is_pressed_then_no_other_is_opened(seeded: Store) -> None:
    dina, told = await hire(seeded), fact(seeded)
    call = await seeded.bus.handle(ReceiveCall(**told, number_raw="08121234567"))
    opened = await seeded.bus.handle(OpenIncident(user_id=dina.id, type_code="theft", call_id=call.id))

    await seeded.bus.handle(HearSilentCaller(**told, key="tap"))

    assert (await view_of(seeded, call.id))["incident_id"] == opened.id


async def test_a_test_call_is_neither_abandoned_nor_answered(seeded: Store) -> None:
    told = fact(seeded)
    call = await seeded.bus.handle(ReceiveCall(**told, number_raw="08121234567"))
    await seeded.bus.handle(MarkTestCall(**told))
    await seeded.bus.handle(EndCall(**told, cause=16))

    shown = await view_of(seeded, call.id)
    assert (shown["test"], shown["outcome"], shown["incident_id"]) == (True, "test", None)


async def test_test_numbers_are_kept_in_one_form_and_mirrored(seeded: Store) -> None:
    sari = await hire(seeded, "sari", "supervisor")
    change = ChangeTestNumbers(user_id=sari.id, version=0, numbers=["0812 1111 2222", "+6281211112222", "0752-123456"])
    await seeded.bus.handle(change)

    async with seeded.database.session() as session:
        assert (await views.voices(session))["test_numbers"] == ["+62752123456", "+6281211112222"]
        assert (await astdb_wishes(session))["test"] == {"+6281211112222": "1", "+62752123456": "1"}
    with pytest.raises(VoicesChanged):
        await seeded.bus.handle(change)
    with pytest.raises(InvalidTestNumber):
        await seeded.bus.handle(ChangeTestNumbers(user_id=sari.id, version=1, numbers=["bukan nomor"]))


async def notice_of(seeded: Store) -> tuple[str, dict[str, str]]:
    async with seeded.database.session() as session:
        return await notice_words(session), (await astdb_wishes(session))["notice"]


async def test_given_a_notice_is_on_when_its_incident_is_closed_then_nobody_hears_it_any_more(seeded: Store) -> None:
    sari = await hire(seeded, "sari", "supervisor")
    incident = await fire(seeded, sari)
    await seeded.bus.handle(SwitchNotice(user_id=sari.id, incident_id=incident.id, on=True))

    words, keys = await notice_of(seeded)
    assert words.startswith("Kebakaran bangunan") and keys == {"incident": incident.id}
    async with seeded.database.session() as session:
        assert (await views.incident(session, incident.id))["notice"] is True
    await seeded.bus.handle(CloseIncident(user_id=sari.id, incident_id=incident.id, disposition="handled"))
    assert await notice_of(seeded) == ("", {})


async def test_a_notice_can_be_switched_off_and_ends_with_its_time(seeded: Store) -> None:
    sari = await hire(seeded, "sari", "supervisor")
    incident = await fire(seeded, sari)
    await seeded.bus.handle(SwitchNotice(user_id=sari.id, incident_id=incident.id, on=True, text="Ada  kebakaran."))
    assert (await notice_of(seeded))[0] == "Ada kebakaran."
    await seeded.bus.handle(SwitchNotice(user_id=sari.id, incident_id=incident.id, on=False))
    assert await notice_of(seeded) == ("", {})

    seeded.clock.now -= timedelta(hours=5)
    await seeded.bus.handle(SwitchNotice(user_id=sari.id, incident_id=incident.id, on=True))
    assert await notice_of(seeded) == ("", {})


async def test_given_many_call_about_one_incident_then_a_notice_is_suggested(seeded: Store) -> None:
    sari = await hire(seeded, "sari", "supervisor")
    incident = await fire(seeded, sari)
    told = fact(seeded)
    for n in range(4):
        async with seeded.database.session() as session:
            assert (await views.incident(session, incident.id))["notice_suggested"] is False
        call = await seeded.bus.handle(ReceiveCall(**(told | {"uniqueid": f"9.{n}"}), number_raw=f"0812000000{n}"))
        await seeded.bus.handle(AttachCall(user_id=sari.id, incident_id=incident.id, call_id=call.id))
        await seeded.bus.handle(TellNotice(**(told | {"uniqueid": f"9.{n}"}), incident_id=incident.id))
    async with seeded.database.session() as session:
        assert (await views.incident(session, incident.id))["notice_suggested"] is True
        assert (await views.call(session, call.id))["notice_of"] == incident.id
