"""A disk that fills up: loud before it is full, louder when it is, over by itself; nothing half-written counts."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from cad.installation import CHECKOUT
from cad.store import views
from telephony.recordings.disk import ALARM, DiskWatch
from tests.support.database import Store

GB = 2**30


class Disk:
    def __init__(self, store: Store, folder: Path) -> None:
        self.free, self.store = 100.0, store
        self.watch = DiskWatch(folder, store.bus, 2.0, lambda _: int(self.free * GB))

    async def with_free(self, free_gb: float) -> str:
        """The severity shown then; empty when there is no alarm."""
        self.free = free_gb
        await self.watch.look()
        async with self.store.database.session() as session:
            return next((one["severity"] for one in await views.alarms(session) if one["key"] == ALARM), "")


@pytest.fixture
def disk(store: Store, tmp_path: Path) -> Disk:
    return Disk(store, tmp_path)


async def test_it_warns_then_calls_then_is_over_by_itself(disk: Disk) -> None:
    assert [await disk.with_free(gb) for gb in (50, 3.9, 1.9, 0)] == ["", "warning", "critical", "critical"]
    assert [await disk.with_free(gb) for gb in (2.1, 3, 4.1, 10)] == ["critical", "warning", "warning", ""]


async def test_given_we_were_restarted_then_an_alarm_from_before_is_cleared(disk: Disk, tmp_path: Path) -> None:
    await disk.with_free(0)
    again = Disk(disk.store, tmp_path)
    assert await again.with_free(50) == ""


def test_given_the_disk_is_full_while_wrapping_then_there_is_no_half_wav_and_the_raw_file_stays(tmp_path: Path) -> None:
    """A process that may write 64 KiB a file stands for a full disk: the same OSError out of the same write."""
    raw, wav = tmp_path / "raw" / "1763726400.12.raw", tmp_path / "2025" / "1763726400.12.wav"
    raw.parent.mkdir()
    raw.write_bytes(b"\x10\x10" * 2 * 8000 * 60)

    result = _work({"raw": str(raw), "wav": str(wav), "talk_ms": None}, 64 * 1024)

    assert "error" in result
    assert not wav.exists() and not list(tmp_path.rglob("*.part")) and raw.exists()


def test_given_the_disk_is_full_while_compressing_then_the_wav_stays_alone(tmp_path: Path) -> None:
    raw, wav, opus = tmp_path / "a.raw", tmp_path / "a.wav", tmp_path / "a.opus"
    raw.write_bytes(bytes(range(256)) * 4 * 1000 * 20)
    assert "sha256" in _work({"raw": str(raw), "wav": str(wav), "talk_ms": None}, resource.RLIM_INFINITY)

    result = _work({"do": "compress", "wav": str(wav), "opus": str(opus), "sha256": ""}, 64 * 1024)

    assert "error" in result
    assert wav.exists() and not opus.exists() and not list(tmp_path.rglob("*.part"))


def _work(job: dict[str, object], most_bytes: int) -> str:
    """What the worker answers, as text."""
    script = (
        "import json, resource, signal, sys\n"
        "from telephony.recordings.worker import do\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, resource.RLIM_INFINITY))\n"
        "print(do(json.loads(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, json.dumps(job)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60).stdout
