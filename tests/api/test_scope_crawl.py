"""Walks every GET of the API as each role over a city with two agencies and two areas: nothing foreign in any answer.

A new route is walked by itself. One that reads past the scope fails here (the last test shows that it would).
"""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import or_, select, text

from api.app import create_app
from api.roles import Viewer
from api.runtime import RuntimeOf
from cad.dispatching.commands import SetAssignmentStatus
from cad.installation import Installation
from cad.store.bootstrap import open_bus
from cad.store.database import Database
from cad.store.tables import METADATA
from cad.users.commands import AddUser, DisableUser
from tests.support.two_agencies import Side, TwoSides, fill

PASSWORD = "kuda hijau baterai"
PARAMETER = re.compile(r"{(\w+)}")
# The link is its own permission, for whoever holds it; the camera pictures come from another process.
NOT_WALKED = ("/api/responder/{token}", "/api/cameras/{camera_id}/snapshot.jpg", "/metrics")
OF_A_SIDE = ("incident_id", "call_id", "assignment_id", "page_id", "recording_id", "abandoned_id")
AWAY = ("/health",)  # says 503 while the other processes are not there


@dataclass(frozen=True)
class Person:
    """`mine` is the side that they may see, `other` the one they may not."""

    username: str
    role: str
    mine: str
    other: str


def _person(role: str, mine: str) -> Person:
    return Person(f"{role}.{mine}", role, mine, "health" if mine == "fire" else "fire")


# Each role once, an agency from both sides; which side it is makes no other difference.
PEOPLE = [
    *(_person("agency_dispatcher", mine) for mine in ("fire", "health")),
    *(_person(role, "fire") for role in ("responder", "supervisor", "auditor")),
    *(_person(role, "health") for role in ("dispatcher", "administrator")),
]


@pytest.fixture(scope="module")
def two(installation: Installation, city: None) -> Iterator[TwoSides]:
    import asyncio

    made = asyncio.run(_made(installation))
    yield made
    asyncio.run(_cleared(installation, made))


async def _made(installation: Installation) -> TwoSides:
    bus, database = open_bus(installation)
    password_hash = PasswordHash((Argon2Hasher(),)).hash(PASSWORD)
    told = {"password_hash": password_hash, "name": "Uji"}
    boss = await bus.handle(AddUser(username="boss.scope", role="supervisor", **told))
    two = await fill(bus, boss.id)
    for side in (two.fire, two.health):
        await _find_ids(database, side)
    for person in PEOPLE:
        side: Side = getattr(two, person.mine)
        belongs: dict[str, Any] = {"areas": [side.area]}
        if person.role in ("agency_dispatcher", "responder"):
            belongs = {"agency_id": side.agency_id, "unit_id": side.unit_id}
        await bus.handle(AddUser(username=person.username, role=person.role, **told, **belongs))
    await database.dispose()
    return two


async def _find_ids(database: Database, side: Side) -> None:
    """The ids of everything that hangs on the side's incident and calls, in whatever table: the walk asks for each."""
    async with database.session() as session:
        calls = select(METADATA.tables["calls"].c.id).where(METADATA.tables["calls"].c.incident_id == side.incident_id)
        for table in METADATA.tables.values():
            own = [table.c[name] == side.incident_id for name in ("incident_id",) if name in table.c]
            own += [table.c[name].in_(calls) for name in ("call_id", "last_call_id") if name in table.c]
            if own and "id" in table.c:
                side.ids[f"{table.name.removesuffix('s')}_id"] = list(
                    (await session.execute(select(table.c.id).where(or_(*own)))).scalars()
                )
    side.ids |= {"incident_id": [side.incident_id], "unit_id": [side.unit_id]}
    side.secrets |= {key for name, keys in side.ids.items() for key in keys if name != "unit_id"}


async def _cleared(installation: Installation, two: TwoSides) -> None:
    """The units are everybody's again, and nobody new may sign in."""
    bus, database = open_bus(installation)
    async with database.session() as session:
        users = (
            await session.execute(text("SELECT id FROM users WHERE username LIKE '%.fire' OR username LIKE '%.health'"))
        ).scalars()
    for user_id in list(users):
        await bus.handle(DisableUser(by=user_id, user_id=user_id))
    async with database.session() as session:
        found = await session.execute(
            text("SELECT id FROM assignments WHERE incident_id = ANY(:ids)"),
            {"ids": [two.fire.incident_id, two.health.incident_id, two.shared_incident_id]},
        )
        assignments = list(found.scalars())
    for assignment in assignments:
        await bus.handle(SetAssignmentStatus(by="responder", assignment_id=assignment, status="available"))
    await database.dispose()


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[ASGITransport]:
    async with app.router.lifespan_context(app):
        yield ASGITransport(app)


