"""Protocols as versioned data: published, taken back, confirmed; incidents keep the version they were taken under."""

from typing import Any

import pytest
from psycopg.errors import RaiseException
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cad.incidents.commands import AnswerBefore, ChangeIncident, OpenIncident
from cad.incidents.model import Incident
from cad.protocols.commands import (
    AnswerQuestion,
    ConfirmVersion,
    PublishDraft,
    SaveDraft,
    TakeBackVersion,
    TickChecklist,
)
from cad.protocols.errors import (
    DraftChanged,
    ProtocolInvalid,
    UnfitAnswer,
    UnknownItem,
    UnknownQuestion,
    WhyMissing,
)
from cad.protocols.model import Protocol, ProtocolVersion
from cad.protocols.plain import from_plain, to_plain
from cad.protocols.seed import PROTOCOLS
from cad.store import views
from cad.store.protocols import keep_protocols
from tests.cad.store.people import hire
from tests.support.database import Store

FLOOD = next(one for one in PROTOCOLS if one.code == "flood")


async def opened(store: Store, user: str, **more: Any) -> Incident:
    incident: Incident = await store.bus.handle(
        OpenIncident(user_id=user, type_code="flood", what="Air masuk rumah", **more)
    )
    return incident


async def published(store: Store, user: str, **changes: Any) -> ProtocolVersion:
    plain = to_plain(FLOOD) | changes
    draft = await store.bus.handle(SaveDraft(user_id=user, code="flood", edit=0, protocol=plain))
    version: ProtocolVersion = await store.bus.handle(
        PublishDraft(user_id=user, code="flood", edit=draft.edit, reason="rapat BPBD")
    )
    return version


async def test_given_a_new_version_when_published_then_open_incidents_keep_theirs(seeded: Store) -> None:
    sari = (await hire(seeded, "sari")).id
    before = await opened(seeded, sari)

    version = await published(seeded, sari, name_id="Banjir besar", priority=1)
    after = await opened(seeded, sari)

    assert (before.type_version, version.version, after.type_version, after.priority) == (1, 2, 2, 1)
    async with seeded.database.session() as session:
        assert (await views.protocol(session, "flood", 1))["protocol"]["name_id"] == "Banjir"
        assert (await views.protocol(session, "flood"))["protocol"]["name_id"] == "Banjir besar"
        assert [one["current"] for one in await views.protocol_versions(session, "flood")] == [True, False]
    assert await seeded.value("SELECT count(*) FROM protocol_drafts") == 0
    assert "ProtocolPublished" in await seeded.kinds()


async def test_given_a_version_that_was_wrong_when_taken_back_then_the_old_one_is_published_as_a_new(
    seeded: Store,
) -> None:
    sari = (await hire(seeded, "sari")).id
    await published(seeded, sari, name_id="Salah")

    await seeded.bus.handle(TakeBackVersion(user_id=sari, code="flood", version=1, reason="keliru"))

    kind = await seeded.rows("SELECT name_id, version FROM incident_types WHERE code = 'flood'")
    assert kind == [{"name_id": "Banjir", "version": 3}]


async def test_given_a_published_version_when_the_database_is_asked_to_change_it_then_it_refuses(
    seeded: Store,
) -> None:
    for harm in ("UPDATE incident_type_versions SET protocol = '{}'", "DELETE FROM incident_type_versions"):
        with pytest.raises(DBAPIError) as refused:
            async with seeded.database.engine.begin() as connection:
                await connection.execute(text(harm))
        assert isinstance(refused.value.orig, RaiseException)


async def test_given_a_version_when_somebody_answers_for_it_then_it_is_confirmed_until_the_next(seeded: Store) -> None:
    sari = (await hire(seeded, "sari")).id

    await seeded.bus.handle(ConfirmVersion(user_id=sari, code="flood", version=1, name="dr. Yulia"))
    async with seeded.database.session() as session:
        confirmed = await views.protocol(session, "flood")
    version = await published(seeded, sari)

    assert (confirmed["confirmed_name"], version.confirmed_at) == ("dr. Yulia", None)


async def test_given_a_draft_that_is_not_whole_when_published_then_what_is_wrong_is_told(seeded: Store) -> None:
    sari = (await hire(seeded, "sari")).id
    wrong = to_plain(FLOOD) | {"name_id": "", "parent": "flash_flood"}
    draft = await seeded.bus.handle(SaveDraft(user_id=sari, code="flood", edit=0, protocol=wrong))

    with pytest.raises(ProtocolInvalid) as refused:
        await seeded.bus.handle(PublishDraft(user_id=sari, code="flood", edit=draft.edit, reason="coba"))
    assert [one["path"] for one in refused.value.fields["problems"]] == ["name_id"]  # type: ignore[attr-defined]

    with pytest.raises(ProtocolInvalid):  # a type below itself
        round_about = wrong | {"name_id": "Banjir"}
        draft = await seeded.bus.handle(SaveDraft(user_id=sari, code="flood", edit=1, protocol=round_about))
        await seeded.bus.handle(PublishDraft(user_id=sari, code="flood", edit=draft.edit, reason="coba"))


