"""`./tanggap demo --auto` is the main job on real input: it must pass, and it must notice what is missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cad.installation import CHECKOUT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]
KINDS = ("calls", "incidents", "assignments", "messages", "recordings")


def demo(folder: Path, *more: str) -> tuple[int, dict[str, object], str]:
    """Exit code, what it wrote as JSON, and what it printed."""
    file = folder / "demo.json"
    command = [sys.executable, "-m", "api.cli", "demo", "--auto", "--fresh", "--json", str(file), *more]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=400, check=False)
    told = json.loads(file.read_text()) if file.exists() else {}
    return ran.returncode, told, ran.stdout + ran.stderr


def test_given_a_whole_system_when_the_demo_plays_itself_then_nothing_is_missing(tmp_path: Path) -> None:
    code, told, printed = demo(tmp_path)
    assert code == 0, printed
    assert all(int(str(told[kind])) >= 5 for kind in KINDS), printed


@pytest.mark.parametrize(
    ("without", "missing"), [("recording", "recordings"), ("observer", "calls"), ("sms", "messages")]
)
def test_given_a_part_is_switched_off_when_the_demo_plays_itself_then_it_says_so_and_fails(
    tmp_path: Path, without: str, missing: str
) -> None:
    code, told, printed = demo(tmp_path, "--without", without)
    assert code == 1, printed
    assert told, printed
    assert int(str(told[missing])) < 5, printed
