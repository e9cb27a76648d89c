"""One cell of the matrix: a process of ours is killed or frozen in one phase of a call, and the call goes on."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telephony.callers.caller import Caller
from telephony.callers.dialog import Dialog
from tests.chaos.city import DESK_HZ, City
from tests.support.waiting import eventually

TALK_S = 0.6  # of the desk's tone, heard by the caller after the harm


@dataclass
class Cell:
    phase: str
    process: str
    harm: signal.Signals
    numbers: list[str] = field(default_factory=list)  # everybody who called in this cell
    order: str = ""  # the page's own words, when there was one
    fault: str = ""

    @property
    def name(self) -> str:
        return f"{self.harm.name} {self.process} while {self.phase}"


async def play(city: City, cell: Cell) -> None:
    """Raises AssertionError when a caller is not served though the process is down."""
    try:
        await PHASES[cell.phase](city, cell)
    finally:
        await city.quiet()


async def while_waiting(city: City, cell: Cell) -> None:
    """Both desks talk; the caller waits in the queue, is answered by the first desk that closes its call."""
    busy = [await _answered(city, cell), await _answered(city, cell)]
    waiting = await _dial(city, cell)
    async with _Harm(city, cell):
        await _close(busy[0][1])
        desk = await city.desk_talking(waiting)
        await _hears_desk(waiting)
        await _close(busy[1][1])
        await _next_call_is_answered(city, cell)
        await _close(desk)


async def while_ringing(city: City, cell: Cell) -> None:
    city.desks.answer_after_s = None
    try:
        before = len(city.desks.calls)
        caller = await _dial(city, cell)
        async with asyncio.timeout(10):
            while len(city.desks.calls) == before:
                await asyncio.sleep(0.02)
        async with _Harm(city, cell):
            city.desks.answer_after_s = 0.1
            await city.desks.calls[before].answer()
            desk = await city.desk_talking(caller)
            await _hears_desk(caller)
            await _next_call_is_answered(city, cell)
            await _close(desk)
    finally:
        city.desks.answer_after_s = 0.1


async def while_talking(city: City, cell: Cell) -> None:
    caller, desk = await _answered(city, cell)
    async with _Harm(city, cell):
        await _hears_desk(caller)
        await _next_call_is_answered(city, cell)
        await _close(desk)


async def while_message_unsent(city: City, cell: Cell) -> None:
    """The provider hangs: the page is committed and perhaps under way, nobody has said that it was taken."""
    caller, desk = await _answered(city, cell)
    provider = city.harm("standin", signal.SIGSTOP)
    try:
        incident = await _dispatch(city, cell)
        async with _Harm(city, cell):
            await _hears_desk(caller)
            await _next_call_is_answered(city, cell)
            await _close(desk)
            with suppress(ProcessLookupError):
                os.kill(provider, signal.SIGCONT)
    finally:
        with suppress(ProcessLookupError):
            os.kill(provider, signal.SIGCONT)
    await _clear(city, incident)


PHASES: dict[str, Callable[[City, Cell], Awaitable[None]]] = {
    "waiting": while_waiting,
    "ringing": while_ringing,
    "talking": while_talking,
    "message unsent": while_message_unsent,
}


class _Harm:
    """From the harm to the healing; healed too when the story in between fails."""

    def __init__(self, city: City, cell: Cell) -> None:
        self._city, self._cell = city, cell

    async def __aenter__(self) -> None:
        self._pid = self._city.harm(self._cell.process, self._cell.harm)

    async def __aexit__(self, *_error: object) -> None:
        await self._city.heal(self._cell.process, self._cell.harm, self._pid)


async def _dial(city: City, cell: Cell) -> Caller:
    caller = await city.dial()
    cell.numbers.append(caller.number)
    return caller


async def _answered(city: City, cell: Cell) -> tuple[Caller, Dialog]:
    caller = await _dial(city, cell)
    desk = await city.desk_talking(caller)
    await _hears_desk(caller)
    return caller, desk


async def _next_call_is_answered(city: City, cell: Cell) -> None:
    caller = await _dial(city, cell)
    desk = await city.desk_talking(caller)
    await _hears_desk(caller)
    await _close(desk)
    assert caller.dialog is not None
    await eventually(caller.dialog.ended.is_set, 15, f"{caller.number} hung up after Tutup")


async def _hears_desk(caller: Caller) -> None:
    """From now on, not what was heard before."""
    assert caller.dialog is not None
    heard = len(caller.dialog.media.heard())
    assert await caller.hears(DESK_HZ, TALK_S, within_s=15, since=heard), f"{caller.number} does not hear the desk"


async def _close(desk: Dialog) -> None:
    await desk.hang_up(closed=True)


async def _clear(city: City, incident: dict[str, Any]) -> None:
    """The next cell needs the unit again."""
    async with await city.dispatcher() as person:
        for assignment in (await person.get(f"/api/incidents/{incident['id']}"))["assignments"]:
            await person.post(f"/api/assignments/{assignment['id']}/status", status="cancelled")
        await person.post(f"/api/incidents/{incident['id']}/close", disposition="handled", note="")


async def _dispatch(city: City, cell: Cell) -> dict[str, Any]:
    person = await city.dispatcher()
    place = {"text": "Jl. Sudirman 1", "kelurahan_code": "", "lat": -0.4644, "lon": 100.4001}
    form = {"type_code": "structure_fire", "what": "asap tebal", "place": place}
    incident: dict[str, Any] = await person.post("/api/incidents", **form)
    advice = await person.get(f"/api/incidents/{incident['id']}/recommendations")
    choice = next(unit for unit in advice["units"] if unit["fits"])
    await person.post(f"/api/incidents/{incident['id']}/assignments", unit_id=choice["unit_id"])
    pages = [page for page in await person.get("/api/pages") if page["incident_id"] == incident["id"]]
    assert len(pages) == 1, pages
    assert pages[0]["state"] == "queued", "the provider hangs, and yet the page was taken"
    cell.order = pages[0]["body"]
    await person.http.aclose()
    return incident
