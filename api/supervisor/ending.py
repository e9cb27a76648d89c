"""Ending processes, kindly first, with everything they started in their process group."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from api.supervisor import pidfile

KIND_S = 5.0  # ours end within 3 s of SIGTERM by contract


def signal_group(pid: int, number: int) -> None:
    """Each child leads a session of its own, so its group is its pid."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def signal_one(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def leads_a_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def end_orphan(file: Path, kind_s: float = KIND_S) -> bool:
    """Ends whoever holds this pid file, left over from a supervisor that was killed. False: it would not end."""
    for number, patience_s in ((signal.SIGTERM, kind_s), (signal.SIGKILL, 5.0)):
        if not pidfile.is_held(file):
            return True
        for pid in orphans(file):
            send = signal_group if leads_a_group(pid) else signal_one
            send(pid, number)
            send(pid, signal.SIGCONT)  # one that is stopped cannot hear SIGTERM
        until = time.monotonic() + patience_s
        while pidfile.is_held(file) and time.monotonic() < until:
            time.sleep(0.05)
    return not pidfile.is_held(file)


def orphans(file: Path) -> list[int]:
    named = pidfile.owner(file)
    return list({*pidfile.holders(file), *([named.pid] if named else [])})


async def end_child(process: asyncio.subprocess.Process, kind_s: float = KIND_S) -> None:
    """SIGTERM, then SIGKILL for the whole group: what a child started goes with it."""
    signal_one(process.pid, signal.SIGTERM)
    signal_one(process.pid, signal.SIGCONT)
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), kind_s)
    signal_group(process.pid, signal.SIGKILL)
    await process.wait()
