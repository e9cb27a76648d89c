"""Small helpers of the store's tests."""

from typing import Any

from cad.dispatching.commands import DispatchUnit
from cad.dispatching.model import Assignment
from cad.incidents.commands import OpenIncident
from cad.incidents.model import Incident
from cad.users.commands import AddUser
from cad.users.model import User
from tests.support.database import Store


def fact(store: Store, uniqueid: str = "1.1", **more: Any) -> dict[str, Any]:
    return {"pbx_id": "pbx-1", "uniqueid": uniqueid, "occurred_at": store.clock.now, "source": "ari"} | more


async def hire(store: Store, name: str = "dina", role: str = "dispatcher") -> User:
    user: User = await store.bus.handle(AddUser(username=name, name=name.title(), role=role, password_hash="x"))
    return user


async def fire(store: Store, user: User, **more: Any) -> Incident:
    told = {"user_id": user.id, "type_code": "structure_fire"} | more
    incident: Incident = await store.bus.handle(OpenIncident(**told))
    return incident


async def send(store: Store, user: User, incident: Incident, unit: str = "unit-damkar-01", why: str = "") -> Assignment:
    command = DispatchUnit(user_id=user.id, incident_id=incident.id, unit_id=unit, override_reason=why)
    assignment: Assignment = await store.bus.handle(command)
    return assignment