@asynccontextmanager
async def signed_in(transport: ASGITransport, username: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=transport, base_url="http://tanggap.test", headers={"X-Tanggap": "1"}, timeout=30
    ) as client:
        answer = await client.post("/api/session", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        yield client


def asked(
    path: str, operation: dict[str, Any], side: Side, words: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """This operation, about each id of this side that its path may name, and with each word in each of its queries."""
    parameters = [p for p in operation.get("parameters", ()) if p["in"] == "query"]
    required = {p["name"]: side.name for p in parameters if p.get("required")}
    queries = [required]
    for parameter in parameters:
        if words and _takes_words(parameter["schema"]):
            word = words["number" if "number" in parameter["name"] else "name"]
            queries.append(required | {parameter["name"]: word})
    names = PARAMETER.findall(path)
    for key in side.ids.get(names[0], [side.incident_id])[:2] if names else [""]:
        yield from ((PARAMETER.sub(key, path), query) for query in queries)


def _takes_words(schema: dict[str, Any]) -> bool:
    kinds = [schema, *schema.get("anyOf", ())]
    return any(k.get("type") == "string" and not k.get("enum") and k.get("format") != "date-time" for k in kinds)


async def foreign(app: FastAPI, client: httpx.AsyncClient, mine: Side, other: Side) -> list[str]:
    """Where something of the other side shows; each GET asked about the own side and about the other."""
    found = []
    for path, operations in app.openapi()["paths"].items():
        operation = operations.get("get")
        if operation is None or path in NOT_WALKED:
            continue
        for side, words in ((mine, {}), (other, {"name": other.name, "number": other.number})):
            for filled, query in asked(path, operation, side, words):
                answer = await client.get(filled, params=query)
                assert answer.status_code != 401, filled
                assert answer.status_code < 500 or filled in AWAY, (filled, query, answer.text)
                told = {filled.rsplit("/", 1)[-1], *filled.split("/"), *query.values()}
                if shown := [secret for secret in other.secrets - told if secret in answer.text]:
                    found.append(f"GET {filled} {query}: {answer.status_code} shows {shown}")
    return found


@pytest.fixture(scope="module")
def app(installation: Installation) -> FastAPI:
    return create_app(installation)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.username)
async def test_nothing_foreign_is_in_any_answer_and_nothing_foreign_is_changed(
    person: Person, app: FastAPI, two: TwoSides
) -> None:
    mine, other = getattr(two, person.mine), getattr(two, person.other)
    async with running(app) as transport, signed_in(transport, person.username) as client:
        assert await foreign(app, client, mine, other) == []
        own = await client.get("/api/incidents")
        assert own.status_code == 403 if person.role == "responder" else mine.incident_id in own.text
        assert await changed(app, client, other) == []


async def changed(app: FastAPI, client: httpx.AsyncClient, other: Side) -> list[str]:
    """What was not refused before the body was read (a wrong body would be 422)."""
    found = []
    for path, operations in app.openapi()["paths"].items():
        names = PARAMETER.findall(path)
        if not names or names[0] not in OF_A_SIDE:
            continue
        for method in operations.keys() & {"post", "put", "patch", "delete"}:
            for filled, _ in asked(path, {}, other, {}):
                answer = await client.request(method, filled, json={})
                if answer.status_code not in (403, 404):
                    found.append(f"{method} {filled}: {answer.status_code} {answer.text}")
    return found


async def test_an_agency_says_what_its_own_units_do_and_no_others(app: FastAPI, two: TwoSides) -> None:
    async with running(app) as transport, signed_in(transport, "agency_dispatcher.fire") as client:
        step = {"status": "acknowledged"}
        assert (await client.post(f"/api/assignments/{two.fire.assignment_id}/status", json=step)).status_code == 200
        timers = await client.get("/api/timers")
        assert timers.status_code == 200
        line = await client.post(f"/api/incidents/{two.fire.incident_id}/narrative", json={"text": "Air cukup"})
        assert line.status_code == 201
        # On the shared incident it sees the other agency's unit, and may not speak for it.
        shared = (await client.get(f"/api/incidents/{two.shared_incident_id}")).json()
        theirs = next(one for one in shared["assignments"] if one["unit_id"] == "unit-amb-01")
        assert (await client.post(f"/api/assignments/{theirs['id']}/status", json=step)).status_code == 404
        out = {"status": "out_of_service", "reason": "uji"}
        assert (await client.post("/api/units/unit-amb-01/status", json=out)).status_code == 404
        for path, body in (
            ("/api/incidents", {"type_code": "gas_leak"}),
            (f"/api/incidents/{two.fire.incident_id}/close", {"disposition": "resolved"}),
            (f"/api/incidents/{two.fire.incident_id}/assignments", {"unit_id": "unit-damkar-02"}),
            ("/api/desk", {}),
        ):
            assert (await client.post(path, json=body)).status_code == 403, path
        assert (await client.get("/api/calls", params={"number": two.fire.number})).status_code == 403


async def test_given_a_body_that_names_something_foreign_then_nothing_is_done(app: FastAPI, two: TwoSides) -> None:
    async with running(app) as transport, signed_in(transport, "dispatcher.health") as client:
        mine, other = two.health.incident_id, two.fire
        for path, body in (
            (f"/api/incidents/{mine}/calls", {"call_id": other.call_id}),
            ("/api/disaster/note", {"incident_ids": [mine, other.incident_id], "text": "Uji"}),
        ):
            assert (await client.post(path, json=body)).json()["error_id"] == "not_in_scope", path
        assert other.incident_id not in (await client.get(f"/api/incidents/{mine}")).text


async def test_given_a_route_that_forgets_the_scope_then_the_walk_finds_it(
    installation: Installation, two: TwoSides
) -> None:
    router = APIRouter()

    @router.get("/api/forgetful")
    async def forgetful(user: Viewer, runtime: RuntimeOf) -> list[str]:
        async with runtime.database.engine.connect() as connection:  # walks past Database.session
            return list((await connection.execute(text("SELECT what FROM public.incidents"))).scalars())

    app = create_app(installation)
    app.include_router(router)
    async with running(app) as transport, signed_in(transport, "agency_dispatcher.fire") as client:
        (found,) = {line.split(" {")[0] for line in await foreign(app, client, two.fire, two.health)}
    assert found == "GET /api/forgetful"
