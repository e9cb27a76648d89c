"""The second place: what is put there is read again and compared before it is believed, and comes back the same."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.recordings.stores import Access, StoreFailed, store_of
from tests.fakes.s3_server import KEY, REGION, SECRET, S3Server, s3_server

AUDIO = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(AUDIO).hexdigest()
NAME = "2025/11/21/1763726400.12.opus"


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


@pytest.fixture
def s3(server: S3Server) -> Iterator[S3Server]:
    server.objects.clear()
    server.broken = server.lying = False
    yield server


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    file = tmp_path / "audio.opus"
    file.write_bytes(AUDIO)
    return file


def bucket(s3: S3Server, secret: str = SECRET) -> Access:
    return Access("s3", f"{s3.endpoint}/rekaman", REGION, KEY, secret)


@pytest.mark.parametrize("kind", ["s3", "folder"])
def test_what_was_put_away_comes_back_the_same_and_can_be_deleted(
    kind: str, s3: S3Server, audio: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    store = store_of(bucket(s3) if kind == "s3" else Access("folder", str(away)))

    store.put(audio, NAME, SHA256)
    store.fetch(NAME, tmp_path / "back" / "audio.opus", SHA256)

    assert (tmp_path / "back" / "audio.opus").read_bytes() == AUDIO
    store.delete(NAME)
    store.delete(NAME)
    with pytest.raises(StoreFailed):
        store.fetch(NAME, tmp_path / "again.opus", SHA256)
    assert not list(tmp_path.rglob("*.part"))


def test_a_long_recording_goes_in_parts(s3: S3Server, tmp_path: Path) -> None:
    long = tmp_path / "long.opus"
    long.write_bytes(AUDIO * 20)
    store_of(bucket(s3)).put(long, NAME, hashlib.sha256(AUDIO * 20).hexdigest())
    assert s3.objects[f"rekaman/{NAME}"] == AUDIO * 20


def test_given_a_wrong_secret_then_the_store_refuses_and_nothing_is_believed(s3: S3Server, audio: Path) -> None:
    before = s3.refused
    with pytest.raises(StoreFailed):
        store_of(bucket(s3, "wrong")).put(audio, NAME, SHA256)
    assert s3.refused > before and not s3.objects


def test_given_the_store_keeps_something_else_then_it_is_not_believed_and_taken_away(
    s3: S3Server, audio: Path, tmp_path: Path
) -> None:
    s3.lying = True
    with pytest.raises(StoreFailed):
        store_of(bucket(s3)).put(audio, NAME, SHA256)
    assert not s3.objects


def test_given_a_share_that_is_not_mounted_then_nothing_is_written_under_its_name(audio: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        store_of(Access("folder", str(tmp_path / "not-mounted"))).put(audio, NAME, SHA256)
    assert not (tmp_path / "not-mounted").exists()


def test_a_name_never_leads_out_of_the_folder(audio: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        store_of(Access("folder", str(tmp_path))).put(audio, "../out.opus", SHA256)
