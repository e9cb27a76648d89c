"""`<home>/run/supervisor.json`: what the supervisor knows, for `status` and for the next `up`."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.supervisor import pidfile
from api.supervisor.service import Condition
from cad.clock import utc_now


@dataclass
class StatusFile:
    run: Path
    began: datetime
    address: str
    detached: bool = False

    def write(self, conditions: Iterable[Condition], state: str) -> None:
        told = {
            "pid": os.getpid(), "state": state, "at": utc_now().isoformat(), "began": self.began.isoformat(),
            "address": self.address, "detached": self.detached, "services": [c.as_dict() for c in conditions],
        }  # fmt: skip
        draft = self.run / "supervisor.json.new"
        try:
            draft.write_text(json.dumps(told))
            draft.replace(self.run / "supervisor.json")
        except OSError:
            return  # a full disk: supervising goes on, status is old


def read_status(run: Path) -> dict[str, object]:
    try:
        told = json.loads((run / "supervisor.json").read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def supervisor_pidfile(run: Path) -> Path:
    return run / "supervisor.pid"


def running_supervisor(run: Path) -> int | None:
    """Its pid while it lives, frozen or not."""
    file = supervisor_pidfile(run)
    if not pidfile.is_held(file):
        return None
    named = pidfile.owner(file)
    return named.pid if named else next(iter(pidfile.holders(file)), None)
