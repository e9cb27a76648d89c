"""What a test run left behind: processes that speak of its temporary folder, and data put elsewhere for them."""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path


def end_leftovers(scratch: Path) -> list[str]:
    """Ends them, removes the folder, and gives the names of what still ran."""
    elsewhere = outside_folders(scratch)
    needles = [str(scratch).encode(), *(str(folder).encode() for folder in elsewhere)]
    ended = []
    for pid, words in processes():
        if any(needle in words for needle in needles):
            ended.append(words.split(b"\0", 1)[0].decode(errors="replace"))
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
    for folder in (scratch, *elsewhere):
        shutil.rmtree(folder, ignore_errors=True)
    return ended


def processes() -> list[tuple[int, bytes]]:
    """Command line and environment of each but ourselves; engines have a clean environment, but name their files."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid == os.getpid():
            continue
        with suppress(OSError):
            found.append((pid, (folder / "cmdline").read_bytes() + b"\0" + (folder / "environ").read_bytes()))
    return found


def outside_folders(scratch: Path) -> list[Path]:
    """As root PostgreSQL's data may live outside, behind a link `pg`, in a folder made for it alone."""
    links = [Path(folder) / "pg" for folder, names, files in os.walk(scratch) if "pg" in names or "pg" in files]
    return [link.resolve().parent for link in links if link.is_symlink() and link.resolve().name == "pg"]
