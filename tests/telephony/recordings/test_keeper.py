"""The keeper: a recording is wrapped, told, and only then its raw file removed, whatever dies in between."""

import os
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cad.calls.commands import EndCall, FinishRecording
from telephony.ledger import RecordedCall
from telephony.recordings.keeper import Keeper, note_on
from telephony.recordings.places import raw_path, wav_path
from tests.fakes.ari_server import running
from tests.fakes.command_bus import CommandBus
from tests.fakes.ledger import ListLedger
from tests.support.waiting import eventually

FILE = "1763726400.12.raw"
BEGAN = datetime.fromtimestamp(1763726400, UTC)
CALL = RecordedCall(
    uniqueid="1763726400.12",
    file=FILE,
    state="recording",
    started_at=BEGAN,
    answered_at=BEGAN + timedelta(seconds=1),
    ended_at=BEGAN + timedelta(seconds=3),
    broken=False,
)
END = EndCall(pbx_id="pbx-1", uniqueid=CALL.uniqueid, occurred_at=BEGAN, source="ari")


class House:
    def __init__(self, folder: Path) -> None:
        self.folder, self.bus, self.ledger = folder, CommandBus(), ListLedger(recorded={FILE: CALL})
        self.living: set[str] | None = set()
        self.raw.parent.mkdir(parents=True)
        self.keeper = Keeper(folder, self.bus, self.ledger, "pbx-1", self.channels)

    @property
    def raw(self) -> Path:
        return raw_path(self.folder, FILE)

    @property
    def wav(self) -> Path:
        return wav_path(self.folder, FILE)

    @property
    def told(self) -> list[FinishRecording]:
        return [one for one in self.bus.handled if isinstance(one, FinishRecording)]

    async def channels(self) -> set[str] | None:
        return self.living

    def write(self, seconds: float = 3, age_s: float = 60) -> None:
        self.raw.write_bytes(b"\x10\x10" * 2 * int(8000 * seconds))
        os.utime(self.raw, (time.time() - age_s,) * 2)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    yield house
    await house.keeper._wrapper.close()


async def test_the_end_of_a_call_makes_its_recording_playable(house: House) -> None:
    house.write(age_s=0)
    house.keeper.note(END)
    await house.keeper.idle()
    assert [(one.note, one.duration_ms, one.bytes) for one in house.told] == [("", 3000, house.wav.stat().st_size)]
    assert house.wav.exists() and not house.raw.exists()


async def test_given_the_database_is_away_then_the_raw_file_stays_until_the_commit(house: House) -> None:
    house.write()
    house.bus.away = True
    house.keeper.note(END)
    await eventually(lambda: house.bus.attempts)
    assert house.raw.exists() and house.wav.exists()
    house.bus.away = False
    await house.keeper.idle()
    assert len(house.told) == 1 and not house.raw.exists()


async def test_given_we_died_after_the_commit_when_we_sweep_then_only_the_raw_file_goes(house: House) -> None:
    house.write()
    house.keeper.note(END)
    await house.keeper.idle()
    house.write()
    house.ledger.recorded[FILE] = replace(CALL, state="ready")
    await house.keeper.sweep()
    await house.keeper.idle()
    assert len(house.told) == 1 and house.wav.exists() and not house.raw.exists()


async def test_given_we_died_before_the_commit_and_the_raw_file_is_gone_then_the_wav_is_looked_at_again(
    house: House,
) -> None:
    house.write()
    house.keeper.note(END)
    await house.keeper.idle()
    await house.keeper.sweep()
    await house.keeper.idle()
    assert house.told[0].sha256 == house.told[1].sha256


async def test_what_nobody_claimed_is_kept_all_the_same(house: House) -> None:
    house.ledger.recorded.clear()
    house.write()
    await house.keeper.sweep()
    await house.keeper.idle()
    assert [one.uniqueid for one in house.told] == [CALL.uniqueid]


@pytest.mark.parametrize("living", [None, {CALL.uniqueid}])
async def test_a_raw_file_that_asterisk_may_still_write_is_left_alone(house: House, living: set[str] | None) -> None:
    house.ledger.recorded[FILE] = replace(CALL, ended_at=None)
    house.living = living
    house.write()
    await house.keeper.sweep()
    await house.keeper.idle()
    assert house.told == [] and house.raw.exists()


async def test_a_recording_without_a_file_is_told_as_missing(house: House) -> None:
    await house.keeper.sweep()
    await house.keeper.idle()
    assert [one.note for one in house.told] == ["missing"]


async def test_a_call_that_was_not_recorded_is_nothing_to_do(house: House) -> None:
    house.ledger.recorded.clear()
    house.keeper.note(END)
    await house.keeper.idle()
    assert house.told == []


async def test_given_the_worker_is_killed_then_the_next_one_does_its_job(house: House) -> None:
    house.write()
    await house.keeper._wrapper._living()
    worker = house.keeper._wrapper._worker
    assert worker is not None
    worker.kill()
    house.keeper.note(END)
    await house.keeper.idle()
    assert len(house.told) == 1


async def test_it_sweeps_at_its_start(house: House) -> None:
    house.write()
    async with running(house.keeper.run()):
        await eventually(lambda: house.told)


MADE = {"duration_ms": 3000, "caller_is_silent": False, "desk_is_silent": False}


@pytest.mark.parametrize(
    ("call", "made", "note"),
    [
        (CALL, MADE, ""),
        (None, MADE, ""),
        (CALL, {"missing": True}, "missing"),
        (CALL, {**MADE, "duration_ms": 0}, "damaged"),
        (replace(CALL, broken=True), MADE, "cut_short"),
        (replace(CALL, ended_at=BEGAN + timedelta(seconds=9)), MADE, "cut_short"),
        (CALL, {**MADE, "caller_is_silent": True}, "silent_caller"),
        (CALL, {**MADE, "desk_is_silent": True}, "silent_desk"),
    ],
)
def test_the_note_says_what_a_listener_should_know(call: RecordedCall, made: dict[str, object], note: str) -> None:
    assert note_on(call, made) == note
