"""Works on recordings in a process of its own, politely: one job a line in, one result a line out.

It ends when its standard input does, so it never outlives the process that started it.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from telephony.recordings.wav import look_again, wrap

NICENESS = 10
Job = dict[str, Any]


def do(job: Job) -> Job:
    """One job, by its `do`. The result has `error` when it failed."""
    began = time.monotonic()
    try:
        result = JOBS[job.get("do", "wrap")](job)
    except OSError as error:
        return {"error": f"{type(error).__name__}: {error.strerror}"}
    except Exception as error:  # noqa: BLE001 - whatever a file or a store does, the next job is another one
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    return {**result, "seconds": time.monotonic() - began}


def _wrap(job: Job) -> Job:
    """`raw`, `wav`, `talk_ms`. The result has `missing` when there is no file."""
    raw, wav, talk = Path(job["raw"]), Path(job["wav"]), job.get("talk_ms")
    talk_ms = (int(talk[0]), int(talk[1])) if talk else None
    try:
        return asdict(wrap(raw, wav, talk_ms) if raw.exists() else look_again(wav, talk_ms))
    except FileNotFoundError:
        return {"missing": True}


def _compress(job: Job) -> Job:
    """`wav`, `opus`, `sha256` (the WAV's)."""
    from telephony.recordings.opus import compress  # 0.2 s of loading, and 30 MB, only where it is needed

    return asdict(compress(Path(job["wav"]), Path(job["opus"]), job["sha256"]))


def _put_away(job: Job) -> Job:
    """`file`, `name` there, `sha256`, `access`."""
    from telephony.recordings.stores import Access, store_of

    store_of(Access(**job["access"])).put(Path(job["file"]), job["name"], job["sha256"])
    return {}


def _delete(job: Job) -> Job:
    """`files` here; `name` and `access` when there is one in the second place."""
    from telephony.recordings.stores import Access, store_of

    if "access" in job:
        store_of(Access(**job["access"])).delete(job["name"])
    for file in job["files"]:
        Path(file).unlink(missing_ok=True)
    return {}


JOBS: dict[str, Callable[[Job], Job]] = {
    "wrap": _wrap,
    "compress": _compress,
    "put_away": _put_away,
    "delete": _delete,
}


def main() -> None:
    os.nice(NICENESS)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(do(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
