"""A recording's life by the rules: compressed, put away, removed; each step only after the one before is sure."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from cad.calls.commands import EndCall, FinishRecording, ReceiveCall, StartRecording
from cad.incidents.commands import CloseIncident
from cad.recordings.commands import LockRecording, SetRecordingRules
from cad.recordings.files import playable_name
from cad.recordings.rules import RecordingRules
from cad.store import safe, views
from cad.store.kept import KeptQueries
from telephony.recordings import opus
from telephony.recordings.access import S3_SECRET
from telephony.recordings.stores import sha256_of
from telephony.recordings.upkeep import ALARM, Upkeep
from telephony.recordings.wav import wrap
from tests.cad.store.people import fire, hire
from tests.fakes.s3_server import KEY, REGION, SECRET, S3Server, s3_server
from tests.support.database import PEPPER, Store

FILE = "1763726400.12.raw"
SECONDS = 3


class House:
    """One finished recording: 440 Hz from the caller, 700 Hz from the desk."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.wav, self.opus = folder / playable_name(FILE), folder / playable_name(FILE, "opus")
        kept = KeptQueries(store.database, store.center.id, "pbx-1")
        self.upkeep = Upkeep(folder, store.bus, kept, PEPPER, store.clock)
        self.rules = RecordingRules(center_id=store.center.id, compress_after_h=1)
        self.id = ""

    async def record(self) -> None:
        time = np.arange(8000 * SECONDS) / 8000
        sides = [0.3 * np.sin(2 * np.pi * hertz * time) for hertz in (440, 700)]
        raw = self.folder / "raw" / FILE
        raw.parent.mkdir(parents=True)
        raw.write_bytes((np.stack(sides, 1) * 32767).astype("<i2").tobytes())
        made = wrap(raw, self.wav)
        fact = {"pbx_id": "pbx-1", "uniqueid": "1763726400.12", "source": "cel", "occurred_at": self.store.clock.now}
        await self.store.bus.handle(ReceiveCall(**fact, number_raw="08123456789"))
        await self.store.bus.handle(StartRecording(**fact, file=FILE))
        await self.store.bus.handle(EndCall(**fact))
        told = {"bytes": made.bytes, "sha256": made.sha256, "duration_ms": made.duration_ms}
        self.id = (await self.store.bus.handle(FinishRecording(**fact, file=FILE, **told))).id

    async def after(self, **time: float) -> dict[str, object]:
        """So much later, when the upkeep has gone round until nothing is due: the recording's view."""
        self.store.clock.now += timedelta(**time)
        for _ in range(5):
            if not await self.upkeep.round():
                break
        async with self.store.database.session() as session:
            return await views.recording(session, self.id)

    async def rule(self, **rules: object) -> None:
        sari = await self.store.value("SELECT id FROM users WHERE username = 'sari'")
        self.rules = replace(self.rules, **rules)  # type: ignore[arg-type]
        await self.store.bus.handle(SetRecordingRules(user_id=sari, rules=self.rules))

    async def alarms(self) -> list[str]:
        async with self.store.database.session() as session:
            return [alarm["key"] for alarm in await views.alarms(session)]


@pytest.fixture
async def house(seeded: Store, tmp_path: Path) -> AsyncIterator[House]:
    house = House(seeded, tmp_path / "recordings")
    await hire(seeded, "sari", "supervisor")
    await house.rule()
    await house.record()
    yield house
    await house.upkeep.close()


@pytest.fixture
def s3() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


def to_s3(s3: S3Server) -> dict[str, object]:
    sealed = safe.put_in(SECRET, PEPPER, S3_SECRET)
    place = {"s3_endpoint": s3.endpoint, "s3_bucket": "rekaman", "s3_region": REGION}
    return {"away_kind": "s3", "away_after_d": 1, "s3_key": KEY, "s3_secret": sealed, **place}


async def test_after_its_hour_it_is_opus_as_long_as_the_wav_with_each_side_where_it_was(house: House) -> None:
    before = await house.after(minutes=10)
    assert before["format"] == "wav" and house.wav.exists()
    wav_sha256, size = sha256_of(house.wav), house.wav.stat().st_size

    after = await house.after(hours=1)

    assert after["format"] == "opus" and not house.wav.exists()
    assert abs(opus.length_ms(house.opus) - SECONDS * 1000) <= opus.LENGTH_MAY_DIFFER_MS
    assert after["sha256"] == sha256_of(house.opus) and after["wav_sha256"] == wav_sha256
    assert house.opus.stat().st_size < size / 2
    assert heard(house.opus) == [440, 700]


def heard(file: Path) -> list[int]:
    """The loudest frequency on each side."""
    import av

    with av.open(str(file)) as container:
        sides = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)[:, 48000:96000]
    return [int(np.abs(np.fft.rfft(side)).argmax()) for side in sides]


async def test_given_the_wav_is_not_what_was_recorded_then_it_is_neither_compressed_nor_removed(house: House) -> None:
    house.wav.write_bytes(house.wav.read_bytes()[:-100])
    after = await house.after(hours=2)
    assert after["format"] == "wav" and house.wav.exists() and not house.opus.exists()


async def test_it_goes_to_the_bucket_and_only_then_from_here(house: House, s3: S3Server) -> None:
    await house.rule(**to_s3(s3))
    s3.broken = True
    waits = await house.after(days=2)
    assert not waits["away"] and house.opus.exists() and await house.alarms() == [ALARM]

    s3.broken = False
    after = await house.after(minutes=1)

    assert after["away"] and not house.opus.exists() and await house.alarms() == []
    (audio,) = s3.objects.values()
    assert len(audio) == after["bytes"]


async def test_when_its_time_is_over_it_is_removed_here_and_there_and_the_journal_says_so(
    house: House, s3: S3Server
) -> None:
    await house.rule(keep_days=30, **to_s3(s3))
    await house.after(days=2)
    assert s3.objects

    after = await house.after(days=40)

    assert after["state"] == "removed" and not s3.objects
    assert "RecordingRemoved" in await house.store.kinds()


async def test_given_a_supervisor_holds_it_or_its_incident_is_open_then_it_stays(house: House) -> None:
    await house.rule(keep_days=30)
    sari = await house.store.value("SELECT id FROM users WHERE username = 'sari'")
    dina = await hire(house.store)
    call = await house.store.value("SELECT id FROM calls")
    incident = await fire(house.store, dina, call_id=call)
    held = await house.after(days=40)
    assert (held["state"], held["locked_because"], held["keep_until"]) == ("ready", "incident", None)

    await house.store.bus.handle(LockRecording(user_id=sari, recording_id=house.id, locked=True, reason="bukti"))
    await house.store.bus.handle(CloseIncident(user_id=dina.id, incident_id=incident.id, disposition="handled"))
    assert (await house.after(days=40))["locked_because"] == "supervisor"

    await house.store.bus.handle(LockRecording(user_id=sari, recording_id=house.id, locked=False))
    assert (await house.after(days=1))["state"] == "removed"
    assert not list(house.folder.rglob("*.wav")) and not list(house.folder.rglob("*.opus"))
