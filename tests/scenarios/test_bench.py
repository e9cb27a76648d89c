"""`./tanggap bench calls` in small: the figures are there, and they are counted, not assumed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cad.installation import CHECKOUT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_given_ten_calls_when_they_are_measured_then_each_is_answered_recorded_and_in_the_cad(tmp_path: Path) -> None:
    file = tmp_path / "calls.json"
    words = ["--rate", "2", "--seconds", "5", "--desks", "12", "--talk", "3", "--json", str(file)]
    command = [sys.executable, "-m", "api.cli", "bench", "calls", *words]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=220, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(file.read_text())
    assert (told["offered"], told["answered"], told["recorded"], told["in_cad"], told["lost"]) == (10, 10, 10, 10, 0)
    for spread in (told["to_screen_ms"], told["floor_ms"]):
        assert 0 < spread["p50"] <= spread["p99"]
    assert told["floor_ms"]["p50"] < told["to_screen_ms"]["p50"]
