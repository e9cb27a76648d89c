"""The reconciler: from where it stopped, in one transaction, whatever goes wrong in between."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cad.calls.commands import EndCall, OfferCall
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.told import Told
from tests.fakes.ari_server import running
from tests.fakes.command_bus import CommandBus
from tests.support.waiting import eventually
from tests.telephony.cel.log import BEGAN, Log

WHOLE = ["ReceiveCall", "StartRecording", "OfferCall", "AnswerCall", "ReleaseLeg", "ReleaseLeg", "EndCall"]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "cel.db")


@pytest.fixture
def bus() -> CommandBus:
    return CommandBus()


def later() -> datetime:
    return BEGAN + timedelta(hours=1)


def reconciler(log: Log, bus: CommandBus, told: Told | None = None, now: datetime | None = None) -> Reconciler:
    return Reconciler(Reader(log.file), bus, "pbx-1", told=told, clock=lambda: now or later())


async def test_after_a_restart_it_goes_on_where_it_stopped(log: Log, bus: CommandBus) -> None:
    log.whole_call()
    assert await reconciler(log, bus).catch_up() == len(WHOLE)
    assert bus.names() == WHOLE
    assert await reconciler(log, bus).catch_up() == 0
    log.whole_call(call="1000000000.7", leg="1000000000.8")
    await reconciler(log, bus).catch_up()
    assert bus.names() == WHOLE * 2


async def test_what_the_observer_told_is_not_told_again(log: Log, bus: CommandBus) -> None:
    log.whole_call()
    told = Told()
    about = {"pbx_id": "pbx-1", "uniqueid": "1000000000.1", "occurred_at": BEGAN, "source": "ari"}
    told.remember(OfferCall(**about, leg_uniqueid="1000000000.2", desk_id="desk-01"))  # type: ignore[arg-type]
    told.remember(EndCall(**about))  # type: ignore[arg-type]
    await reconciler(log, bus, told).catch_up()
    assert set(WHOLE) - set(bus.names()) == {"OfferCall", "EndCall"}


async def test_young_rows_are_left_to_ari_for_a_while(log: Log, bus: CommandBus) -> None:
    log.whole_call()
    assert await reconciler(log, bus, now=BEGAN + timedelta(seconds=0.05)).catch_up(lag_s=0.035) == 1
    assert await reconciler(log, bus, now=BEGAN + timedelta(seconds=9)).catch_up(lag_s=1.5) == len(WHOLE) - 1


async def test_given_the_clock_was_set_back_then_nothing_waits_for_it(log: Log, bus: CommandBus) -> None:
    log.whole_call()
    assert await reconciler(log, bus, now=BEGAN - timedelta(hours=3)).catch_up(lag_s=1.5) == len(WHOLE)


async def test_given_the_database_is_away_when_it_is_back_then_nothing_is_lost(log: Log, bus: CommandBus) -> None:
    log.whole_call()
    bus.away = True
    subject = reconciler(log, bus)
    async with running(subject.run()):
        await eventually(lambda: subject.failing == "database away")
        assert bus.handled == []
        bus.away = False
        await eventually(lambda: bus.names() == WHOLE)
        await eventually(lambda: not subject.failing)


@pytest.mark.parametrize("how", ["refuses", "breaks"])
async def test_one_fact_that_is_refused_does_not_hold_up_the_others(log: Log, bus: CommandBus, how: str) -> None:
    log.whole_call()
    getattr(bus, how).add("AnswerCall")
    await reconciler(log, bus).catch_up()
    assert bus.names() == [name for name in WHOLE if name != "AnswerCall"]
    assert bus.cursors["cel:pbx-1"].startswith("9 ")


async def test_given_no_file_yet_when_asterisk_makes_one_then_it_is_read(tmp_path: Path, bus: CommandBus) -> None:
    subject = Reconciler(Reader(tmp_path / "cel.db"), bus, "pbx-1")
    async with running(subject.run()):
        await eventually(lambda: subject.failing == "CEL cannot be read")
        Log(tmp_path / "cel.db").whole_call()
        await eventually(lambda: bus.names() == WHOLE)


async def test_a_long_backlog_is_told_in_several_transactions(log: Log, bus: CommandBus) -> None:
    for number in range(120):
        log.whole_call(call=f"1000000000.{number}a", leg=f"1000000000.{number}b")
    await reconciler(log, bus).catch_up()
    assert bus.names() == WHOLE * 120
    assert bus.attempts > 2


async def test_given_young_rows_stand_before_many_others_then_a_round_ends_and_the_next_goes_on(
    log: Log, bus: CommandBus
) -> None:
    """The clock was set back while rows were written: those after it look older than those before."""
    log.seconds = 600.0
    log.caller("CHAN_END")
    log.seconds = 0.0
    for number in range(30):
        log.whole_call(call=f"1000000000.{number}a", leg=f"1000000000.{number}b")
    assert await reconciler(log, bus, now=BEGAN + timedelta(seconds=600)).catch_up() == 0
    assert await reconciler(log, bus, now=BEGAN + timedelta(seconds=602)).catch_up() == 30 * len(WHOLE)
