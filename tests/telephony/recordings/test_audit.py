"""Calls, recordings and files against each other: what lost its other half is found, and mended where CEL knows it."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cad.calls.commands import AnswerCall, EndCall, FinishRecording, ReceiveCall, StartRecording
from cad.recordings.commands import RequestAudit
from cad.recordings.files import playable_name
from cad.store import views
from cad.store.kept import KeptQueries
from cad.store.pbx import PbxQueries
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.cel.retelling import Retelling
from telephony.recordings.audit import ALARM, RecordingAudit
from telephony.recordings.keeper import Keeper
from tests.cad.store.people import hire
from tests.support.database import Store
from tests.telephony.cel.log import CALLER, Log

LONG_AGO = 3600.0


class House:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.living = store, folder / "recordings", set[str]()
        (self.folder / "raw").mkdir(parents=True)
        self.log = Log(folder / "cel.db")
        reader = Reader(self.log.file)
        reconciler = Reconciler(reader, store.bus, "pbx-1")
        retell = Retelling(reader, reconciler, store.bus, "pbx-1").tell
        self.keeper = Keeper(self.folder, store.bus, PbxQueries(store.database), "pbx-1", self.channels)
        self.keeper.retell = retell
        kept = KeptQueries(store.database, store.center.id, "pbx-1")
        self.audit = RecordingAudit(
            self.folder, store.bus, kept, retell, self.channels, self.keeper.take, "pbx-1", store.clock
        )

    async def channels(self) -> set[str] | None:
        return self.living

    def write(self, file: Path, age_s: float = LONG_AGO) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\x10\x10" * 2 * 8000)
        os.utime(file, (time.time() - age_s,) * 2)
        return file

    async def call(self, uniqueid: str, *, recorded: bool) -> None:
        """An answered call that ended ten minutes ago."""
        at = datetime.now(UTC) - timedelta(minutes=10)
        fact = {"pbx_id": "pbx-1", "uniqueid": uniqueid, "source": "cel", "occurred_at": at}
        await self.store.bus.handle(ReceiveCall(**fact))
        await self.store.bus.handle(AnswerCall(**fact, leg_uniqueid=f"{uniqueid}9", desk_id="desk-01"))
        await self.store.bus.handle(EndCall(**fact))
        if recorded:
            await self.store.bus.handle(StartRecording(**fact, file=f"{uniqueid}.raw"))
            told = {"bytes": 1, "sha256": "x", "duration_ms": 1}
            await self.store.bus.handle(FinishRecording(**fact, file=f"{uniqueid}.raw", **told))

    async def alarms(self) -> list[str]:
        async with self.store.database.session() as session:
            return [alarm["key"] for alarm in await views.alarms(session)]


@pytest.fixture
def house(seeded: Store, tmp_path: Path) -> House:
    return House(seeded, tmp_path)


async def test_what_has_lost_its_other_half_is_listed_and_an_alarm_until_it_is_whole(house: House) -> None:
    await house.call("1763726400.1", recorded=True)
    await house.call("1763726400.2", recorded=True)
    await house.call("1763726400.3", recorded=False)
    whole = house.write(house.folder / playable_name("1763726400.1.raw", "opus"))
    stray = house.write(house.folder / playable_name("1763726400.8.raw"))
    sari = await hire(house.store, "sari", "supervisor")
    await house.store.bus.handle(RequestAudit(user_id=sari.id, pbx_id="pbx-1"))

    await house.audit.look()

    async with house.store.database.session() as session:
        view = await views.recording_audit(session)
    assert (view["state"], view["done"], view["total"]) == ("done", 3, 3)
    assert {one["uniqueid"]: one["why"] for one in view["calls_without"]} == {
        "1763726400.2": "file_gone",
        "1763726400.3": "never_recorded",
    }
    assert [one["file"] for one in view["recordings_without"]] == [stray.name]
    assert await house.alarms() == [ALARM]
    assert whole.exists() and stray.exists()

    stray.unlink()
    house.write(house.folder / playable_name("1763726400.2.raw"))
    await house.call("1763726400.4", recorded=False)
    found = await house.audit.look()
    assert [one["uniqueid"] for one in found.calls] == ["1763726400.3", "1763726400.4"]


async def test_given_cel_knows_the_call_of_a_stray_file_then_it_gets_its_call_and_is_a_recording(house: House) -> None:
    house.log.whole_call()
    raw = house.write(house.folder / "raw" / f"{CALLER}.raw")

    found = await house.audit.look()
    await house.keeper.idle()

    assert found.repaired == 1 and found.are_clean
    assert not raw.exists() and (house.folder / playable_name(raw.name)).exists()
    (row,) = await house.store.rows("SELECT c.number_e164, r.state FROM recordings r JOIN calls c ON c.id = r.call_id")
    assert row == {"number_e164": "+6281234567890", "state": "ready"}
    assert await house.alarms() == []


async def test_given_nobody_knows_a_stray_raw_file_then_no_call_is_made_up_for_it(house: House) -> None:
    raw = house.write(house.folder / "raw" / "1763726400.77.raw")
    await house.keeper.sweep()
    await house.keeper.idle()
    found = await house.audit.look()
    assert await house.store.value("SELECT count(*) FROM calls") == 0
    assert [one["file"] for one in found.files] == [raw.name] and raw.exists()


async def test_what_a_killed_worker_left_half_done_goes_and_what_a_living_one_does_stays(house: House) -> None:
    left = house.write(house.folder / "2025/11/21/1763726400.5.opus.part")
    now = house.write(house.folder / "2025/11/21/1763726400.6.opus.part", age_s=1)
    assert (await house.audit.look()).are_clean
    assert not left.exists() and now.exists()


async def test_what_asterisk_still_writes_and_what_is_young_is_no_stray(house: House) -> None:
    house.write(house.folder / "raw" / "1763726400.5.raw")
    house.write(house.folder / "raw" / "1763726400.6.raw", age_s=1)
    house.living = {"1763726400.5"}
    assert (await house.audit.look()).are_clean
