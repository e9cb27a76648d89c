"""A call that is open with us and nowhere else ends: from CEL when its end stands there, else as broken."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from cad.calls.commands import EndCall
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.cel.retelling import Retelling
from telephony.cel.vanished import MISSING_S, OUTBOUND_S, Vanished
from telephony.recordings.places import raw_path
from tests.fakes.command_bus import CommandBus
from tests.fakes.ledger import ListLedger
from tests.telephony.cel.log import BEGAN, CALLER, Log


class House:
    def __init__(self, folder: Path) -> None:
        self.folder, self.log, self.bus = folder, Log(folder / "cel.db"), CommandBus()
        self.ledger, self.living, self.now = ListLedger(calls=[CALLER]), set[str](), 0.0
        self.answers = True
        reader = Reader(self.log.file)
        self.reconciler = Reconciler(reader, self.bus, "pbx-1", clock=lambda: BEGAN + timedelta(hours=1))
        self.vanished = Vanished(
            self.channels,
            self.reconciler,
            reader,
            Retelling(reader, self.reconciler, self.bus, "pbx-1"),
            self.bus,
            self.ledger,
            "pbx-1",
            folder,
            clock=lambda: BEGAN + timedelta(hours=1),
            monotonic=lambda: self.now,
        )

    async def channels(self) -> set[str] | None:
        return self.living if self.answers else None

    async def looks(self, *seconds: float) -> list[str]:
        ended: list[str] = []
        for moment in seconds:
            self.now = moment
            await self.reconciler.catch_up()
            ended += await self.vanished.look()
        return ended

    def ends(self) -> list[EndCall]:
        return [fact for fact in self.bus.handled if isinstance(fact, EndCall)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_given_no_channel_and_no_hangup_then_it_is_broken_when_its_recording_stopped(house: House) -> None:
    house.log.caller("CHAN_START")
    raw = raw_path(house.folder, f"{CALLER}.raw")
    raw.parent.mkdir()
    raw.touch()
    stopped = (BEGAN + timedelta(minutes=5)).timestamp()
    os.utime(raw, (stopped, stopped))

    assert await house.looks(0, MISSING_S - 1) == []
    assert await house.looks(MISSING_S) == [CALLER]

    (end,) = house.ends()
    assert end.broken and end.occurred_at.timestamp() == stopped


async def test_given_its_hangup_was_refused_once_then_it_is_told_again_and_not_broken(house: House) -> None:
    house.bus.refuses.add("EndCall")
    house.log.whole_call()
    await house.looks(0)
    assert house.ends() == []
    house.bus.refuses.clear()

    await house.looks(MISSING_S)

    assert [end.broken for end in house.ends()] == [False]


async def test_a_call_whose_channel_lives_or_that_nobody_can_tell_of_is_left_alone(house: House) -> None:
    house.log.caller("CHAN_START")
    house.living = {CALLER}
    assert await house.looks(0, MISSING_S, 10 * MISSING_S) == []
    house.answers = False
    assert await house.looks(11 * MISSING_S, 20 * MISSING_S) == []
    house.answers, house.living = True, set()
    assert await house.looks(21 * MISSING_S) == []  # counted anew from here
    assert await house.looks(22 * MISSING_S) == [CALLER]


async def test_a_call_that_starts_here_may_ring_its_desk_before_it_has_a_channel(house: House) -> None:
    house.ledger.calls = ["1000000000.123456789"]
    assert await house.looks(0, MISSING_S, OUTBOUND_S - 1) == []
    assert await house.looks(OUTBOUND_S) == house.ledger.calls
