"""Every look at a person's record is in the audit trail, the refused ones too; and nobody changes it."""

from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from sqlalchemy import text

from api.app import create_app
from api.looks import LOOKS, SEARCHES, THE_WORK
from api.visibility import NUMBER_FIELDS
from cad.bus import Bus
from cad.calls.commands import ReceiveCall
from cad.clock import utc_now
from cad.installation import Installation
from cad.store.bootstrap import open_bus

# Shows a number that is no caller's, or the number that the one who asks just typed.
NO_PERSONS = ("/api/responder/{token}", "/api/trunks", "/api/incidents", "/api/calls", "/api/recordings", "/api/looks")


@pytest.fixture
async def caller(bus: Bus) -> tuple[str, str]:
    """A call and its number."""
    number = f"0813{uuid4().int % 10**8:08d}"
    call = await bus.handle(
        ReceiveCall(pbx_id="pbx-1", uniqueid=uuid4().hex, source="ari", occurred_at=utc_now(), number_raw=number)
    )
    return call.id, number


async def looks(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/looks", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["looks"]
    return found


async def test_given_somebody_opens_a_call_then_it_says_who_when_what_and_from_where(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient, caller: tuple[str, str]
) -> None:
    call_id, number = caller
    for _ in range(3):
        await dina.get(f"/api/calls/{call_id}", headers={"X-Tanggap-Reason": "menelepon%20balik"})
    (look,) = await looks(audi, number=number, kind="call")
    assert (look["user_name"], look["role"], look["kind"], look["subject_id"]) == (
        "Dina",
        "dispatcher",
        "call",
        call_id,
    )
    assert (look["outcome"], look["times"], look["reason"]) == ("seen", 3, "menelepon balik")
    assert look["address"] == "127.0.0.1"
    assert look["number"] == f"+62{number[1:3]}-****-{number[-3:]}"  # an auditor need not ring
    # That the auditor searched for this number is a look as well.
    (search,) = await looks(audi, number=number, kind="search")
    assert search["user_name"] == "Audi"


async def test_given_a_refused_search_then_it_is_on_record_and_counted(
    audi: httpx.AsyncClient, admin: httpx.AsyncClient, sari: httpx.AsyncClient, caller: tuple[str, str]
) -> None:
    _, number = caller
    for _ in range(2):
        assert (await admin.get("/api/calls", params={"number": number})).status_code == 403
    (look,) = await looks(audi, number=number, outcome="refused")
    assert (look["user_name"], look["kind"], look["times"]) == ("Admin", "search", 2)
    refused = (await sari.get("/api/looks")).json()["refused"]
    assert next(one for one in refused if one["user_name"] == "Admin")["times"] >= 2
    assert (await admin.get("/api/looks")).status_code == 403


async def test_given_a_person_asks_who_looked_then_there_is_an_answer_to_hand_out(
    dina: httpx.AsyncClient, sari: httpx.AsyncClient, caller: tuple[str, str]
) -> None:
    call_id, number = caller
    await dina.get(f"/api/calls/{call_id}")
    answer = await sari.get("/api/looks/export", params={"number": number})
    assert answer.headers["content-type"].startswith("text/csv")
    head, *rows = answer.text.strip().splitlines()
    assert head == "at,times,user_name,role,kind,outcome,reason"
    assert any(",1,Dina,dispatcher,call,seen," in row for row in rows)
    assert [look["kind"] for look in await looks(sari, number=number, kind="export")] == ["export"]


async def test_nobody_changes_or_removes_a_look(
    dina: httpx.AsyncClient, installation: Installation, caller: tuple[str, str]
) -> None:
    await dina.get(f"/api/calls/{caller[0]}")
    _, database = open_bus(installation)
    for statement in (
        "UPDATE looks SET user_id = (SELECT id FROM users WHERE username = 'budi')",
        "UPDATE looks SET times = 0",
        "DELETE FROM looks",
    ):
        with pytest.raises(Exception, match="look is") as refused:
            async with database.engine.begin() as connection:
                await connection.execute(text(statement))
        assert isinstance(refused.value.__cause__, psycopg.Error)
    await database.dispose()


def test_every_route_that_shows_a_number_is_a_look_or_the_work_itself(installation: Installation) -> None:
    """A new one has to be put into one of the tables of `api/looks.py`."""
    spec = create_app(installation).openapi()
    named = {*LOOKS, *SEARCHES, *THE_WORK, *NO_PERSONS}
    shown = {
        path
        for path, operations in spec["paths"].items()
        if "get" in operations and _has_number(operations["get"], spec)
    }
    assert shown - named == set()
    assert {path for path in named if path not in spec["paths"]} == set()


def _has_number(operation: dict[str, Any], spec: dict[str, Any]) -> bool:
    answers = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return bool(_fields(answers, spec, set()) & NUMBER_FIELDS)


def _fields(schema: Any, spec: dict[str, Any], seen: set[str]) -> set[str]:
    """Names of text fields, however deep."""
    if isinstance(schema, list):
        return set().union(*(_fields(one, spec, seen) for one in schema), set())
    if not isinstance(schema, dict):
        return set()
    if (name := str(schema.get("$ref", "")).rsplit("/", 1)[-1]) and name not in seen:
        seen.add(name)
        return _fields(spec["components"]["schemas"][name], spec, seen)
    own = {
        key
        for key, value in schema.get("properties", {}).items()
        if isinstance(value, dict) and "string" in str(value.get("type", value.get("anyOf", "")))
    }
    return own.union(*(_fields(value, spec, seen) for value in schema.values()), set())
