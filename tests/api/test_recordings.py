"""Hearing a recording: the right part of it, by the right people, and on record."""

import hashlib
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from cad.bus import Bus
from cad.calls.commands import EndCall, FinishRecording, ReceiveCall, StartRecording
from cad.clock import utc_now
from cad.installation import Installation
from cad.recordings.files import playable_name

NUMBER = "081234509876"


def write_wav(file: Path, seconds: float = 2.0) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(range(256)) * int(seconds * 8000 * 4 / 256))
    return file.read_bytes()


class Recorded:
    def __init__(self, recording_id: str, audio: bytes) -> None:
        self.id = recording_id
        self.audio = audio
        self.path = f"/api/recordings/{recording_id}"


async def record(bus: Bus, installation: Installation, *, finished: bool = True) -> Recorded:
    """A call that was recorded, as telephony tells it."""
    uniqueid, now = uuid4().hex, utc_now()
    fact = {"pbx_id": "pbx-1", "uniqueid": uniqueid, "occurred_at": now, "source": "ari"}
    await bus.handle(ReceiveCall(**fact, number_raw=NUMBER))
    recording = await bus.handle(StartRecording(**fact, file=f"{uniqueid}.raw"))
    audio = write_wav(installation.recordings / playable_name(recording.file))
    if finished:
        await bus.handle(EndCall(**fact, cause=16))
        recording = await bus.handle(
            FinishRecording(
                **fact,
                file=f"{uniqueid}.raw",
                bytes=len(audio),
                sha256=hashlib.sha256(audio).hexdigest(),
                duration_ms=2000,
                peaks=[(10, 20), (30, 40)],
            )
        )
    return Recorded(recording.id, audio)


@pytest.fixture
async def recorded(bus: Bus, installation: Installation, server: object) -> AsyncIterator[Recorded]:
    yield await record(bus, installation)


async def plays(client: httpx.AsyncClient, recorded: Recorded) -> list[dict[str, str]]:
    listened: list[dict[str, str]] = (await client.get(recorded.path)).json()["plays"]
    return listened


async def test_given_no_range_then_the_whole_wav(sari: httpx.AsyncClient, recorded: Recorded) -> None:
    answer = await sari.get(f"{recorded.path}/audio")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.content == recorded.audio


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 100), ("bytes=1000-", 1000, None), ("bytes=-50", -50, None)]
)
async def test_given_a_range_then_206_and_just_that_part(
    sari: httpx.AsyncClient, recorded: Recorded, asked: str, first: int, last: int | None
) -> None:
    answer = await sari.get(f"{recorded.path}/audio", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == recorded.audio[first:last]
    assert answer.headers["content-range"].endswith(f"/{len(recorded.audio)}")


async def test_given_a_range_outside_then_416_in_our_words(sari: httpx.AsyncClient, recorded: Recorded) -> None:
    answer = await sari.get(f"{recorded.path}/audio", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416
    assert answer.json()["error_id"] == "range_not_satisfiable"


async def test_given_many_ranges_of_one_listening_then_one_entry(sari: httpx.AsyncClient, recorded: Recorded) -> None:
    for start in range(0, 1000, 100):
        await sari.get(f"{recorded.path}/audio", headers={"Range": f"bytes={start}-{start + 99}"})
    (play,) = await plays(sari, recorded)
    assert play["user_name"] == "Sari"
    assert play["kind"] == "listened"


async def test_given_two_people_and_a_download_then_each_is_on_record(
    sari: httpx.AsyncClient, admin: httpx.AsyncClient, audi: httpx.AsyncClient, recorded: Recorded
) -> None:
    await sari.get(f"{recorded.path}/audio")
    await admin.get(f"{recorded.path}/audio")
    answer = await sari.get(f"{recorded.path}/audio?download=1")
    assert answer.headers["content-disposition"].startswith("attachment")
    who = {(play["user_name"], play["kind"]) for play in await plays(audi, recorded)}
    assert who == {("Sari", "listened"), ("Admin", "listened"), ("Sari", "downloaded")}


async def test_given_a_dispatcher_then_no_audio(dina: httpx.AsyncClient, recorded: Recorded) -> None:
    for part in ("", "/audio", "/waveform"):
        assert (await dina.get(f"{recorded.path}{part}")).status_code == 403


async def test_the_waveform_has_a_pair_for_each_moment(sari: httpx.AsyncClient, recorded: Recorded) -> None:
    assert (await sari.get(f"{recorded.path}/waveform")).json() == {"peaks": [[10, 20], [30, 40]]}


async def test_given_an_auditor_then_the_number_is_masked_and_cannot_be_searched(
    sari: httpx.AsyncClient, audi: httpx.AsyncClient, recorded: Recorded
) -> None:
    assert (await sari.get(recorded.path)).json()["number"] == NUMBER
    assert (await audi.get(recorded.path)).json()["number"] == "0812-****-876"
    assert any(row["id"] == recorded.id for row in (await sari.get("/api/recordings", params={"q": NUMBER})).json())
    assert not any(row["id"] == recorded.id for row in (await audi.get("/api/recordings", params={"q": NUMBER})).json())


async def test_given_the_call_is_still_up_then_no_audio_yet_and_a_reason(
    sari: httpx.AsyncClient, bus: Bus, installation: Installation
) -> None:
    unfinished = await record(bus, installation, finished=False)
    answer = await sari.get(f"{unfinished.path}/audio")
    assert answer.status_code == 404
    assert "belum ada suaranya" in answer.json()["sentence"]
    assert await plays(sari, unfinished) == []


async def test_given_the_list_is_paged_then_no_row_twice(
    sari: httpx.AsyncClient, bus: Bus, installation: Installation
) -> None:
    for _ in range(3):
        await record(bus, installation)
    first = (await sari.get("/api/recordings", params={"limit": 2})).json()
    second = (await sari.get("/api/recordings", params={"limit": 2, "before": first[-1]["started_at"]})).json()
    assert len(first) == 2
    assert not {row["id"] for row in first} & {row["id"] for row in second}
