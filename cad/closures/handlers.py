"""Closing a road and lifting the closure. What it means for travel times follows from the rows."""

from dataclasses import replace
from datetime import datetime

from cad.closures.commands import CloseRoad, LiftClosure
from cad.closures.errors import InvalidClosure, UnknownClosure
from cad.closures.events import ClosureLifted, RoadClosed
from cad.closures.model import LARGEST_M, SLOWEST, SMALLEST_M, Closure
from cad.ports import UnitOfWork


async def close_road(command: CloseRoad, work: UnitOfWork) -> Closure:
    if known := await work.closures.by_id(command.closure_id):
        return known
    since = command.since or work.now
    _check(command, since)
    closure = Closure(
        id=command.closure_id,
        center_id=work.center.id,
        what=command.what.strip(),
        lat=command.lat,
        lon=command.lon,
        radius_m=command.radius_m,
        way=command.way,
        factor=command.factor,
        since=since,
        until=command.until,
        made_by=command.user_id,
    )
    await work.closures.put(closure)
    work.record(
        RoadClosed(
            occurred_at=work.now,
            actor=command.user_id,
            closure_id=closure.id,
            what=closure.what,
            lat=closure.lat,
            lon=closure.lon,
            radius_m=closure.radius_m,
            way=closure.way,
            factor=closure.factor,
            since=closure.since,
            until=closure.until,
        )
    )
    return closure


def _check(command: CloseRoad, since: datetime) -> None:
    if command.until is not None and command.until <= since:
        raise InvalidClosure("Penutupan harus berakhir setelah mulai.", en="A closure must end after it begins.")
    if not SMALLEST_M <= command.radius_m <= LARGEST_M:
        raise InvalidClosure("Jari-jari 5 sampai 5.000 meter.", en="A radius of 5 to 5,000 metres.")
    if command.factor is not None and not 1.0 < command.factor <= SLOWEST:
        raise InvalidClosure("Pelambatan 1 sampai 20 kali.", en="Slower by 1 to 20 times.")


async def lift_closure(command: LiftClosure, work: UnitOfWork) -> Closure:
    closure = await work.closures.by_id(command.closure_id)
    if closure is None:
        raise UnknownClosure
    if closure.lifted_at is not None:
        return closure
    closure = replace(closure, lifted_at=work.now, lifted_by=command.user_id)
    await work.closures.put(closure)
    work.record(ClosureLifted(occurred_at=work.now, actor=command.user_id, closure_id=closure.id))
    return closure


HANDLERS = {CloseRoad: close_road, LiftClosure: lift_closure}
