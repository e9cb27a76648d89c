"""Wraps recordings in a process of its own, politely: one job a line in, one result a line out.

It ends when its standard input does, so it never outlives the process that started it.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from telephony.recordings.wav import look_again, wrap

NICENESS = 10


def do(job: dict[str, object]) -> dict[str, object]:
    """One job: `raw`, `wav`, `talk_ms`. The result has `error` when it failed, `missing` when there is no file."""
    raw, wav = Path(str(job["raw"])), Path(str(job["wav"]))
    talk = job.get("talk_ms")
    talk_ms = (int(talk[0]), int(talk[1])) if isinstance(talk, list) else None
    began = time.monotonic()
    try:
        made = wrap(raw, wav, talk_ms) if raw.exists() else look_again(wav, talk_ms)
    except FileNotFoundError:
        return {"missing": True}
    except OSError as error:
        return {"error": f"{type(error).__name__}: {error.strerror}"}
    return {**asdict(made), "seconds": time.monotonic() - began}


def main() -> None:
    os.nice(NICENESS)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(do(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
