"""The courier: order within a call, calls side by side, and a database that goes and comes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cad.calls.commands import CallFact, EndCall, HoldCall, ReceiveCall, ResumeCall
from telephony.observer.courier import Courier
from tests.fakes.ari_server import running
from tests.fakes.command_bus import CommandBus
from tests.support.waiting import eventually

AT = datetime(2026, 11, 21, tzinfo=UTC)


def fact(kind: type[CallFact], call: int = 1) -> CallFact:
    return kind(pbx_id="pbx-1", uniqueid=f"1.{call}", occurred_at=AT, source="ari")


@pytest.fixture
def bus() -> CommandBus:
    return CommandBus()


@pytest.fixture
async def courier(bus: CommandBus) -> AsyncIterator[Courier]:
    made = Courier(bus)
    async with running(made.run()):
        yield made


async def test_order_is_kept_within_each_call(bus: CommandBus, courier: Courier) -> None:
    kinds: list[type[CallFact]] = [ReceiveCall, HoldCall, ResumeCall, EndCall]
    for kind in kinds:
        for call in range(50):
            courier.post(fact(kind, call))
    await courier.settled()
    for call in range(50):
        assert [type(one) for one in bus.handled if one.uniqueid == f"1.{call}"] == kinds


async def test_given_the_database_is_away_when_it_is_back_then_all_arrives_in_order(
    bus: CommandBus, courier: Courier
) -> None:
    bus.away = True
    courier.post(fact(ReceiveCall))
    courier.post(fact(EndCall))
    await eventually(lambda: courier.stalled_since is not None and bus.attempts > 2)
    bus.away = False
    await courier.settled()
    assert bus.names() == ["ReceiveCall", "EndCall"]
    assert courier.stalled_since is None


@pytest.mark.parametrize("how", ["refuses", "breaks"])
async def test_one_call_that_is_refused_stops_no_other(bus: CommandBus, courier: Courier, how: str) -> None:
    getattr(bus, how).add("HoldCall")
    courier.post(fact(HoldCall))
    courier.post(fact(EndCall))
    await courier.settled()
    assert bus.names() == ["EndCall"]


async def test_a_full_queue_drops_and_does_not_wait() -> None:
    courier = Courier(CommandBus(), lanes=1, capacity=2)
    for _ in range(5):
        courier.post(fact(EndCall))
    async with running(courier.run()):
        await courier.settled()


async def test_a_slow_call_does_not_hold_up_another() -> None:
    gate = asyncio.Event()

    class SlowBus(CommandBus):
        async def handle(self, command: object) -> Any:
            if isinstance(command, CallFact) and command.uniqueid == "1.1":
                await gate.wait()
            return await super().handle(command)

    bus = SlowBus()
    courier = Courier(bus)
    async with running(courier.run()):
        for call in range(1, 12):
            courier.post(fact(ReceiveCall, call))
        await eventually(lambda: len(bus.handled) >= 5)
        gate.set()
        await courier.settled()
    assert len(bus.handled) == 11


async def test_it_says_what_was_committed(bus: CommandBus) -> None:
    heard: list[CallFact] = []
    courier = Courier(bus, heard.append)
    async with running(courier.run()):
        courier.post(fact(EndCall))
        await courier.settled()
    assert [type(one) for one in heard] == [EndCall]
