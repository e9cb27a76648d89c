"""The settings of the system that runs, for commands typed in another terminal without them.

`TANGGAP_HTTP_PORT=9000 ./tanggap up` here and `./tanggap down` there must speak of the same ports. `up`
keeps its TANGGAP_* variables in `<home>/run/environment.json` (mode 0600: a database URL holds a password).
"""

import json
import os
from pathlib import Path

NEVER = {"TANGGAP_HOME", "TANGGAP_TOOLS", "TANGGAP_TRIED_OTHER_PYTHON", "TANGGAP_PORTS"}


def environment_file(home: Path) -> Path:
    return home / "run" / "environment.json"


def told_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("TANGGAP_") and name not in NEVER}


def remember(home: Path) -> None:
    file = environment_file(home)
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(told_environment(), out)
    draft.replace(file)


def remembered(home: Path) -> dict[str, str]:
    try:
        told = json.loads(environment_file(home).read_text())
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}


def adopt(home: Path) -> None:
    """What is said now counts more than what `up` was told."""
    for name, value in remembered(home).items():
        os.environ.setdefault(name, value)
