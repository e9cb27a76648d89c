"""Where a recording lies: raw while Asterisk writes it, then under the day (UTC) its call began."""

import re
from datetime import UTC, datetime
from pathlib import Path

RAW_FOLDER = "raw"


def raw_path(recordings: Path, file: str) -> Path:
    """`file` is the name in the `recording` mark. Only its last part counts, whatever it says."""
    return recordings / RAW_FOLDER / Path(file).name


def wav_path(recordings: Path, file: str) -> Path:
    """`1763726400.12.raw` lies at `2025/11/21/1763726400.12.wav`: the uniqueid begins with the second it was made."""
    uniqueid = uniqueid_of(file)
    match = re.search(r"(\d{9,11})\.\d+$", uniqueid)
    day = f"{datetime.fromtimestamp(int(match[1]), UTC):%Y/%m/%d}" if match else "undated"
    return recordings / day / f"{uniqueid}.wav"


def uniqueid_of(file: str) -> str:
    return Path(file).name.removesuffix(".raw")
