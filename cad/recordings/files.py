"""Where a recording's playable file lies, for those who write it and those who hand it out."""

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath


def uniqueid_of(file: str) -> str:
    """`file` is the raw name that MixMonitor wrote. Only its last part counts, whatever it says."""
    return PurePosixPath(file).name.removesuffix(".raw")


def playable_name(file: str, kind: str = "wav") -> str:
    """`1763726400.12.raw` is heard as `2025/11/21/1763726400.12.wav` (or `.opus`): a uniqueid begins with the second it
    was made."""
    uniqueid = uniqueid_of(file)
    match = re.search(r"(\d{9,11})\.\d+$", uniqueid)
    day = f"{datetime.fromtimestamp(int(match[1]), UTC):%Y/%m/%d}" if match else "undated"
    return f"{day}/{uniqueid}.{kind}"
