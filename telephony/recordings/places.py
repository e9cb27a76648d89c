"""Where a recording lies: raw while Asterisk writes it, then under the day (UTC) its call began."""

from pathlib import Path

from cad.recordings.files import playable_name, uniqueid_of

__all__ = ["RAW_FOLDER", "raw_path", "uniqueid_of", "wav_path"]

RAW_FOLDER = "raw"


def raw_path(recordings: Path, file: str) -> Path:
    """`file` is the name in the `recording` mark. Only its last part counts, whatever it says."""
    return recordings / RAW_FOLDER / Path(file).name


def wav_path(recordings: Path, file: str) -> Path:
    return recordings / playable_name(file)
