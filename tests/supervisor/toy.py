"""A small process that behaves like one of ours: beats each 0.1 s, and can be told to misbehave.

`toy.py RUN NAME [crash|mute|deaf]`: crash ends at once with status 3; mute never beats; deaf ignores SIGTERM.
It appends its pid to `RUN/NAME.lives`, so that a test can count how many were ever started.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path


def beat(file: Path, count: int) -> None:
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps({"pid": os.getpid(), "state": "ready", "detail": "", "at": f"{os.getpid()}-{count}"}))
    draft.replace(file)


def main() -> None:
    run, name, mode = Path(sys.argv[1]), sys.argv[2], (sys.argv[3:] or [""])[0]
    with open(run / f"{name}.lives", "a") as lives:
        lives.write(f"{os.getpid()}\n")
    if mode == "crash":
        print("Error: the toy is broken", flush=True)
        sys.exit(3)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if mode == "deaf" else lambda *_: sys.exit(0))
    for count in range(10**9):
        if mode != "mute":
            beat(run / f"{name}.beat", count)
        time.sleep(0.1)


main()
