"""Calling back over HTTP: the list, two dispatchers racing, the live channel, who sees whose number."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest

from cad.bus import Bus
from cad.calls.commands import EndCall, ReceiveCall
from cad.clock import utc_now
from cad.desks.commands import SeeDesk
from tests.api.client import live

NUMBERS = count(8_120_000_000)


def new_number() -> str:
    return f"0{next(NUMBERS)}"


async def dials(bus: Bus, number: str) -> dict[str, Any]:
    told = {"pbx_id": "pbx-1", "uniqueid": uuid4().hex, "source": "ari"}
    await bus.handle(ReceiveCall(**told, occurred_at=utc_now(), number_raw=number))
    return told


async def gives_up(bus: Bus, number: str) -> Any:
    return await bus.handle(EndCall(**await dials(bus, number), occurred_at=utc_now(), cause=16))


async def entry_of(client: httpx.AsyncClient, call_id: str) -> dict[str, Any]:
    listed = (await client.get("/api/abandoned", params={"limit": 200})).json()
    (found,) = [one for one in listed if call_id in one["call_ids"]]
    return dict(found)


@pytest.fixture
async def seats(dina: httpx.AsyncClient, budi: httpx.AsyncClient, bus: Bus) -> AsyncIterator[None]:
    """Both dispatchers at their desks, ready; and nobody else's call in the queue."""
    waiting = (await dina.get("/api/calls", params={"state": "waiting", "limit": 200})).json()
    for call in waiting:
        told = {"pbx_id": call["pbx_id"], "uniqueid": call["uniqueid"], "source": "cel"}
        await bus.handle(EndCall(**told, occurred_at=utc_now()))
    for client in (dina, budi):
        desk = (await client.post("/api/desk", json={})).json()["desk"]["id"]
        assert (await client.put("/api/desk/state", json={"state": "ready"})).status_code == 200
        await bus.handle(SeeDesk(desk_id=desk, registered=True, source="ari"))
    yield
    for client in (dina, budi):
        await client.delete("/api/desk")


async def test_given_two_dispatchers_click_at_once_then_one_calls_and_the_other_reads_who(
    dina: httpx.AsyncClient, budi: httpx.AsyncClient, seats: None, bus: Bus
) -> None:
    number = new_number()
    call = await gives_up(bus, number)
    path = f"/api/abandoned/{(await entry_of(dina, call.id))['id']}"

    answers = await asyncio.gather(*(client.post(f"{path}/callback") for client in (dina, budi)))

    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
    taken, refused = sorted(answers, key=lambda answer: answer.status_code)
    view = taken.json()
    assert (view["direction"], view["number"], view["callback_of"]) == ("out", f"+62{number[1:]}", call.id)
    assert refused.json()["error_id"] == "callback_taken"
    assert refused.json()["fields"]["by"] in ("Dina", "Budi")
    shown = (await dina.get(path)).json()
    assert (shown["state"], shown["callback_call_id"]) == ("calling", view["id"])
    told = {"pbx_id": view["pbx_id"], "uniqueid": view["uniqueid"], "source": "ari"}
    await bus.handle(EndCall(**told, occurred_at=utc_now(), cause=19))
    assert (await dina.get(path)).json()["state"] == "open"


async def test_given_a_call_waits_then_the_callback_waits(dina: httpx.AsyncClient, seats: None, bus: Bus) -> None:
    call = await gives_up(bus, new_number())
    waiting = await dials(bus, new_number())

    refused = await dina.post(f"/api/abandoned/{(await entry_of(dina, call.id))['id']}/callback")

    assert (refused.status_code, refused.json()["error_id"]) == (409, "callbacks_limited")
    assert "menunggu" in refused.json()["sentence"]
    await bus.handle(EndCall(**waiting, occurred_at=utc_now()))


async def test_the_list_grows_on_every_console_and_an_auditor_sees_no_number(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient, bus: Bus
) -> None:
    number = new_number()
    async with live(dina) as console, live(audi) as auditor:
        await console.hello()
        await auditor.hello()
        call = await gives_up(bus, number)
        for channel, seen in ((console, True), (auditor, False)):
            message = await channel.entry(lambda m: m["kind"] == "CallerLost" and m["data"]["call_id"] == call.id)
            (view,) = message["changed"]["abandoned"]
            assert view["call_ids"] == [call.id]
            assert (number in str(message)) is seen
            assert (f"+62{number[1:]}" in str(message)) is seen
    listed = await audi.get("/api/abandoned", params={"state": "open"})
    state = await audi.get("/api/state")
    for answer in (listed, state):
        assert number not in answer.text
        assert call.id in answer.text
    open_now = (await dina.get("/api/state")).json()["abandoned"]
    assert view["id"] in {one["id"] for one in open_now}
    assert {one["state"] for one in open_now} <= {"open", "calling"}


async def test_dismissing_wants_a_reason_and_a_dispatcher(
    dina: httpx.AsyncClient, audi: httpx.AsyncClient, bus: Bus
) -> None:
    call = await gives_up(bus, new_number())
    path = f"/api/abandoned/{(await entry_of(dina, call.id))['id']}"
    assert (await dina.post(f"{path}/dismiss", json={"reason": "  "})).status_code == 422
    assert (await audi.post(f"{path}/dismiss", json={"reason": "x"})).status_code == 403
    assert (await audi.post(f"{path}/callback")).status_code == 403

    answer = await dina.post(f"{path}/dismiss", json={"reason": "sudah lewat radio"})

    assert (answer.json()["state"], answer.json()["note"]) == ("dismissed", "sudah lewat radio")
    again = await dina.post(f"{path}/callback")
    assert (again.status_code, again.json()["error_id"]) == (409, "callback_closed")
    assert (await dina.get("/api/abandoned/none")).status_code == 404


async def test_a_call_is_told_and_its_number_lowered_and_lifted(
    dina: httpx.AsyncClient, sari: httpx.AsyncClient, audi: httpx.AsyncClient, bus: Bus
) -> None:
    number = new_number()
    call = await gives_up(bus, number)
    path = f"/api/calls/{call.id}"

    told = await dina.post(f"{path}/disposition", json={"code": "prank"})
    assert (told.json()["disposition"], told.json()["nuisance"]["score"]) == ("prank", 25)
    assert (await dina.post(f"{path}/disposition", json={"code": "boring"})).status_code == 422
    assert (await dina.post(f"{path}/nuisance", json={"days": 0, "reason": "x"})).status_code == 422
    assert (await audi.post(f"{path}/nuisance", json={"days": 1, "reason": "x"})).status_code == 403
    lowered = await dina.post(f"{path}/nuisance", json={"days": 7, "reason": "iseng"})
    assert lowered.json()["nuisance"]["lowered_until"] is not None

    (listed,) = [one for one in (await sari.get("/api/nuisance")).json() if one["call_id"] == call.id]
    assert (listed["number"], listed["by"], listed["reason"], listed["prio"]) == (
        f"+62{number[1:]}",
        "Dina",
        "iseng",
        -10,
    )
    assert number[1:] not in (await audi.get("/api/nuisance")).text
    lifted = await sari.delete(f"{path}/nuisance")
    assert lifted.json()["nuisance"]["lowered_until"] is None
    assert call.id not in {one["call_id"] for one in (await sari.get("/api/nuisance")).json()}
    story = [entry["kind"] for entry in (await dina.get(path)).json()["story"]]
    told = [kind for kind in story if kind in ("CallDisposed", "CallerLost", "NumberLowered", "NumberLifted")]
    assert told == ["CallerLost", "CallDisposed", "NumberLowered", "NumberLifted"]
