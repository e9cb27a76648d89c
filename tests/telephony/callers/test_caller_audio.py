"""The tone filter and the codec: what all proofs of audio rest on."""

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from telephony.callers.audio import (
    RATE,
    decode,
    encode,
    longest_silence,
    mix,
    read_wav,
    resample,
    seconds_of_tone,
    silence,
    tone,
    write_wav,
)

LAWS = pytest.mark.parametrize("law", [0, 8], ids=["mu-law", "A-law"])


@LAWS
def test_given_every_byte_when_decoded_and_encoded_then_it_stands_for_the_same_sound(law: int) -> None:
    every = bytes(range(256))
    assert (decode(encode(decode(every, law), law), law) == decode(every, law)).all()


@LAWS
def test_given_a_tone_when_it_went_through_the_codec_then_it_is_found_and_no_neighbour(law: int) -> None:
    heard = decode(encode(tone(700, 2), law), law)
    assert seconds_of_tone(heard, 700) == pytest.approx(2.0)
    assert seconds_of_tone(heard, 740) == 0


@settings(deadline=None)  # other programs may be busy
@given(hz=some.integers(300, 3300), seed=some.integers(0, 99))
def test_given_noise_when_looking_for_any_tone_then_none_is_found(hz: int, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 4000, 2 * RATE).astype(np.int16)
    assert seconds_of_tone(noise, hz) == 0


@settings(deadline=None)  # other programs may be busy
@given(offset=some.integers(0, 799))
def test_given_two_tones_at_once_when_one_is_louder_then_only_that_one_is_found(offset: int) -> None:
    both = mix(tone(700, 2, 0.3), tone(760, 2, 0.1))[offset:]
    assert seconds_of_tone(both, 700) > 1.5
    assert seconds_of_tone(both, 760) == 0


def test_given_silence_when_looking_for_a_tone_then_none_is_found() -> None:
    assert seconds_of_tone(silence(2), 700) == 0


def test_given_a_break_in_the_sound_when_measured_then_its_length_is_told() -> None:
    broken = np.concatenate([tone(700, 1), silence(0.6), tone(700, 1)])
    assert longest_silence(broken) == pytest.approx(0.6, abs=0.11)


def test_given_a_stereo_wav_of_another_rate_when_read_then_each_side_has_its_tone(tmp_path: Path) -> None:
    file = tmp_path / "stereo.wav"
    moments = np.arange(48000 * 2) / 48000
    sides = [np.sin(2 * np.pi * hz * moments) * 9000 for hz in (700, 1300)]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(np.stack(sides, axis=1).astype("<i2").tobytes())
    left, right = read_wav(file)
    assert seconds_of_tone(left, 700) >= 1.8
    assert seconds_of_tone(right, 1300) >= 1.8
    assert seconds_of_tone(left, 1300) == 0


def test_given_a_sound_above_what_a_telephone_carries_when_resampled_then_it_does_not_fold_back() -> None:
    moments = np.arange(44100) / 44100
    high = (np.sin(2 * np.pi * 7300 * moments) * 9000).astype(np.int16)  # would fold back to 700
    assert seconds_of_tone(resample(high, 44100), 700) == 0


def test_given_a_file_that_is_no_wav_when_read_then_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVE")
    with pytest.raises((wave.Error, EOFError)):
        read_wav(tmp_path / "no.wav")
    write_wav(tmp_path / "yes.wav", tone(700, 1))
    assert len(read_wav(tmp_path / "yes.wav")) == 1
