"""Trunks in the store: what an administrator sets is kept, journalled, and its secret is nobody's to read."""

import json
from dataclasses import replace

import pytest

from cad.alarms.commands import RaiseAlarm
from cad.errors import Invalid
from cad.store import views
from cad.store.astdb import astdb_wishes
from cad.store.pbx import PbxQueries
from cad.store.trunks import trunks_in_use
from cad.trunks.commands import (
    AddTrunk,
    ChangeTrunk,
    NoteRefusals,
    Refusal,
    RemoveTrunk,
    SeeTrunk,
    TrunkDetails,
)
from cad.trunks.errors import BadTrunk, TrunkExists, UnknownTrunk
from tests.cad.store.people import hire
from tests.support.database import PEPPER, Store

SECRET = "rahasia-SIP;112"
TELKOM = TrunkDetails(name="Telkom Padang", host="10.1.2.3", username="62752112", secret=SECRET, registers=True)
INDOSAT = TrunkDetails(name="Indosat", host="sip.indosat.example", priority=5, peers=["10.9.0.0/24"])


async def test_given_a_trunk_with_a_secret_when_kept_then_only_the_pbx_can_read_it(store: Store) -> None:
    user = (await hire(store, "admin", "administrator")).id
    trunk = await store.bus.handle(AddTrunk(user_id=user, details=TELKOM))
    assert trunk.id == "telkom-padang"
    everything = [*await store.rows("SELECT * FROM trunks"), *await store.rows("SELECT * FROM journal")]
    async with store.database.session() as session:
        shown = await views.trunk(session, trunk.id)
        everything += [shown]
        assert [one.secret for one in await trunks_in_use(session, PEPPER)] == [SECRET]
        assert [one.secret for one in await trunks_in_use(session, "another installation")] == [""]
    assert shown["has_secret"]
    assert SECRET not in repr(everything)
    assert SECRET.encode() not in b"".join(bytes(row.get("sealed", b"")) for row in everything)
    assert SECRET not in repr(trunk) + repr(TELKOM)


async def test_given_a_change_without_secret_when_made_then_the_secret_stays_and_the_journal_names_the_fields(
    store: Store,
) -> None:
    user = (await hire(store, "admin", "administrator")).id
    await store.bus.handle(AddTrunk(user_id=user, details=TELKOM))
    details = replace(TELKOM, secret=None, port=5080, srtp="required")
    await store.bus.handle(ChangeTrunk(user_id=user, trunk_id="telkom-padang", details=details))
    (trunk,) = await PbxQueries(store.database).trunks_in_use(PEPPER)
    assert (trunk.secret, trunk.port, trunk.srtp) == (SECRET, 5080, "required")
    data = await store.value("SELECT data FROM journal WHERE kind = 'TrunkChanged'")
    assert data["fields"] == ["port", "srtp"]
    await store.bus.handle(ChangeTrunk(user_id=user, trunk_id="telkom-padang", details=details))
    assert (await store.kinds()).count("TrunkChanged") == 1


async def test_given_several_trunks_when_the_dialplan_asks_then_they_stand_in_their_order(store: Store) -> None:
    user = (await hire(store, "admin", "administrator")).id
    async with store.database.session() as session:
        assert (await astdb_wishes(session))["trunk"] == {}
    for details in (TELKOM, INDOSAT, replace(INDOSAT, name="Cadangan", enabled=False)):
        await store.bus.handle(AddTrunk(user_id=user, details=details))
    async with store.database.session() as session:
        assert (await astdb_wishes(session))["trunk"] == {"order": "indosat|telkom-padang"}
        assert [row["id"] for row in await views.trunks(session)] == ["cadangan", "indosat", "telkom-padang"]


