"""Sound as numbers: tones, WAV files, G.711, and a filter that tells whether a tone is in a recording.

All sound here is mono `int16` at 8 kHz, the telephone's own rate. A tone that goes in at one end of a call and is
found at the other is the only proof of audio that does not depend on what any program says about itself.
"""

import wave
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

RATE = 8000
Sound = npt.NDArray[np.int16]

WINDOW_S = 0.1  # one look of the tone filter: 10 Hz wide, so tones 30 Hz apart do not mix
LEAST_LEVEL = 60.0  # root mean square of int16 under which a window counts as silence (about -55 dBFS)
LEAST_SHARE = 0.5  # a window has the tone when this much of its energy is in it


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


def tone(hz: float, seconds: float, level: float = 0.3, on_s: float = 0.0, off_s: float = 0.0) -> Sound:
    """A sine of `level` (0..1). With `on_s` and `off_s` it pulses: browsers remove a steady tone as noise."""
    moments = np.arange(round(seconds * RATE)) / RATE
    wave_form = level * np.sin(2 * np.pi * hz * moments)
    if on_s and off_s:
        wave_form *= (moments % (on_s + off_s)) < on_s
    return (wave_form * 32767).astype(np.int16)


def mix(*sounds: Sound) -> Sound:
    """All of them at once, as long as the longest, clipped where the sum is too loud."""
    total = np.zeros(max((len(sound) for sound in sounds), default=0), dtype=np.int32)
    for sound in sounds:
        total[: len(sound)] += sound
    return total.clip(-32768, 32767).astype(np.int16)


def join(parts: Iterable[Sound]) -> Sound:
    kept = list(parts)
    return np.concatenate(kept) if kept else silence(0)


def resample(sound: Sound, rate: int) -> Sound:
    """From `rate` to 8 kHz; what a telephone cannot carry (above 3.8 kHz) is cut first, or it would fold back."""
    if rate == RATE or not len(sound):
        return sound
    spectrum = np.fft.rfft(sound.astype(np.float64))
    spectrum[np.fft.rfftfreq(len(sound), 1 / rate) > 3800] = 0
    smooth = np.fft.irfft(spectrum, len(sound))
    wanted = np.arange(int(len(sound) * RATE / rate)) * rate / RATE
    return np.interp(wanted, np.arange(len(sound)), smooth).clip(-32768, 32767).astype(np.int16)


def write_wav(file: Path, sound: Sound, rate: int = RATE) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(sound.astype("<i2").tobytes())


def read_wav(file: Path | IO[bytes]) -> list[Sound]:
    """One sound a channel, at 8 kHz. Raises wave.Error or EOFError when the file is not a playable 16-bit WAV."""
    with wave.open(str(file) if isinstance(file, Path) else file, "rb") as source:
        if source.getsampwidth() != 2:
            raise wave.Error(f"{source.getsampwidth() * 8} bit samples; 16 were expected")
        channels, rate = source.getnchannels(), source.getframerate()
        frames = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2").reshape(-1, channels)
    return [resample(frames[:, n].astype(np.int16), rate) for n in range(channels)]


def tone_windows(sound: Sound, hz: float) -> npt.NDArray[np.bool_]:
    """For each 100 ms of the sound, whether most of its energy is at `hz` (Goertzel's filter, in one product)."""
    size = round(WINDOW_S * RATE)
    windows = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    if not len(windows):
        return np.zeros(0, dtype=np.bool_)
    probe = np.exp(-2j * np.pi * hz * np.arange(size) / RATE)
    energy = (windows**2).mean(axis=1)
    share = 2 * np.abs(windows @ probe) ** 2 / size**2 / np.maximum(energy, 1e-9)
    found: npt.NDArray[np.bool_] = (share >= LEAST_SHARE) & (energy >= LEAST_LEVEL**2)
    return found


def seconds_of_tone(sound: Sound, hz: float) -> float:
    return float(tone_windows(sound, hz).sum()) * WINDOW_S


def seconds_among(sound: Sound, hz: float, at_least: float = 800.0) -> float:
    """Seconds in which the tone is there, whatever else sounds with it. `at_least` is its root mean square; the others'
    edges leak less than a twentieth of their own level into it when they are 75 Hz away."""
    size = round(WINDOW_S * RATE)
    windows = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    probe = np.exp(-2j * np.pi * hz * np.arange(size) / RATE)
    level = np.sqrt(2.0) * np.abs(windows @ probe) / size if len(windows) else np.zeros(0)
    return float((level >= at_least).sum()) * WINDOW_S


def longest_silence(sound: Sound) -> float:
    """Seconds of the longest stretch without any sound: a break in the call that a person would hear."""
    size = round(WINDOW_S * RATE)
    windows = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    quiet = (windows**2).mean(axis=1) < LEAST_LEVEL**2 if len(windows) else np.zeros(0, dtype=np.bool_)
    longest = run = 0
    for still in quiet:
        run = run + 1 if still else 0
        longest = max(longest, run)
    return longest * WINDOW_S


def _alaw_table() -> Sound:
    """ITU-T G.711, table 1a: what each of the 256 A-law bytes stands for."""
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code & 0x70) >> 4, (code & 0x0F) << 4
    size = np.where(exponent == 0, mantissa + 8, (mantissa + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


def _ulaw_table() -> Sound:
    """ITU-T G.711, table 2a."""
    code = ~np.arange(256) & 0xFF
    size = ((((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)


def _nearest(table: Sound) -> npt.NDArray[np.uint8]:
    """The byte nearest to each of the 65,536 samples, so that coding is one look-up."""
    order = np.argsort(table, kind="stable")
    values = table[order].astype(np.int32)
    borders = (values[1:] + values[:-1]) / 2
    return order[np.searchsorted(borders, np.arange(-32768, 32768))].astype(np.uint8)


_DECODE = {0: _ulaw_table(), 8: _alaw_table()}  # by RTP payload type (RFC 3551)
_ENCODE = {payload: _nearest(table) for payload, table in _DECODE.items()}
CODECS = {0: "PCMU", 8: "PCMA"}


def encode(sound: Sound, payload_type: int) -> bytes:
    return _ENCODE[payload_type][sound.astype(np.int32) + 32768].tobytes()


def decode(data: bytes, payload_type: int) -> Sound:
    return _DECODE[payload_type][np.frombuffer(data, dtype=np.uint8)]
