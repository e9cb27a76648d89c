"""A home folder of a test's own, and the command as a person types it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cad.installation import CHECKOUT
from tests.support.typed import Typed


def shared_tools() -> Path:
    """Those that this run of the tests uses: never made again for a test."""
    told = os.environ.get("TANGGAP_TOOLS")
    return Path(told) if told else CHECKOUT / ".tanggap" / "tools"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Under a folder that anybody may pass: as root PostgreSQL runs as another user."""
    folder = Path(tempfile.mkdtemp(prefix="home-"))
    folder.chmod(0o755)
    for name in [name for name in os.environ if name.startswith("TANGGAP_") and name != "TANGGAP_TOOLS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TANGGAP_HOME", str(folder))
    monkeypatch.setenv("TANGGAP_TOOLS", str(shared_tools()))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def typed(home: Path) -> Typed:
    """`typed("status")`: the command's own process, with its output and exit status."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "api.cli", *words],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
