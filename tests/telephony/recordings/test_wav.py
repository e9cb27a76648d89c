"""Raw stereo into WAV: nothing lost, nothing made up, twice the same."""

import hashlib
import wave
from pathlib import Path

import numpy as np
import pytest

from telephony.recordings.places import uniqueid_of, wav_path
from telephony.recordings.wav import RATE, look_again, wrap


def write_raw(file: Path, caller: list[int], desk: list[int], tail: bytes = b"") -> bytes:
    raw = np.column_stack([caller, desk]).astype("<i2").tobytes() + tail
    file.write_bytes(raw)
    return raw


def test_the_samples_are_the_same_and_the_header_is_true(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "a.raw", list(range(8000)), [-one for one in range(8000)])
    made = wrap(tmp_path / "a.raw", tmp_path / "2026/11/21/a.wav")
    with wave.open(str(tmp_path / "2026/11/21/a.wav")) as played:
        assert (played.getnchannels(), played.getframerate(), played.getsampwidth()) == (2, RATE, 2)
        assert played.readframes(10**6) == raw
    whole = (tmp_path / "2026/11/21/a.wav").read_bytes()
    assert (made.bytes, made.sha256, made.duration_ms) == (len(whole), hashlib.sha256(whole).hexdigest(), 1000)
    assert len(made.peaks) == 200
    assert made.peaks[-1] == (24, 24)


def test_a_frame_torn_by_a_kill_is_left_out(tmp_path: Path) -> None:
    write_raw(tmp_path / "a.raw", [1] * 800, [2] * 800, tail=b"\x01\x02\x03")
    assert wrap(tmp_path / "a.raw", tmp_path / "a.wav").duration_ms == 100
    assert (tmp_path / "a.wav").stat().st_size == 44 + 3200


@pytest.mark.parametrize("frames", [0, 1, 199, 200, 201, 3 * 256 * 1024 + 17])
def test_every_length_has_its_waveform(tmp_path: Path, frames: int) -> None:
    write_raw(tmp_path / "a.raw", [3000] * frames, [-32768] * frames)
    made = wrap(tmp_path / "a.raw", tmp_path / "a.wav")
    assert len(made.peaks) <= 200
    assert set(made.peaks) <= {(9, 100)}
    assert bool(made.peaks) == bool(frames)
    assert look_again(tmp_path / "a.wav") == made


def test_a_side_that_is_silent_while_both_should_talk_is_found(tmp_path: Path) -> None:
    music = [8000] * 2 * RATE + [8] * 2 * RATE  # A-law's idle noise, after the waiting music
    write_raw(tmp_path / "a.raw", [500] * 4 * RATE, music)
    talking = wrap(tmp_path / "a.raw", tmp_path / "a.wav", talk_ms=(2000, 4000))
    assert (talking.caller_is_silent, talking.desk_is_silent) == (False, True)
    waiting = wrap(tmp_path / "a.raw", tmp_path / "a.wav")
    assert not waiting.desk_is_silent


def test_it_lies_under_the_day_its_call_began(tmp_path: Path) -> None:
    assert wav_path(tmp_path, "1763726400.12.raw") == tmp_path / "2025/11/21/1763726400.12.wav"
    assert wav_path(tmp_path, "../../etc/passwd") == tmp_path / "undated/passwd.wav"
    assert uniqueid_of("pbx-1763726400.12.raw") == "pbx-1763726400.12"