async def test_given_two_supervisors_at_one_draft_when_the_second_saves_then_it_is_told(seeded: Store) -> None:
    sari = (await hire(seeded, "sari")).id
    await seeded.bus.handle(SaveDraft(user_id=sari, code="flood", edit=0, protocol=to_plain(FLOOD)))

    with pytest.raises(DraftChanged):
        await seeded.bus.handle(SaveDraft(user_id=sari, code="flood", edit=0, protocol=to_plain(FLOOD)))
    with pytest.raises(WhyMissing):
        await seeded.bus.handle(PublishDraft(user_id=sari, code="flood", edit=1, reason=" "))


# -- on an incident --------------------------------------------------------------------------------------------------


async def test_given_answers_to_a_card_when_read_then_the_latest_counts_and_all_are_kept(seeded: Store) -> None:
    dina = (await hire(seeded)).id
    incident = await opened(seeded, dina)
    for answer in ("knee", "knee", "roof"):
        seeded.clock.forward(1)
        told = AnswerQuestion(user_id=dina, incident_id=incident.id, question="depth", answer=answer)
        await seeded.bus.handle(told)
    tick = TickChecklist(user_id=dina, incident_id=incident.id, item="place")
    await seeded.bus.handle(tick)
    await seeded.bus.handle(tick)

    async with seeded.database.session() as session:
        view = await views.incident(session, incident.id)
    assert [(one["question"], one["answer"]) for one in view["answers"]] == [("depth", "roof")]
    assert [one["item"] for one in view["ticks"]] == ["place"]
    assert await seeded.value("SELECT count(*) FROM card_answers") == 2
    assert (await seeded.kinds())[-3:] == ["AnswerGiven", "AnswerGiven", "ChecklistTicked"]


async def test_given_what_is_not_on_the_card_when_answered_or_ticked_then_it_is_refused(seeded: Store) -> None:
    dina = (await hire(seeded)).id
    incident = await opened(seeded, dina)

    with pytest.raises(UnknownQuestion):
        await seeded.bus.handle(AnswerQuestion(user_id=dina, incident_id=incident.id, question="x", answer="yes"))
    with pytest.raises(UnfitAnswer):
        await seeded.bus.handle(AnswerQuestion(user_id=dina, incident_id=incident.id, question="depth", answer="3 m"))
    with pytest.raises(UnknownItem):
        await seeded.bus.handle(TickChecklist(user_id=dina, incident_id=incident.id, item="x"))


async def test_given_answers_of_a_form_when_the_incident_is_opened_then_they_are_on_it_under_the_version_seen(
    seeded: Store,
) -> None:
    dina = (await hire(seeded)).id
    await published(seeded, dina, name_id="Banjir besar")
    seen = AnswerBefore(type_code="flood", type_version=1, question="depth", answer="waist")
    left = AnswerBefore(type_code="drowning", type_version=1, question="people", answer="2")
    unfit = AnswerBefore(type_code="flood", type_version=1, question="nobody", answer="yes")

    incident = await opened(seeded, dina, type_version=1, answers=(seen, left, unfit))

    async with seeded.database.session() as session:
        view = await views.incident(session, incident.id)
    assert view["type_version"] == 1
    assert {(one["type_code"], one["answer"]) for one in view["answers"]} == {("flood", "waist"), ("drowning", "2")}


async def test_given_an_incident_when_its_type_changes_then_it_is_under_the_current_version_of_that(
    seeded: Store,
) -> None:
    dina = (await hire(seeded)).id
    incident = await opened(seeded, dina, type_version=99)
    await published(seeded, dina)

    changed = ChangeIncident(user_id=dina, incident_id=incident.id, version=1, changes={"type_code": "landslide"})
    other = await seeded.bus.handle(changed)
    back = ChangeIncident(user_id=dina, incident_id=incident.id, version=2, changes={"type_code": "flood"})
    again = await seeded.bus.handle(back)

    assert (incident.type_version, other.type_version, again.type_version) == (1, 1, 2)


# -- what came with Tanggap ------------------------------------------------------------------------------------------


async def _brought(store: Store, *protocols: Protocol) -> None:
    async with store.database.engine.begin() as connection:
        await keep_protocols(connection, protocols)


async def test_given_a_newer_tanggap_when_it_starts_then_only_what_the_city_left_alone_follows_it(
    seeded: Store,
) -> None:
    sari = (await hire(seeded, "sari")).id
    await published(seeded, sari, name_id="Banjir kota")
    slide = next(one for one in PROTOCOLS if one.code == "landslide")
    newer = [from_plain(to_plain(one) | {"priority": 3}) for one in (FLOOD, slide)]

    await _brought(seeded, *newer)
    await _brought(seeded, *newer)

    asked = (
        "SELECT code, name_id, priority, version FROM incident_types WHERE code IN ('flood', 'landslide') ORDER BY 1"
    )
    assert [tuple(row.values()) for row in await seeded.rows(asked)] == [
        ("flood", "Banjir kota", 2, 2),
        ("landslide", "Tanah longsor", 3, 2),
    ]


async def test_given_a_database_from_before_protocols_when_tanggap_starts_then_its_types_get_theirs(
    seeded: Store,
) -> None:
    async with seeded.database.engine.begin() as connection:
        await connection.execute(text("TRUNCATE incident_type_versions"))
        await connection.execute(text("UPDATE incident_types SET version = 0, run_card = '{}', parent = ''"))

    await _brought(seeded, *PROTOCOLS)

    assert await seeded.value("SELECT count(*) FROM incident_types WHERE version = 1") == len(PROTOCOLS)
    assert await seeded.value("SELECT count(*) FROM incident_types WHERE run_card <> '{}'") >= 10
