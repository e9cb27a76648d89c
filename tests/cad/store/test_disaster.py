"""Disaster mode in the database: the switch, groups, many at once, numbers for paper and what was written on it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cad.disaster.commands import (
    BeginDisaster,
    EndDisaster,
    EnterPaperIncident,
    GroupIncidents,
    NoteMany,
    PaperLine,
    PaperUnit,
    ReserveNumbers,
    SetPriorities,
)
from cad.disaster.errors import (
    BlockSize,
    GroupOfGroups,
    MajorIsGrouped,
    MajorUnderItself,
    NumberNotReserved,
    NumberUsed,
    ReasonMissing,
    TimesOutOfOrder,
)
from cad.store import views
from tests.cad.store.people import fire, hire
from tests.support.database import Store


async def test_given_two_switch_it_on_at_once_then_it_is_one_disaster_and_ends_once(seeded: Store) -> None:
    dina, budi = await hire(seeded), await hire(seeded, "budi")
    with pytest.raises(ReasonMissing):
        await seeded.bus.handle(BeginDisaster(user_id=dina.id, reason="  "))

    begun = await asyncio.gather(
        *(seeded.bus.handle(BeginDisaster(user_id=one.id, reason="Galodo Batang Anai")) for one in (dina, budi))
    )

    assert begun[0].id == begun[1].id
    async with seeded.database.session() as session:
        now = await views.disaster(session)
    assert (now["on"], now["reason"]) == (True, "Galodo Batang Anai")
    ended = await seeded.bus.handle(EndDisaster(user_id=dina.id))
    assert ended.ended_by == dina.id
    assert await seeded.bus.handle(EndDisaster(user_id=dina.id)) is None
    kinds = [row["kind"] for row in await seeded.rows("SELECT kind FROM journal WHERE kind LIKE 'Disaster%'")]
    assert sorted(kinds) == ["DisasterBegan", "DisasterEnded"]


async def test_many_are_grouped_under_one_and_taken_out_again(seeded: Store) -> None:
    dina = await hire(seeded)
    major, *members = [await fire(seeded, dina, type_code="flood") for _ in range(4)]
    ids = [one.id for one in members]

    async def group(major_id: str | None, chosen: list[str]) -> Any:
        return await seeded.bus.handle(GroupIncidents(user_id=dina.id, incident_ids=chosen, major_incident_id=major_id))

    assert await group(major.id, ids) == 3
    assert await group(major.id, ids) == 0
    async with seeded.database.session() as session:
        assert (await views.incident(session, major.id))["member_count"] == 3
        assert (await views.incident(session, ids[0]))["major_number"] == major.number
    with pytest.raises(MajorUnderItself):
        await group(major.id, [major.id])
    with pytest.raises(MajorIsGrouped):
        await group(ids[0], [ids[1]])
    other = await fire(seeded, dina)
    with pytest.raises(GroupOfGroups):
        await group(other.id, [major.id])
    assert await group(None, ids) == 3


async def test_priority_and_a_note_are_given_to_many_at_once(seeded: Store) -> None:
    dina = await hire(seeded)
    ids = [(await fire(seeded, dina)).id for _ in range(3)]

    assert await seeded.bus.handle(SetPriorities(user_id=dina.id, incident_ids=ids, priority=3)) == 3
    assert await seeded.bus.handle(SetPriorities(user_id=dina.id, incident_ids=ids, priority=3)) == 0
    assert await seeded.bus.handle(NoteMany(user_id=dina.id, incident_ids=ids, text="BPBD: tunggu perahu")) == 3

    assert await seeded.value("SELECT count(*) FROM incidents WHERE priority = 3") == 3
    assert await seeded.value("SELECT count(*) FROM narratives") == 3


def paper(seeded: Store, user_id: str, number: int, **more: Any) -> EnterPaperIncident:
    began = seeded.clock.now - timedelta(hours=2)
    told = EnterPaperIncident(
        user_id=user_id,
        number=number,
        opened_at=began,
        type_code="flood",
        what="Rumah terendam",
        units=[
            PaperUnit(
                unit_id="unit-bpbd-01",
                dispatched_at=began + timedelta(minutes=4),
                on_scene_at=began + timedelta(minutes=20),
                cleared_at=began + timedelta(minutes=70),
            )
        ],
        lines=[PaperLine(at=began + timedelta(minutes=25), text="Tiga orang dievakuasi")],
        closed_at=began + timedelta(minutes=80),
        disposition="handled",
    )
    return replace(told, **more)


async def test_given_a_sheet_was_filled_when_it_is_entered_then_each_step_has_its_true_time(seeded: Store) -> None:
    dina = await hire(seeded)
    block = await seeded.bus.handle(ReserveNumbers(user_id=dina.id, holder="Pos Timur", count=20))
    assert block.last - block.first == 19
    ordinary = await fire(seeded, dina)
    assert not block.first <= ordinary.number <= block.last

    entered = await seeded.bus.handle(paper(seeded, dina.id, block.first + 3))

    began = seeded.clock.now - timedelta(hours=2)
    assert (entered.number, entered.opened_at, entered.entered_at) == (block.first + 3, began, seeded.clock.now)
    async with seeded.database.session() as session:
        view = await views.incident(session, entered.id)
        story = await views.incident_story(session, entered.id)
        blocks = await views.number_blocks(session)
    assert (view["entered_late"], view["state"], view["narrative"][0]["text"]) == (
        True, "closed", "Tiga orang dievakuasi")  # fmt: skip
    told = {entry["kind"]: entry["occurred_at"] for entry in story}
    assert told["UnitDispatched"] < told["NarrativeAdded"] < told["IncidentClosed"] < told["PaperIncidentEntered"]
    assert await seeded.value("SELECT status FROM units WHERE id = 'unit-bpbd-01'") == "available"
    assert await seeded.value("SELECT count(*) FROM pages") == 0
    assert [(one["holder"], one["used"]) for one in blocks] == [("Pos Timur", [block.first + 3])]


async def test_a_sheet_that_cannot_be_is_refused_and_leaves_nothing(seeded: Store) -> None:
    dina = await hire(seeded)
    block = await seeded.bus.handle(ReserveNumbers(user_id=dina.id, holder="Pos Timur", count=5))
    ordinary = await fire(seeded, dina)
    await seeded.bus.handle(paper(seeded, dina.id, block.first))
    count = await seeded.value("SELECT count(*) FROM incidents")
    now = seeded.clock.now

    for error, told in (
        (NumberUsed, paper(seeded, dina.id, block.first)),
        (NumberNotReserved, paper(seeded, dina.id, ordinary.number)),
        (NumberNotReserved, paper(seeded, dina.id, block.last + 1)),
        (TimesOutOfOrder, paper(seeded, dina.id, block.last, closed_at=now + timedelta(minutes=1))),
        (TimesOutOfOrder, paper(seeded, dina.id, block.last, opened_at=now - timedelta(minutes=30))),
    ):
        with pytest.raises(error):
            await seeded.bus.handle(told)
    with pytest.raises(BlockSize):
        await seeded.bus.handle(ReserveNumbers(user_id=dina.id, holder="Pos Barat", count=0))
    assert await seeded.value("SELECT count(*) FROM incidents") == count


async def test_given_two_enter_the_same_sheet_at_once_then_one_is_told(seeded: Store) -> None:
    dina = await hire(seeded)
    block = await seeded.bus.handle(ReserveNumbers(user_id=dina.id, holder="Pos Timur", count=5))

    results = await asyncio.gather(
        *(seeded.bus.handle(paper(seeded, dina.id, block.first)) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["Incident", "NumberUsed"]
