"""How a process of ours tells the supervisor, `status` and the screen that it is well.

`<home>/run/<name>.beat` holds one JSON object: pid, state (`starting`, `ready`, `degraded`), detail, at.
It is written each second from the process's own event loop, so a frozen loop is seen too.
"""

import asyncio
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from cad.clock import utc_now


@dataclass
class Heartbeat:
    folder: Path
    name: str
    state: str = "starting"
    detail: str = ""
    period_s: float = 1.0
    _extra: dict[str, object] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.beat"

    def say(self, state: str, detail: str = "", **extra: object) -> None:
        self.state, self.detail, self._extra = state, detail, extra
        self.write()

    def write(self) -> None:
        told = {"pid": os.getpid(), "state": self.state, "detail": self.detail, "at": utc_now().isoformat()}
        beat = told | self._extra
        draft = self.file.with_suffix(".beat.new")
        draft.write_text(json.dumps(beat))
        draft.replace(self.file)

    async def run(self) -> None:
        while True:
            self.write()
            await asyncio.sleep(self.period_s)


def read_beat(folder: Path, name: str) -> dict[str, object] | None:
    """The last beat, or None when there is none or it is half written."""
    try:
        beat = json.loads((folder / f"{name}.beat").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return beat if isinstance(beat, dict) else None
