"""What a waiting caller hears: an Indonesian announcement, then a soft ringing tone, again and again.
And what a desk hears that asks how it stands (*45, `telephony.agi`).

Made at the first run: spoken by espeak-ng when it is there, otherwise three calm chimes. 8 kHz, 16 bit, mono,
without a header (`.sln`), Asterisk's own inner format. One folder a class of music; within it the files play
in the order of their names, without a gap, so audio always flows.
"""

import hashlib
import os
import subprocess
import wave
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cad.installation import Installation
from telephony.agi.phrases import FOLDER, Phrase
from telephony.agi.phrases import PHRASES as DESK_PHRASES
from telephony.pbx import tree
from telephony.pbx.errors import ProgramMissing
from telephony.pbx.phrases import LISTEN, LISTEN_S, PLACES
from telephony.pbx.phrases import PHRASES as LINE_PHRASES

RATE = 8000
TEXTS = {
    "waiting": "Anda terhubung dengan layanan darurat satu, satu, dua. Mohon tetap di telepon. "
    "Petugas akan segera menjawab.",
    "unstaffed": "Layanan darurat satu, satu, dua. Saat ini belum ada petugas yang siap. "
    "Panggilan anda tetap dalam antrean. Mohon jangan tutup telepon.",
    "returned": "Maaf, sambungan dengan petugas terputus. Anda berada di urutan pertama. Mohon tetap di telepon.",
    "night": "Layanan darurat satu, satu, dua. Malam ini petugas jaga sedang dipanggil. "
    "Mohon tetap di telepon, panggilan anda tidak terputus.",
    "heard": "Kami tahu bahwa anda tidak dapat berbicara. Panggilan anda didahulukan. Mohon tetap di telepon.",
    "notice": "Keadaan darurat ini sudah kami ketahui. Petugas sedang menuju lokasi. "
    "Untuk keadaan darurat lain, mohon tetap di telepon.",  # telephony.voices writes the present notice over it
    "hold": "Mohon tunggu sebentar. Petugas akan segera kembali.",
}
RECIPE = "1"
LOUDEST = 0.5  # of full scale: clear on a phone, not startling
RINGING_HZ = 425.0  # Indonesia's ringing tone: 425 Hz, 1 s on, 4 s off
RINGING_TIMES = 4

Samples = NDArray[np.float64]


def make(installation: Installation) -> None:
    """Every class of music and every phrase, unless it is there already with the same words."""
    for name, text in TEXTS.items():
        _make_class(installation, name, text, chimes())
    for name, phrase in PLACES.items():
        _make_class(installation, name, phrase.text, signal(phrase))
    _make_phrases(installation)


def classes() -> list[str]:
    """The names of all classes of music, without our prefix."""
    return [*TEXTS, *PLACES]


def _make_class(installation: Installation, name: str, text: str, instead: Samples) -> None:
    place = installation.pbx / "data" / "music" / name
    kept = place / "stamp.txt"
    if kept.exists() and kept.read_text() == f"{RECIPE} {text}":
        return
    place.mkdir(parents=True, exist_ok=True)
    _write(place / "1-announcement.sln", announcement(installation, text, instead))
    _write(place / "2-tone.sln", encode(ringing_tone()))
    kept.write_text(f"{RECIPE} {text}")


def _make_phrases(installation: Installation) -> None:
    place = installation.pbx / "data" / "sounds" / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    _write(place / f"{LISTEN}.sln", encode(silence(LISTEN_S)))
    for name, phrase in (DESK_PHRASES | LINE_PHRASES).items():
        stamp, kept = f"{RECIPE} {phrase}", place / f"{name}.txt"
        if kept.exists() and kept.read_text() == stamp:
            continue
        _write(place / f"{name}.sln", announcement(installation, phrase.text, signal(phrase)))
        kept.write_text(stamp)


def announcement(installation: Installation, text: str, instead: Samples) -> bytes:
    """The text as speech, or `instead` where nothing can speak; spoken once for all homes that share `<tools>`."""
    if not _can_speak(installation):
        return encode(instead)
    name = hashlib.sha256(f"{RECIPE} {text}".encode()).hexdigest()[:16]
    file = installation.tools / "sounds" / f"{name}.sln"
    if not file.exists():
        spoken = speak(installation, text)
        if spoken is None:
            return encode(instead)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, encode(spoken))
    return file.read_bytes()


def _can_speak(installation: Installation) -> bool:
    try:
        tree.program(installation, "espeak-ng")
    except ProgramMissing:
        return False
    return True


def speak(installation: Installation, text: str, voice: str = "id", words_per_minute: int = 135) -> Samples | None:
    """Spoken `text`, at 8 kHz, between -1 and 1; None when espeak-ng fails: 112 does not wait for its voice."""
    argv = [
        *tree.program(installation, "espeak-ng"),
        "-v",
        voice,
        "-s",
        str(words_per_minute),
        "-p",
        "45",
        "--stdout",
        text,
    ]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0 or len(done.stdout) < 1000:
        return None
    with wave.open(BytesIO(done.stdout)) as spoken:
        rate = spoken.getframerate()
        heard = np.frombuffer(done.stdout[44:], dtype="<i2").astype(np.float64)
    return level(np.concatenate([silence(0.2), resample(heard, rate), silence(0.8)]))


def resample(samples: Samples, rate: int) -> Samples:
    """To 8 kHz: what a phone cannot carry is filtered out first, or it would come back as noise."""
    taps = np.arange(-63, 64)
    cutoff = 3400.0 / rate
    low_pass = 2 * cutoff * np.sinc(2 * cutoff * taps) * np.hamming(len(taps))
    smooth = np.convolve(samples, low_pass, mode="same")
    wanted = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
    return np.interp(wanted, np.arange(len(smooth)), smooth)


def level(samples: Samples) -> Samples:
    peak = float(np.max(np.abs(samples))) or 1.0
    return samples * (LOUDEST / peak)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE))


def tone(hertz: float, seconds: float, loudness: float) -> Samples:
    """A tone that swells and fades within 30 ms, so that it does not click."""
    count = int(seconds * RATE)
    edge = np.minimum(1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.03 * RATE))
    return loudness * edge * np.sin(2 * np.pi * hertz * np.arange(count) / RATE)


def ringing_tone() -> Samples:
    one = np.concatenate([tone(RINGING_HZ, 1.0, 0.06), silence(4.0)])
    return np.tile(one, RINGING_TIMES)


def chimes() -> Samples:
    return np.concatenate([tone(hertz, 0.5, 0.2) for hertz in (523.25, 659.25, 783.99)] + [silence(1.0)])


def signal(phrase: Phrase) -> Samples:
    """A phrase's tones, one after the other; none of them is nobody waiting."""
    beeps = [part for hertz, seconds in phrase.tones for part in (tone(hertz, seconds, 0.2), silence(0.15))]
    return np.concatenate([silence(0.2), *beeps, silence(0.5)])


def encode(samples: Samples) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def _write(file: Path, content: bytes) -> None:
    draft = file.with_suffix(f".{os.getpid()}")  # two homes may be made at the same time
    draft.write_bytes(content)
    draft.replace(file)
