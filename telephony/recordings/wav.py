"""Wraps MixMonitor's raw stereo (s16le, 8 kHz, caller left) into a WAV, streaming, and looks at it on the way.

MixMonitor's option `D` cannot write the header itself (it writes a mono one, and sizes of 0 after a kill).
The raw file stays as it is; wrapping it twice gives the same file.
"""

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

RATE = 8000
FRAME = 4  # two channels of 16 bits
HEADER = 44
PAIRS = 200  # as many as a screen draws
CHUNK = 256 * 1024  # frames held at once: 1 MiB
SILENCE = 100  # of 32767, -50 dB: beyond the idle noise of A-law (8), below any voice

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Wrapped:
    bytes: int
    sha256: str
    duration_ms: int
    peaks: list[tuple[int, int]] = field(default_factory=list)
    caller_is_silent: bool = False
    desk_is_silent: bool = False


def header(frames: int) -> bytes:
    """RIFF's 44 bytes for PCM; see Microsoft's `Multimedia Programming Interface and Data Specifications`."""
    size = frames * FRAME
    form = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 2, RATE, RATE * FRAME, FRAME, 16)
    return form + struct.pack("<4sI", b"data", size)


def wrap(raw: Path, wav: Path, talk_ms: tuple[int, int] | None = None) -> Wrapped:
    """Makes `wav` from `raw`, whole and on the disk or not at all. `talk_ms` is the stretch in which both sides
    should be heard. Raises OSError (FileNotFoundError when there is no raw file)."""
    frames = raw.stat().st_size // FRAME  # a kill may leave half a frame
    wav.parent.mkdir(parents=True, exist_ok=True)
    draft = wav.with_name(wav.name + ".part")
    look = _Look(frames, talk_ms)
    digest = hashlib.sha256()
    try:
        with raw.open("rb") as source, draft.open("wb") as out:
            digest.update(header(frames))
            out.write(header(frames))
            for samples in _read(source, frames, look.chunk):
                look.at(samples)
                digest.update(samples.data)
                out.write(samples.data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(wav)
    except OSError:
        draft.unlink(missing_ok=True)  # half of it on a full disk helps nobody
        raise
    _keep_name(wav.parent)
    return look.result(HEADER + frames * FRAME, digest.hexdigest())


def look_again(wav: Path, talk_ms: tuple[int, int] | None = None) -> Wrapped:
    """The same facts from a WAV that was made before (its raw file is gone). Raises OSError."""
    frames = (wav.stat().st_size - HEADER) // FRAME
    look = _Look(frames, talk_ms)
    digest = hashlib.sha256()
    with wav.open("rb") as source:
        digest.update(source.read(HEADER))
        for samples in _read(source, frames, look.chunk):
            look.at(samples)
            digest.update(samples.data)
    return look.result(HEADER + frames * FRAME, digest.hexdigest())


def _read(source: BinaryIO, frames: int, chunk: int) -> Iterator[Samples]:
    left = frames
    while left and (data := source.read(min(left, chunk) * FRAME)):
        samples = np.frombuffer(data, dtype="<i2").reshape(-1, 2)
        left -= len(samples)
        yield samples


def _keep_name(folder: Path) -> None:
    """A renamed file survives a power cut only when its folder was synced too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Look:
    """Peaks for the waveform, and the loudest moment of each side while both should talk."""

    def __init__(self, frames: int, talk_ms: tuple[int, int] | None) -> None:
        self._frames = frames
        self._bucket = max(1, -(-frames // PAIRS))
        self.chunk = max(1, CHUNK // self._bucket) * self._bucket
        self._talk = tuple(ms * RATE // 1000 for ms in talk_ms) if talk_ms else None
        self._loudest = np.zeros(2, dtype=np.int32)
        self._heard = 0
        self._peaks: list[tuple[int, int]] = []
        self._place = 0

    def at(self, samples: Samples) -> None:
        whole = len(samples) // self._bucket * self._bucket
        for part in (*samples[:whole].reshape(-1, self._bucket, 2), samples[whole:]):
            if len(part):
                left, right = _peak(part)
                self._peaks.append((int(left) * 100 // 32767, int(right) * 100 // 32767))
        self._listen(samples)
        self._place += len(samples)

    def _listen(self, samples: Samples) -> None:
        if self._talk is None:
            return
        part = samples[max(0, self._talk[0] - self._place) : max(0, self._talk[1] - self._place)]
        if len(part):
            self._loudest = np.maximum(self._loudest, _peak(part))
            self._heard += len(part)

    def result(self, size: int, sha256: str) -> Wrapped:
        caller, desk = (bool(loudest < SILENCE) and self._heard > RATE for loudest in self._loudest)
        duration_ms = self._frames * 1000 // RATE
        return Wrapped(size, sha256, duration_ms, self._peaks, caller_is_silent=caller, desk_is_silent=desk)


def _peak(part: Samples) -> npt.NDArray[np.int32]:
    """The loudest sample of each side; 0 to 32767."""
    high, low = part.max(axis=0).astype(np.int32), part.min(axis=0).astype(np.int32)
    loudest: npt.NDArray[np.int32] = np.minimum(np.maximum(high, -low), 32767)
    return loudest
