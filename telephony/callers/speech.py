"""What a caller says: espeak-ng's Indonesian with the caller's own tone under it."""

import subprocess
import tempfile
from pathlib import Path

from cad.errors import TanggapError
from cad.installation import Installation
from telephony.callers.audio import Sound, join, mix, read_wav, silence, tone
from telephony.pbx.tree import program

WORDS_A_MINUTE = 145
TONE_LEVEL = 0.05  # under the voice: audible to the filter in the gaps between sentences, not in the listener's way
GAP_S = 1.2  # after each sentence, so that a person can follow and the tone stands alone


def say(installation: Installation, sentences: list[str], hz: float, voice: str = "id") -> Sound:
    """The sentences, spoken, with the tone of `hz` throughout. Where espeak-ng is missing, only the tone."""
    parts = list[Sound]()
    for sentence in sentences:
        spoken = _speak(installation, sentence, voice)
        if spoken is None:
            return tone(hz, 7.0, on_s=0.5, off_s=0.2)
        parts += [spoken, silence(GAP_S)]
    speech = join(parts)
    return mix(speech, tone(hz, len(speech) / 8000, TONE_LEVEL, on_s=0.5, off_s=0.2))


def _speak(installation: Installation, sentence: str, voice: str) -> Sound | None:
    try:
        argv = program(installation, "espeak-ng")
    except TanggapError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        command = [*argv, "-v", voice, "-s", str(WORDS_A_MINUTE), "-w", str(file), sentence]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        except (OSError, subprocess.SubprocessError):
            return None
        return read_wav(file)[0]
