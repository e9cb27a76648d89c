"""Law 1 and law 3: each process of ours, killed and frozen, in each phase of a call."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from rich.console import Console
from rich.table import Table

from api.bench.person import Person
from cad.errors import TanggapError
from tests.chaos.city import OURS, City
from tests.chaos.matrix import PHASES, Cell, play

T = TypeVar("T")

HARMS = (signal.SIGKILL, signal.SIGSTOP)
SETTLED_WITHIN_S = 60.0


@pytest.mark.slow
@pytest.mark.timeout(1500)
async def test_given_a_process_is_killed_or_frozen_in_any_phase_then_every_call_is_served_and_kept_once() -> None:
    cells = [Cell(phase, process, harm) for process in OURS for harm in HARMS for phase in PHASES]
    async with City.found() as city:
        for cell in cells:
            await _note_fault(cell, play(city, cell))
        await _look_back(city, cells)
    _show(cells)
    assert [f"{cell.name}: {cell.fault}" for cell in cells if cell.fault] == []
    assert all(cell.numbers for cell in cells)


async def _look_back(city: City, cells: list[Cell]) -> None:
    supervisor = await city.supervisor_person()
    for cell in cells:
        for number in cell.numbers:
            await _note_fault(cell, _is_kept_once(supervisor, number))
        if cell.order:
            await _note_fault(cell, _was_sent_once(city, supervisor, cell.order))
    await supervisor.http.aclose()


async def _note_fault(cell: Cell, step: Awaitable[None]) -> None:
    try:
        await step
    except (AssertionError, TimeoutError, TanggapError, OSError) as fault:
        cell.fault = cell.fault or f"{type(fault).__name__}: {fault}"[:300]


async def _is_kept_once(supervisor: Person, number: str) -> None:
    async def found() -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = await supervisor.get("/api/calls", number=number)
        return calls

    calls = await _settled(found, lambda calls: bool(calls) and all(call["recording_id"] for call in calls))
    assert len(calls) == 1, f"{number} is {len(calls)} times in the CAD"
    call = calls[0]
    assert (call["state"], call["outcome"]) == ("ended", "answered"), f"{number}: {call['state']}, {call['outcome']}"
    assert call["received_at"] <= call["answered_at"] <= call["ended_at"], f"{number}: times out of order"

    async def recording() -> dict[str, Any]:
        view: dict[str, Any] = await supervisor.get(f"/api/recordings/{call['recording_id']}")
        return view

    view = await _settled(recording, lambda view: view["state"] != "recording")
    assert (view["state"], view["note"]) == ("ready", ""), f"{number}: recording {view['state']} {view['note']}"


async def _was_sent_once(city: City, supervisor: Person, body: str) -> None:
    async def page() -> dict[str, Any]:
        pages = await supervisor.get("/api/pages", limit=200)
        return next(page for page in pages if page["body"] == body)

    view = await _settled(page, lambda view: view["state"] == "delivered")
    assert view["state"] == "delivered", f"page {view['state']}: {view['error']}"
    sent = [message for message in city.sent_messages() if message.get("Body") == body]
    assert len(sent) == 1, f"the page was sent {len(sent)} times"


async def _settled(look: Callable[[], Awaitable[T]], good: Callable[[T], bool]) -> T:
    """The first good look, or the last one when the time is over: the caller says what is wrong with it."""
    until = asyncio.get_running_loop().time() + SETTLED_WITHIN_S
    while not good(seen := await look()) and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.2)
    return seen


def _show(cells: list[Cell]) -> None:
    table = Table("phase", *(f"{process} {harm.name.removeprefix('SIG')}" for process in OURS for harm in HARMS))
    told = {(cell.phase, cell.process, cell.harm): "FAULT" if cell.fault else "ok" for cell in cells}
    for phase in PHASES:
        table.add_row(phase, *(told[phase, process, harm] for process in OURS for harm in HARMS))
    Console(width=200).print(table)
    for cell in cells:
        if cell.fault:
            Console(width=200).print(f"{cell.name}: {cell.fault}")
