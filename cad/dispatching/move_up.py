"""When sending units leaves a station bare: who could stand by there until they are back."""

from collections.abc import Sequence
from dataclasses import dataclass

from cad.dispatching.travel import Point
from cad.places.model import distance_m

LEAVES_BEHIND = 1  # a station that gives one away keeps at least so many


@dataclass(frozen=True)
class Spare:
    """A station of one agency: the ready units that stay there once the recommended ones have gone."""

    station_id: str
    name: str
    point: Point
    agency_kind: str
    units: tuple[tuple[str, str], ...]  # (unit id, call sign)


@dataclass(frozen=True, kw_only=True)
class MoveUp:
    unit_id: str
    call_sign: str
    from_station: str
    to_station: str
    text_id: str
    text_en: str


def move_ups(stations: Sequence[Spare], sending_from: Sequence[str]) -> list[MoveUp]:
    """For each station that is bare now, a unit of the same agency from the nearest one that has more than one left."""
    left = {one.station_id: list(one.units) for one in stations}
    told = []
    for bare in sorted((one for one in stations if one.station_id in sending_from), key=lambda one: one.name):
        if left[bare.station_id]:
            continue
        giver = _giver(bare, stations, left)
        if giver:
            unit_id, call_sign = left[giver.station_id].pop()
            told.append(_told(unit_id, call_sign, giver, bare))
    return told


def _giver(bare: Spare, stations: Sequence[Spare], left: dict[str, list[tuple[str, str]]]) -> Spare | None:
    able = [
        one for one in stations if one.agency_kind == bare.agency_kind and len(left[one.station_id]) > LEAVES_BEHIND
    ]
    return min(able, key=lambda one: (distance_m(one.point, bare.point), one.name), default=None)


def _told(unit_id: str, call_sign: str, giver: Spare, bare: Spare) -> MoveUp:
    return MoveUp(
        unit_id=unit_id,
        call_sign=call_sign,
        from_station=giver.name,
        to_station=bare.name,
        text_id=f"{bare.name} kosong: siagakan {call_sign} dari {giver.name} di sana.",
        text_en=f"{bare.name} is bare: move {call_sign} up from {giver.name}.",
    )
