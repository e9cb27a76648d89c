"""`./tanggap logs [NAME]`: the end of a process's log, or of all of them."""

import time
from pathlib import Path

from api.operations.refusal import Refusal
from api.supervisor.logfiles import tail

FOLLOW_EVERY_S = 0.3


def logs(home: Path, name: str | None, lines: int, *, follow: bool) -> int:
    found = {file.stem: file for file in sorted((home / "log").glob("*.log"))}
    if (asterisk := home / "pbx" / "log" / "messages.log").exists():
        found["asterisk"] = asterisk
    if name is not None and name not in found:
        raise Refusal(f"There is no log of {name}. There are: {', '.join(found) or 'none yet'}.")
    chosen = {name: found[name]} if name else found
    for title, file in chosen.items():
        if len(chosen) > 1:
            print(f"==> {title} ({file})")
        print("\n".join(tail(file, 65_536)[-lines:]))
    if follow:
        follow_all(chosen)
    return 0


def follow_all(chosen: dict[str, Path]) -> None:
    read_to = {title: file.stat().st_size for title, file in chosen.items()}
    while True:
        time.sleep(FOLLOW_EVERY_S)
        for title, file in chosen.items():
            size = file.stat().st_size
            start = 0 if size < read_to[title] else read_to[title]  # it was rotated
            with open(file, "rb") as log:
                log.seek(start)
                text = log.read().decode(errors="replace")
            read_to[title] = start + len(text.encode())
            for line in text.splitlines():
                print(f"{title}: {line}" if len(chosen) > 1 else line, flush=True)
