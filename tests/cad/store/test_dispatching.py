"""Sending units: one unit one assignment, whoever is faster; refusals leave nothing behind."""

import asyncio

import pytest

from cad.calls.commands import ReceiveCall
from cad.dispatching.commands import SetAssignmentStatus
from cad.dispatching.errors import UnitBusy
from cad.errors import TanggapError
from cad.incidents.commands import AttachCall, ChangeIncident, CloseIncident, OpenIncident
from cad.incidents.errors import IncidentAlreadyChanged, UnitsStillAssigned, UnknownIncidentType
from cad.store.repositories.incidents import reserve_block
from cad.units.commands import SetUnitStatus
from cad.units.errors import ReasonMissing, UnitOnAssignment
from tests.cad.store.people import fact, fire, hire, send
from tests.support.database import Store


async def test_given_two_dispatchers_send_one_unit_to_two_incidents_at_once_then_one_is_refused(seeded: Store) -> None:
    dina, budi = await hire(seeded), await hire(seeded, "budi")
    one, other = await fire(seeded, dina), await fire(seeded, budi)

    results = await asyncio.gather(
        send(seeded, dina, one), send(seeded, budi, other), return_exceptions=True
    )  # fmt: skip

    refused = [result for result in results if isinstance(result, UnitBusy)]
    assert len(refused) == 1
    assert await seeded.value("SELECT count(*) FROM assignments") == 1
    assert await seeded.value("SELECT count(*) FROM pages") == 1


async def test_given_the_same_unit_is_sent_twice_to_one_incident_then_it_is_one_assignment(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)

    first, second = await asyncio.gather(send(seeded, dina, incident), send(seeded, dina, incident))

    assert first.id == second.id
    assert await seeded.value("SELECT count(*) FROM pages") == 1


async def test_given_a_busy_unit_when_sent_with_a_reason_then_it_leaves_its_other_incident(seeded: Store) -> None:
    dina = await hire(seeded)
    old, new = await fire(seeded, dina), await fire(seeded, dina)
    left = await send(seeded, dina, old)

    taken = await send(seeded, dina, new, why="lebih gawat")

    status = await seeded.rows("SELECT id, status FROM assignments ORDER BY dispatched_at")
    assert {row["id"]: row["status"] for row in status} == {left.id: "cancelled", taken.id: "dispatched"}
    assert await seeded.value("SELECT status FROM units WHERE id = 'unit-damkar-01'") == "dispatched"


async def test_given_several_units_are_sent_at_once_then_each_order_has_its_own_number(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)
    units = [f"unit-damkar-0{n}" for n in (1, 2, 3, 4)]

    sent = await asyncio.gather(*(send(seeded, dina, incident, unit) for unit in units))

    assert sorted(one.order for one in sent) == [1, 2, 3, 4]


async def test_given_a_unit_is_cleared_then_it_is_available_and_the_incident_may_close(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)
    assignment = await send(seeded, dina, incident)
    close = CloseIncident(user_id=dina.id, incident_id=incident.id, disposition="handled")
    with pytest.raises(UnitsStillAssigned):
        await seeded.bus.handle(close)

    await seeded.bus.handle(SetAssignmentStatus(by="responder", assignment_id=assignment.id, status="available"))
    closed = await seeded.bus.handle(close)

    assert closed.state == "closed"
    assert await seeded.value("SELECT status FROM units WHERE id = 'unit-damkar-01'") == "available"
    assert (await seeded.bus.handle(close)).version == closed.version


async def test_a_unit_goes_out_of_service_with_a_reason_and_not_from_an_assignment(seeded: Store) -> None:
    dina = await hire(seeded)
    out = SetUnitStatus(user_id=dina.id, unit_id="unit-damkar-01", status="out_of_service")
    with pytest.raises(ReasonMissing):
        await seeded.bus.handle(out)
    await send(seeded, dina, await fire(seeded, dina))

    with pytest.raises(UnitOnAssignment):
        await seeded.bus.handle(SetUnitStatus(user_id=dina.id, unit_id="unit-damkar-01", status="available"))


async def test_given_a_colleague_was_faster_when_changing_then_both_changes_are_not_mixed(seeded: Store) -> None:
    dina = await hire(seeded)
    incident = await fire(seeded, dina)

    async def change(what: str) -> object:
        return await seeded.bus.handle(
            ChangeIncident(user_id=dina.id, incident_id=incident.id, version=1, changes={"what": what})
        )

    results = await asyncio.gather(change("a"), change("b"), return_exceptions=True)

    assert sum(isinstance(result, IncidentAlreadyChanged) for result in results) == 1
    assert await seeded.value("SELECT version FROM incidents") == 2


async def test_given_a_request_is_sent_twice_when_it_names_its_id_then_one_incident_is_opened(seeded: Store) -> None:
    dina = await hire(seeded)

    first, again = await asyncio.gather(
        fire(seeded, dina, incident_id="0199f5a2"), fire(seeded, dina, incident_id="0199f5a2")
    )

    assert first.id == again.id
    assert await seeded.value("SELECT count(*) FROM incidents") == 1


async def test_a_refused_command_leaves_nothing_behind(seeded: Store) -> None:
    dina = await hire(seeded)
    before = await seeded.value("SELECT position FROM journal_head")

    for refused in (
        OpenIncident(user_id=dina.id, type_code="no such type"),
        OpenIncident(user_id=dina.id, type_code="theft", call_id="no such call"),
        AttachCall(user_id=dina.id, incident_id="none", call_id="none"),
    ):
        with pytest.raises(TanggapError):
            await seeded.bus.handle(refused)

    assert await seeded.value("SELECT position FROM journal_head") == before
    assert await seeded.value("SELECT count(*) FROM incidents") == 0
    assert (await fire(seeded, dina)).number == 1


async def test_given_a_transaction_when_one_command_fails_then_none_is_kept(seeded: Store) -> None:
    dina = await hire(seeded)

    with pytest.raises(UnknownIncidentType):
        async with seeded.bus.transaction() as transaction:
            await transaction.handle(ReceiveCall(**fact(seeded)))
            await transaction.save_cursor("cel", "7")
            await transaction.handle(OpenIncident(user_id=dina.id, type_code="none"))

    assert await seeded.value("SELECT count(*) FROM calls") == 0
    assert await seeded.bus.load_cursor("cel") is None


async def test_given_a_failed_command_was_swallowed_when_the_block_ends_then_it_is_not_committed(seeded: Store) -> None:
    dina = await hire(seeded)

    with pytest.raises(RuntimeError, match="failed"):
        async with seeded.bus.transaction() as transaction:
            await transaction.handle(ReceiveCall(**fact(seeded)))
            with pytest.raises(UnknownIncidentType):
                await transaction.handle(OpenIncident(user_id=dina.id, type_code="none"))

    assert await seeded.value("SELECT count(*) FROM calls") == 0


async def test_numbers_come_from_the_centers_block_and_a_reserved_one_is_left_alone(seeded: Store) -> None:
    dina = await hire(seeded)
    async with seeded.database.engine.begin() as connection:
        assert await reserve_block(connection, seeded.center.id, "pos-lapangan", 50) == (1001, 1050)
    async with seeded.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE number_blocks SET next = 1000 WHERE holder = 'center'")

    numbers = [(await fire(seeded, dina)).number for _ in range(3)]

    assert numbers == [1000, 1051, 1052]
