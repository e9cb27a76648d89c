"""Old rows go, read ones only; Asterisk never waits for it, and the reader still knows where it stopped."""

import sqlite3
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from telephony.cel import pruner
from telephony.cel.pruner import KEEP, Pruner
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from tests.fakes.command_bus import CommandBus
from tests.telephony.cel.log import BEGAN, Log

ROWS_A_CALL = 9


class House:
    def __init__(self, folder: Path) -> None:
        self.log, self.bus = Log(folder / "cel.db"), CommandBus()
        self.now = BEGAN + timedelta(minutes=10)
        self.reconciler = Reconciler(Reader(self.log.file), self.bus, "pbx-1", clock=self.clock)
        self.pruner = Pruner(self.log.file, self.reconciler, self.clock)

    def clock(self) -> datetime:
        return self.now

    def calls(self, count: int, prefix: str) -> None:
        for number in range(count):
            self.log.whole_call(call=f"{prefix}{number}.1", leg=f"{prefix}{number}.2")

    def rows(self) -> int:
        with closing(sqlite3.connect(self.log.file)) as database:
            (count,) = database.execute("SELECT count(*) FROM cel").fetchone()
        return int(count)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_what_is_old_and_read_goes_and_what_is_new_or_unread_stays(house: House) -> None:
    house.calls(30, "1")
    await house.reconciler.catch_up()
    house.calls(2, "2")  # not read yet
    assert await house.pruner.prune() == 0

    house.now = BEGAN + KEEP + timedelta(days=1)
    assert await house.pruner.prune() == 30 * ROWS_A_CALL - 1  # where we stopped is how the file is known again

    assert house.rows() == 2 * ROWS_A_CALL + 1
    told = len(house.bus.handled)
    await house.reconciler.catch_up()
    assert len(house.bus.handled) == told + 2 * 7


async def test_given_everything_was_pruned_when_we_start_again_then_nothing_is_told_twice(house: House) -> None:
    house.calls(3, "1")
    await house.reconciler.catch_up()
    house.now = BEGAN + KEEP + timedelta(days=1)
    await house.pruner.prune()
    told = len(house.bus.handled)
    again = Reconciler(Reader(house.log.file), house.bus, "pbx-1", clock=house.clock)
    assert await again.catch_up() == 0 and len(house.bus.handled) == told


async def test_rows_from_a_future_that_never_was_do_not_stay_for_ever(house: House) -> None:
    house.log.seconds = timedelta(days=4000).total_seconds()  # the clock was ten years ahead
    house.calls(1, "1")
    house.log.seconds = 0.0
    house.calls(2, "2")
    await house.reconciler.catch_up()
    house.now = BEGAN + timedelta(days=1)
    assert await house.pruner.prune() == ROWS_A_CALL
    assert house.rows() == 2 * ROWS_A_CALL


async def test_while_a_month_is_pruned_asterisk_writes_on_without_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruner, "PAUSE_S", 0.001)
    with closing(sqlite3.connect(house.log.file)) as database, database:
        times = ((f"{BEGAN.timestamp() + n / 100:.6f}",) for n in range(20_000))
        database.executemany("INSERT INTO cel (eventtype, eventtime) VALUES ('CHAN_END', ?)", times)
    await house.reconciler.catch_up()
    house.now = BEGAN + KEEP + timedelta(days=1)
    waits: list[float] = []
    done = threading.Event()

    def asterisk() -> None:
        """A row each millisecond: 50 calls a second."""
        with closing(sqlite3.connect(house.log.file, timeout=5, isolation_level=None)) as database:
            while not done.wait(0.001):
                began = time.monotonic()
                database.execute("INSERT INTO cel (eventtype, eventtime) VALUES ('CHAN_END', '4000000000')")
                waits.append(time.monotonic() - began)

    writer = threading.Thread(target=asterisk)
    writer.start()
    try:
        gone = await house.pruner.prune()
    finally:
        done.set()
        writer.join()
    assert gone == 20_000 - 1
    assert len(waits) > 20
    assert max(waits) < 4.0  # its own patience is 5 s
