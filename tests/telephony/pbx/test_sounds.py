"""What a waiting caller hears is there, can be heard, and never stops."""

from pathlib import Path

import numpy as np

from telephony.agi import phrases
from telephony.callers.audio import Sound, longest_silence, seconds_of_tone
from telephony.pbx import sounds
from telephony.pbx.phrases import PLACES
from tests.support.pbx import new_pbx


def read(file: Path) -> Sound:
    return np.fromfile(file, dtype="<i2").astype(np.int16)


def test_given_a_new_home_when_sounds_are_made_then_each_class_speaks_and_rings(tmp_path: Path) -> None:
    installation = new_pbx(tmp_path / "home").installation
    sounds.make(installation)
    for name in sounds.classes():
        folder = installation.pbx / "data" / "music" / name
        spoken, ringing = read(folder / "1-announcement.sln"), read(folder / "2-tone.sln")
        assert 1.5 < len(spoken) / sounds.RATE < 15
        assert longest_silence(spoken) < 1.5
        assert np.abs(spoken).max() > 8000
        assert seconds_of_tone(ringing, sounds.RINGING_HZ) > 3


def test_given_no_voice_when_sounds_are_made_then_chimes_stand_in(tmp_path: Path) -> None:
    calm = (sounds.chimes() * 32767).astype(np.int16)
    assert seconds_of_tone(calm, 523.25) > 0.3
    assert seconds_of_tone(calm, 783.99) > 0.3


def test_given_no_voice_when_a_place_is_said_then_there_is_a_beep_for_each_who_stands_before() -> None:
    for nth in range(1, 10):
        loud = np.abs(sounds.signal(PLACES[f"place-{nth}"])) > 0.05
        heard = np.convolve(loud, np.ones(200), mode="same") > 0
        assert np.count_nonzero(np.diff(heard.astype(int)) == 1) == nth


def test_given_a_new_home_when_sounds_are_made_then_each_phrase_of_the_desk_check_can_be_heard(tmp_path: Path) -> None:
    installation = new_pbx(tmp_path / "home").installation
    sounds.make(installation)
    for name in phrases.PHRASES:
        spoken = read(installation.pbx / "data" / "sounds" / "tanggap" / f"{name}.sln")
        assert 1 < len(spoken) / sounds.RATE < 8
        assert np.abs(spoken).max() > 8000


def test_given_no_voice_when_callers_are_counted_then_there_is_a_beep_for_each() -> None:
    for count in (0, 1, 2, 10):
        heard = np.abs(sounds.signal(phrases.PHRASES[phrases.waiting(count)])) > 0.05
        loud = np.convolve(heard, np.ones(200), mode="same") > 0
        assert np.count_nonzero(np.diff(loud.astype(int)) == 1) == count


def test_given_they_are_there_when_made_again_then_nothing_is_written(tmp_path: Path) -> None:
    installation = new_pbx(tmp_path / "home").installation
    sounds.make(installation)
    file = installation.pbx / "data" / "music" / "waiting" / "1-announcement.sln"
    before = file.stat().st_mtime_ns
    sounds.make(installation)
    assert file.stat().st_mtime_ns == before


def test_given_44_khz_when_brought_to_8_khz_then_a_phone_tone_stays_and_a_high_one_goes() -> None:
    moments = np.arange(44100) / 44100
    low, high = np.sin(2 * np.pi * 700 * moments), np.sin(2 * np.pi * 7000 * moments)
    assert np.abs(sounds.resample(low, 44100)[500:-500]).max() > 0.9
    assert np.abs(sounds.resample(high, 44100)[500:-500]).max() < 0.05
