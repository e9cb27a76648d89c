"""Law 1, in numbers: with no process of ours alive a hundred calls are answered and recorded, and then known."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from api.bench.calls_kept import look_up
from api.bench.crew import hire
from api.bench.person import Person
from api.chaos.supervised import Supervised
from api.operations.ports import free_block
from telephony.callers import sipp
from telephony.callers.sipp_log import MessageLog, Spoken
from tests.support.waiting import eventually

CALLS, RATE, DESKS = 100, 5.0, 30
ANSWER_S, TALK_S = 0.3, 2.5
KNOWN_WITHIN_S = 10.0
RIGHT_TO_S = 0.1


@dataclass(frozen=True)
class OnTheWire:
    """One call in SIPp's own logs, the caller's and the desk's."""

    caller: Spoken
    desk: Spoken

    def wait(self) -> tuple[float, float]:
        """At least and at most: a moment of Asterisk's lies between a message and its answer."""
        asked, answered = self.caller.first("INVITE", sent=True), self.caller.first("200 INVITE", sent=False)
        picked_up, confirmed = self.desk.first("200 INVITE", sent=True), self.desk.first("ACK", sent=False)
        assert asked and answered and picked_up and confirmed
        return picked_up - answered, confirmed - asked

    def talk(self) -> tuple[float, float]:
        picked_up, confirmed = self.desk.first("200 INVITE", sent=True), self.desk.first("ACK", sent=False)
        closed, told = self.desk.first("BYE", sent=True), self.caller.first("BYE", sent=False)
        assert picked_up and confirmed and closed and told
        return closed - confirmed, told - picked_up


@pytest.fixture
async def city() -> AsyncIterator[Supervised]:
    city = Supervised.found({"desks": DESKS, "queue_strategy": "leastrecent"})
    try:
        await city.up()
        yield city
    finally:
        await asyncio.to_thread(city.down)
        city.remove()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_given_every_python_process_is_dead_when_a_hundred_call_then_all_are_served_and_known_after_a_restart(
    city: Supervised,
) -> None:
    crew = await hire(city.installation, DESKS)
    await city.wait_desks(DESKS)
    city.kill_python()
    wire = await _hundred_calls(city)
    assert not city.is_all_well(), "somebody of ours lives, so this proves nothing"

    await city.up()
    began = time.monotonic()
    async with Person(city.installation.base_url) as supervisor:
        await supervisor.sign_in(*crew.supervisor)
        calls = await _all_ended(supervisor)
        known_after_s = time.monotonic() - began
        assert known_after_s < KNOWN_WITHIN_S, f"known {known_after_s:.1f} s after the restart"
        _are_once_and_in_order(calls, wire)
        _have_right_times(calls, wire)
        await _are_recorded(supervisor, list(wire))


async def _hundred_calls(city: Supervised) -> dict[str, OnTheWire]:
    installation, home = city.installation, city.installation.home
    numbers = [f"0812{n:08d}" for n in range(1, CALLS + 1)]
    desks = sipp.desks(
        installation, home / "desks", installation.settings.desk_sip_port, TALK_S, _media(), ANSWER_S,
        logs_messages=True,
    )  # fmt: skip
    callers = sipp.callers(
        installation, home / "callers", numbers, RATE, installation.settings.sip_port, free_block(2), _media(),
        logs_messages=True,
    )  # fmt: skip
    try:
        await eventually(lambda: callers.process.poll() is not None, 150, "SIPp has made its calls")
    finally:
        callers.stop()
        desks.stop()
    assert callers.counts().successful == CALLS, callers.errors()
    dialled = _by_number(callers.messages)
    talked = _by_number(desks.messages)
    assert set(dialled) == set(talked) == set(numbers), "each was talked to by a desk, once"
    return {number: OnTheWire(dialled[number], talked[number]) for number in numbers}


def _media() -> tuple[int, int]:
    first = free_block(2 * CALLS + 100, probes=20)
    return first, first + 2 * CALLS + 99


def _by_number(log: Path) -> dict[str, Spoken]:
    """A desk that was rung and not reached has no 200 of its own."""
    return {
        spoken.number: spoken
        for spoken in MessageLog(log).read(whole=True).values()
        if spoken.first("200 INVITE", sent=True) or spoken.first("200 INVITE", sent=False)
    }


async def _all_ended(supervisor: Person) -> list[dict[str, Any]]:
    async def ended() -> list[dict[str, Any]] | None:
        calls = await supervisor.get("/api/calls", limit=200)
        return calls if sum(call["state"] == "ended" for call in calls) >= CALLS else None

    found: list[dict[str, Any]] = await eventually(ended, 60, "a hundred calls in the CAD")
    return found


def _are_once_and_in_order(calls: list[dict[str, Any]], wire: dict[str, OnTheWire]) -> None:
    in_cad = [call["number"] for call in sorted(calls, key=lambda call: call["received_at"])]
    dialled = sorted(wire, key=lambda number: wire[number].caller.first("INVITE", sent=True) or 0.0)
    assert in_cad == dialled
    assert {call["outcome"] for call in calls} == {"answered"}


def _have_right_times(calls: list[dict[str, Any]], wire: dict[str, OnTheWire]) -> None:
    wrong = list[str]()
    for call in calls:
        received, answered, ended = (_at(call[name]) for name in ("received_at", "answered_at", "ended_at"))
        one = wire[call["number"]]
        for what, told, (least, most) in (
            ("wait", answered - received, one.wait()),
            ("talk", ended - answered, one.talk()),
        ):
            if not least - RIGHT_TO_S <= told <= most + RIGHT_TO_S:
                wrong.append(f"{call['number']}: {what} {told:.3f} s, on the wire {least:.3f} to {most:.3f} s")
    assert not wrong, "\n".join(wrong)


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


async def _are_recorded(supervisor: Person, numbers: list[str]) -> None:
    with Progress(disable=True) as progress:
        kept = await look_up(supervisor, numbers, TALK_S, progress)
    assert kept.complaints == []
    assert kept.recorded == set(numbers)
