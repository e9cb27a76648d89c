"""The rules recordings are kept by, who may set and hold, and hearing what is compressed or put away."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cad.bus import Bus
from cad.installation import Installation
from cad.recordings.commands import NoteCompressed, NotePutAway
from cad.recordings.files import playable_name
from tests.api.test_recordings import Recorded, record
from tests.fakes.s3_server import KEY, REGION, SECRET, S3Server, s3_server

OPUS = b"OggS" + bytes(range(256)) * 40
SHA256 = hashlib.sha256(OPUS).hexdigest()
RULES = {"keep_days": 90, "compress_after_h": 12, "away_after_d": 7}


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


async def file_of(sari: httpx.AsyncClient, installation: Installation, recorded: Recorded) -> Path:
    call = (await sari.get(recorded.path)).json()["call_id"]
    uniqueid = (await sari.get(f"/api/calls/{call}")).json()["uniqueid"]
    return installation.recordings / playable_name(f"{uniqueid}.raw")


async def compressed(sari: httpx.AsyncClient, bus: Bus, installation: Installation) -> tuple[Recorded, Path]:
    recorded = await record(bus, installation)
    wav = await file_of(sari, installation, recorded)
    opus = wav.with_suffix(".opus")
    opus.write_bytes(OPUS)
    await bus.handle(NoteCompressed(recording_id=recorded.id, bytes=len(OPUS), sha256=SHA256))
    wav.unlink()
    return recorded, opus


async def test_rules_are_set_by_who_runs_the_center_and_the_secret_is_never_shown(
    admin: httpx.AsyncClient, audi: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    place = {"away_kind": "s3", "s3_endpoint": "https://s3.example", "s3_bucket": "rekaman", "s3_key": "k"}
    assert (await admin.put("/api/recordings/rules", json=RULES | place)).status_code == 422  # without its secret
    answer = await admin.put("/api/recordings/rules", json=RULES | place | {"s3_secret": "very secret"})
    assert answer.status_code == 200, answer.text

    seen = (await audi.get("/api/recordings/rules")).json()

    assert (seen["keep_days"], seen["s3_bucket"], seen["s3_secret_set"]) == (90, "rekaman", True)
    assert "very secret" not in str(seen) and "s3_secret" not in seen
    again = (await admin.put("/api/recordings/rules", json=RULES | place)).json()
    assert again["s3_secret_set"]  # an empty one keeps what was there
    assert (await audi.put("/api/recordings/rules", json=RULES)).status_code == 403
    assert (await dina.get("/api/recordings/rules")).status_code == 403
    assert (await admin.put("/api/recordings/rules", json=RULES | {"keep_days": -1})).status_code == 422
    assert (await admin.put("/api/recordings/rules", json=RULES)).json()["away_kind"] == ""


async def test_a_supervisor_holds_a_recording_with_a_reason_and_lets_it_go(
    sari: httpx.AsyncClient, admin: httpx.AsyncClient, bus: Bus, installation: Installation
) -> None:
    recorded = await record(bus, installation)
    assert (await sari.get(recorded.path)).json()["keep_until"]
    assert (await sari.post(f"{recorded.path}/lock", json={})).json()["error_id"] == "lock_reason_missing"
    assert (await admin.post(f"{recorded.path}/lock", json={"reason": "x"})).status_code == 403

    held = (await sari.post(f"{recorded.path}/lock", json={"reason": "Bukti perkara 12"})).json()

    assert (held["locked"], held["locked_because"], held["locked_by"]) == (True, "supervisor", "Sari")
    assert held["keep_until"] is None
    assert not (await sari.post(f"{recorded.path}/lock", json={"locked": False})).json()["locked"]


async def test_a_compressed_recording_is_heard_as_opus_in_ranges_too(
    sari: httpx.AsyncClient, bus: Bus, installation: Installation
) -> None:
    recorded, _ = await compressed(sari, bus, installation)
    view = (await sari.get(recorded.path)).json()
    whole = await sari.get(f"{recorded.path}/audio")
    part = await sari.get(f"{recorded.path}/audio", headers={"Range": "bytes=4-99"})

    assert (view["format"], view["bytes"], view["sha256"]) == ("opus", len(OPUS), SHA256)
    assert view["wav_sha256"] == hashlib.sha256(recorded.audio).hexdigest()
    assert (whole.headers["content-type"], whole.content) == ("audio/ogg", OPUS)
    assert (part.status_code, part.content) == (206, OPUS[4:100])
    assert (await sari.get(f"{recorded.path}/waveform")).json()["peaks"]


async def test_what_was_put_away_is_fetched_back_checked_and_heard(
    sari: httpx.AsyncClient, admin: httpx.AsyncClient, bus: Bus, installation: Installation, s3: S3Server
) -> None:
    place = {"away_kind": "s3", "s3_endpoint": s3.endpoint, "s3_bucket": "rekaman", "s3_region": REGION, "s3_key": KEY}
    assert (await admin.put("/api/recordings/rules", json=RULES | place | {"s3_secret": SECRET})).status_code == 200
    recorded, opus = await compressed(sari, bus, installation)
    name = f"rekaman/{opus.relative_to(installation.recordings)}"
    s3.objects[name] = OPUS
    await bus.handle(NotePutAway(recording_id=recorded.id, kind="s3", where=f"{s3.endpoint}/rekaman"))
    opus.unlink()
    s3.lying = True
    refused = await sari.get(f"{recorded.path}/audio")
    assert (refused.status_code, refused.json()["error_id"]) == (503, "second_store_away")

    s3.lying = False
    heard = await sari.get(f"{recorded.path}/audio", headers={"Range": "bytes=0-9"})
    s3.objects.clear()  # kept at hand for a while: the player's next range asks nobody

    assert (heard.status_code, heard.content) == (206, OPUS[:10])
    assert (await sari.get(f"{recorded.path}/audio")).content == OPUS
    assert (await sari.get(recorded.path)).json()["away"]
    await sari.put("/api/recordings/rules", json=RULES)


async def test_an_audit_is_asked_for_and_followed(
    sari: httpx.AsyncClient, audi: httpx.AsyncClient, dina: httpx.AsyncClient
) -> None:
    asked = await sari.post("/api/recordings/audit")
    assert (asked.status_code, asked.json()["state"]) == (202, "asked")
    assert (await audi.get("/api/recordings/audit")).json()["asked_by"] == "Sari"
    assert (await audi.post("/api/recordings/audit")).status_code == 403
    assert (await dina.get("/api/recordings/audit")).status_code == 403
