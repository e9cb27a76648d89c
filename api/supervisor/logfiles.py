"""The log files of the children: their last words, and keeping them small."""

import os
import re
import shutil
from pathlib import Path

LARGEST_BYTES = 20_000_000
KEPT = 3
TAIL_BYTES = 8_192


def tail(log: Path, size: int = TAIL_BYTES) -> list[str]:
    try:
        with open(log, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - size))
            return file.read().decode(errors="replace").splitlines()
    except OSError:
        return []


def last_words(log: Path) -> str:
    """The last line that looks like a reason, else the last line; short enough for a table."""
    lines = [line.strip() for line in tail(log) if line.strip()]
    reasons = [line for line in lines[-20:] if re.search(r"error|refused|denied|cannot|failed|exception", line, re.I)]
    return (reasons or lines or [""])[-1][:160]


def rotate(log: Path, largest: int = LARGEST_BYTES) -> None:
    """Copy, then cut: the children hold the file open and append to it, so it stays the same file."""
    try:
        if log.stat().st_size < largest:
            return
        for number in range(KEPT - 1, 0, -1):
            older = log.with_suffix(f".log.{number}")
            if older.exists():
                older.replace(log.with_suffix(f".log.{number + 1}"))
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)
    except OSError:
        return  # a full disk: the system goes on without rotation