async def test_given_a_removed_trunk_when_made_anew_then_it_has_another_id_and_no_old_secret(store: Store) -> None:
    user = (await hire(store, "admin", "administrator")).id
    await store.bus.handle(AddTrunk(user_id=user, details=TELKOM))
    await store.bus.handle(RemoveTrunk(user_id=user, trunk_id="telkom-padang"))
    assert bytes(await store.value("SELECT sealed FROM trunks")) == b""
    with pytest.raises(UnknownTrunk):
        await store.bus.handle(ChangeTrunk(user_id=user, trunk_id="telkom-padang", details=TELKOM))
    again = await store.bus.handle(AddTrunk(user_id=user, details=TELKOM))
    assert again.id == "telkom-padang-2"
    with pytest.raises(TrunkExists):
        await store.bus.handle(AddTrunk(user_id=user, details=TELKOM))


async def test_given_the_pbx_sees_it_when_nothing_changed_then_nothing_is_journalled(store: Store) -> None:
    user = (await hire(store, "admin", "administrator")).id
    await store.bus.handle(AddTrunk(user_id=user, details=INDOSAT))
    for latency in (12.0, 13.5):
        await store.bus.handle(
            SeeTrunk(trunk_id="indosat", state="up", latency_ms=latency, calls_in=2, calls_out=1, failures=1)
        )
    await store.bus.handle(SeeTrunk(trunk_id="indosat", state="down"))
    async with store.database.session() as session:
        shown = await views.trunk(session, "indosat")
    assert (shown["state"], shown["calls_in"], shown["calls_out"], shown["failures"]) == ("down", 4, 2, 2)
    assert [kind for kind in await store.kinds() if kind == "TrunkSeen"] == ["TrunkSeen"] * 2
    assert await store.bus.handle(SeeTrunk(trunk_id="gone", state="up")) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("host", "10.0.0.1\nmatch=0.0.0.0/0"),
        ("host", "a b"),
        ("host", "999.1.1.1"),
        ("port", 70000),
        ("transport", "ws"),
        ("srtp", "maybe"),
        ("username", "x;y"),
        ("username", "a@b"),
        ("secret", "two words"),
        ("secret", "line\nbreak"),
        ("priority", -1),
        ("peers", ["0.0.0.0/0"]),
        ("peers", ["::/0"]),
        ("peers", ["10.0.0.1, 0.0.0.0/0"]),
    ],
)
async def test_what_asterisk_could_not_take_is_refused_by_its_field(store: Store, field: str, value: object) -> None:
    with pytest.raises(BadTrunk) as refused:
        await store.bus.handle(AddTrunk(user_id="u", details=replace(INDOSAT, **{field: value})))  # type: ignore[arg-type]
    assert isinstance(refused.value, Invalid)
    assert refused.value.fields == {"field": field}


async def test_given_registration_without_an_account_when_added_then_it_is_refused(store: Store) -> None:
    for details in (replace(TELKOM, secret=None), replace(TELKOM, username="")):
        with pytest.raises(BadTrunk):
            await store.bus.handle(AddTrunk(user_id="u", details=details))


async def test_given_refused_calls_when_asked_then_they_are_counted_by_reason(store: Store) -> None:
    await store.bus.handle(NoteRefusals(refusals=[Refusal(address="203.0.113.9", reason="too_many", count=9)]))
    store.clock.forward(31 * 86400)
    counts = {"203.0.113.5": 70, "": 5}
    more = [Refusal(address=address, reason="unknown_address", count=n) for address, n in counts.items()]
    await store.bus.handle(NoteRefusals(refusals=more))
    async with store.database.session() as session:
        told = await views.trunks_refused(session)
    assert (told["total"], told["by_reason"]) == (75, {"unknown_address": 75})
    assert told["last"][0]["address"] == "203.0.113.5"
    assert "203.0.113" not in json.dumps(await store.rows("SELECT data FROM journal"))


async def test_given_a_trunk_that_is_down_when_switched_off_then_its_alarm_is_over(store: Store) -> None:
    user = (await hire(store, "admin", "administrator")).id
    await store.bus.handle(AddTrunk(user_id=user, details=INDOSAT))
    await store.bus.handle(
        RaiseAlarm(key="trunk_down.indosat", severity="warning", text_id="mati", text_en="dead", source="trunks")
    )
    await store.bus.handle(ChangeTrunk(user_id=user, trunk_id="indosat", details=replace(INDOSAT, enabled=False)))
    async with store.database.session() as session:
        assert await views.alarms(session) == []
