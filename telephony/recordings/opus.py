"""A WAV becomes an Ogg Opus a tenth of its size, and is believed only when it was decoded again and is as long.

RFC 7845 (Ogg) and RFC 6716; 24 kbit/s for each side is transparent for a telephone's 8 kHz.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from telephony.recordings.stores import sha256_of
from telephony.recordings.wav import FRAME, HEADER, RATE, Samples

BIT_RATE = 48_000  # both sides together
# Without joint stereo's phase tricks one side is hardly heard on the other, also for who mixes them to one ear.
OPTIONS = {"application": "audio", "vbr": "on", "apply_phase_inv": "0", "frame_duration": "20"}
BLOCK = RATE * 2
DECODED_RATE = 48_000  # what an Opus decoder gives (RFC 7845, 5.1)
LENGTH_MAY_DIFFER_MS = 60  # one Opus frame of the longest kind


class NotTheSame(Exception):
    """What was decoded again is not as long as what was recorded, or the WAV is not what was hashed."""


@dataclass(frozen=True)
class Compressed:
    bytes: int
    sha256: str


def compress(wav: Path, opus: Path, sha256: str) -> Compressed:
    """Makes `opus` beside `wav`, whole and on the disk or not at all. Raises NotTheSame, OSError, av.FFmpegError."""
    if sha256 and sha256_of(wav) != sha256:
        raise NotTheSame("the WAV is not the one that was recorded")
    draft = opus.with_name(opus.name + ".part")
    try:
        _encode(wav, draft)
        frames = (wav.stat().st_size - HEADER) // FRAME
        if abs(length_ms(draft) - frames * 1000 / RATE) > LENGTH_MAY_DIFFER_MS:
            raise NotTheSame("the Opus is not as long as the WAV")
        made = Compressed(draft.stat().st_size, sha256_of(draft))
        draft.replace(opus)
    finally:
        draft.unlink(missing_ok=True)
    _keep(opus.parent)
    return made


def length_ms(opus: Path) -> float:
    """Decodes the whole file. Raises av.FFmpegError when it cannot be."""
    with av.open(str(opus)) as container:
        return sum(frame.samples for frame in container.decode(audio=0)) * 1000 / DECODED_RATE


def _encode(wav: Path, draft: Path) -> None:
    with av.open(str(draft), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="stereo", options=OPTIONS)
        stream.bit_rate = BIT_RATE
        place = 0
        for samples in _blocks(wav):
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, place
            place += len(samples)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    _keep(draft)


def _blocks(wav: Path) -> Iterator[Samples]:
    with wav.open("rb") as source:
        source.seek(HEADER)
        while data := source.read(BLOCK * FRAME):
            yield np.frombuffer(data[: len(data) // FRAME * FRAME], dtype="<i2").reshape(-1, 2)


def _keep(path: Path) -> None:
    """Onto the disk: a file's bytes, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
