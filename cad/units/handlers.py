"""Units outside an assignment."""

from dataclasses import replace

from cad.ports import UnitOfWork
from cad.units.commands import MoveUnit, SetUnitStatus
from cad.units.errors import ReasonMissing, UnitOnAssignment, UnknownUnit, UnknownUnitStatus
from cad.units.events import UnitMoved, UnitStatusChanged
from cad.units.model import Unit


async def known_unit(unit_id: str, work: UnitOfWork) -> Unit:
    unit = await work.units.by_id(unit_id)
    if unit is None:
        raise UnknownUnit
    return unit


async def change_status(unit: Unit, status: str, work: UnitOfWork, *, actor: str | None, reason: str = "") -> Unit:
    """The unit in its new status, kept and journalled; the same status again changes nothing."""
    if (unit.status, unit.status_reason) == (status, reason):
        return unit
    changed = replace(unit, status=status, status_since=work.now, status_reason=reason)
    await work.units.put(changed)
    event = UnitStatusChanged(
        occurred_at=work.now, actor=actor, unit_id=unit.id, status=status, previous=unit.status, reason=reason
    )
    work.record(event)
    return changed


async def set_unit_status(command: SetUnitStatus, work: UnitOfWork) -> Unit:
    unit = await known_unit(command.unit_id, work)
    if command.status not in ("available", "out_of_service"):
        raise UnknownUnitStatus(command.status)
    if await work.assignments.active_of_unit(unit.id):
        raise UnitOnAssignment(unit.call_sign)
    if command.status == "out_of_service" and not command.reason.strip():
        raise ReasonMissing
    return await change_status(unit, command.status, work, actor=command.user_id, reason=command.reason.strip())


async def move_unit(command: MoveUnit, work: UnitOfWork) -> Unit:
    unit = await known_unit(command.unit_id, work)
    if unit.position_at and unit.position_at >= command.occurred_at:
        return unit
    unit = replace(unit, lat=command.lat, lon=command.lon, position_at=command.occurred_at)
    await work.units.put(unit)
    moved = UnitMoved(
        occurred_at=command.occurred_at, source=command.source, unit_id=unit.id, lat=command.lat, lon=command.lon
    )
    work.record(moved)
    return unit


HANDLERS = {SetUnitStatus: set_unit_status, MoveUnit: move_unit}
