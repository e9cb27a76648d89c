"""Who runs: one file for each process, locked by the process itself for as long as it lives.

The lock (flock) belongs to the open file that the child inherits, so the kernel drops it when the last
holder dies, however it dies. While it is held nobody starts a second one: no double telephony, though
the supervisor was killed between two lines of code. The pid and start time inside are for finding it.
"""

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Owner:
    pid: int
    started: int  # clock ticks since boot, from /proc: a pid that was given to another program has another one


def start_ticks(pid: int) -> int | None:
    """None when there is no such process, or only its zombie."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] in "ZX" else int(after_name[19])


def is_stopped(pid: int) -> bool:
    """True for a process that got SIGSTOP and no SIGCONT."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False


def claim(file: Path, patience_s: float = 0.5) -> int | None:
    """A locked descriptor for the file, or None when another process holds it.

    Waits a little, because a reader that asks `is_held` holds the lock for a moment too.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    until = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                return None
            time.sleep(0.02)


def record(descriptor: int, pid: int) -> None:
    """Writes who holds the lock."""
    told = json.dumps({"pid": pid, "started": start_ticks(pid) or 0}).encode()
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, told, 0)


def is_held(file: Path) -> bool:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def owner(file: Path) -> Owner | None:
    """The living process that the file names; None when it is gone or its pid now is another program's."""
    try:
        told = json.loads(file.read_text())
        named = Owner(int(told["pid"]), int(told["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return named if start_ticks(named.pid) == named.started else None


def holders(file: Path) -> list[int]:
    """Every process that has the file open, found without trusting what the file says."""
    target, found = str(file.resolve()), []
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(entry) == target for entry in folder.iterdir()):
                found.append(int(folder.parent.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]
