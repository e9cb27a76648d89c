"""A city with two of everything: what belongs to one agency and area must not show to the other's people.

Each side has an incident of its own kind in its own area, with a call, a unit on it, a page, words that name the side
and nothing else, a recording and a lost caller; and there is one incident with both on it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from cad.bus import Bus
from cad.calls.commands import AnswerCall, EndCall, FinishRecording, OfferCall, ReceiveCall, ReleaseLeg, StartRecording
from cad.clock import utc_now
from cad.dispatching.commands import DispatchUnit
from cad.incidents.commands import AddNarrative, AttachCall, OpenIncident
from cad.places.model import Place


@dataclass
class Side:
    """`secrets`: every id, number and word that belongs to this side alone."""

    name: str
    agency_id: str
    area: str
    kelurahan: str
    kind: str
    number: str
    unit_id: str
    incident_id: str = ""
    call_id: str = ""
    assignment_id: str = ""
    secrets: set[str] = field(default_factory=set)
    ids: dict[str, list[str]] = field(default_factory=dict)  # name of a path's parameter -> what it may be


@dataclass
class TwoSides:
    fire: Side
    health: Side
    shared_incident_id: str = ""


async def fill(bus: Bus, user_id: str) -> TwoSides:
    """Fire works in Padang Panjang Timur, health in Barat; both were sent to the shared one, in Barat."""
    fire = Side("merahpadam", "agency-fire", "13.74.01", "13.74.01.1001", "gas_leak", "081377710001", "unit-damkar-04")
    health = Side(
        "putihsehat", "agency-health", "13.74.02", "13.74.02.1008", "cardiac_arrest", "081388820002", "unit-amb-04"
    )
    for side in (fire, health):
        await _one(bus, user_id, side)
    both = Place(text="Bersama", kelurahan_code="13.74.02.1003")
    shared = await bus.handle(OpenIncident(user_id=user_id, type_code="landslide", what="Bersama", place=both))
    for unit in ("unit-damkar-01", "unit-amb-01"):
        await bus.handle(DispatchUnit(user_id=user_id, incident_id=shared.id, unit_id=unit))
    return TwoSides(fire, health, shared.id)


async def _one(bus: Bus, user_id: str, side: Side) -> None:
    call = await _call(bus, side.number)
    place = Place(text=f"Jalan {side.name} 1", kelurahan_code=side.kelurahan, lat=-0.46, lon=100.4)
    opened = OpenIncident(user_id=user_id, type_code=side.kind, what=f"Kejadian {side.name}", place=place)
    incident: Any = await bus.handle(opened)
    await bus.handle(AttachCall(user_id=user_id, incident_id=incident.id, call_id=call.id))
    await bus.handle(AddNarrative(user_id=user_id, incident_id=incident.id, text=f"Kata {side.name}"))
    assignment: Any = await bus.handle(DispatchUnit(user_id=user_id, incident_id=incident.id, unit_id=side.unit_id))
    lost: Any = await _call(bus, f"{side.number[:-1]}9", answered=False)
    await bus.handle(AttachCall(user_id=user_id, incident_id=incident.id, call_id=lost.id))
    side.incident_id, side.call_id, side.assignment_id = incident.id, call.id, assignment.id
    ids = (incident.id, call.id, lost.id, assignment.id, assignment.token)
    side.secrets = {*ids, side.name, side.number[1:], f"{side.number[1:-1]}9"}


async def _call(bus: Bus, number: str, *, answered: bool = True) -> Any:
    uniqueid, start = uuid4().hex, utc_now() - timedelta(minutes=2)
    leg: dict[str, Any] = {"leg_uniqueid": f"{uniqueid}.1", "desk_id": "desk-04"}

    def fact(seconds: int) -> dict[str, Any]:
        at: datetime = start + timedelta(seconds=seconds)
        return {"pbx_id": "pbx-1", "uniqueid": uniqueid, "source": "ari", "occurred_at": at}

    call = await bus.handle(ReceiveCall(**fact(0), number_raw=number))
    await bus.handle(StartRecording(**fact(0), file=f"{uniqueid}.raw"))
    if answered:
        await bus.handle(OfferCall(**fact(1), **leg))
        await bus.handle(AnswerCall(**fact(2), **leg))
        await bus.handle(ReleaseLeg(**fact(30), **leg, closed=True))
    await bus.handle(EndCall(**fact(40), cause=16))
    await bus.handle(FinishRecording(**fact(41), file=f"{uniqueid}.raw", bytes=1, sha256="0", duration_ms=39_000))
    return call
