"""The launcher: any Python 3 reads it, a wrong one is told what to do; the environment is made once and mended."""

import ast
import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from api.operations import environment
from api.operations.refusal import Refusal
from cad.installation import CHECKOUT

LAUNCHER = CHECKOUT / "tanggap"


def test_an_old_python_can_read_the_launcher() -> None:
    ast.parse(LAUNCHER.read_text(), feature_version=(3, 4))


def test_given_an_old_python_and_no_other_then_one_sentence_says_what_to_install() -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['tanggap', 'up'];"
        f" runpy.run_path({str(LAUNCHER)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Tanggap needs Python 3.11 or newer, and this is 3.9. Install it")
    assert len(done.stderr.splitlines()) == 1


def test_help_needs_no_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(LAUNCHER), "--help"],
        env={"PATH": "", "TANGGAP_HOME": str(tmp_path / "h")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "restore" in done.stdout
    assert not (tmp_path / "h").exists()


def test_status_before_the_first_up_says_how_to_start(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(LAUNCHER), "status"],
        env={"PATH": "", "TANGGAP_HOME": str(tmp_path / "h")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        "tanggap: Tanggap has not been started here yet. Start it with: ./tanggap up\n",
    )


@pytest.mark.slow
def test_given_a_venv_that_was_cut_off_then_it_is_made_anew(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text("not a program")
    environment.make_venv(venv)
    assert environment.has_pip(venv)
    environment.make_venv(venv)
    assert environment.has_pip(venv), "a good one is kept"


def test_the_stamp_of_the_tests_lock_stands_for_both(tmp_path: Path) -> None:
    environment.write_stamp(tmp_path, CHECKOUT / "requirements-dev.lock", "abc")
    assert len(environment.stamps(tmp_path)) == 2
    (tmp_path / "tanggap-stamp.json").write_text("{half")
    assert environment.stamps(tmp_path) == set()


def test_the_tests_lock_pins_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (CHECKOUT / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_locks_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (CHECKOUT / name).read_text()


def test_two_at_once_wait_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with environment.exclusive(file, "waiting"), open(file) as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "WARNING: Retrying (Retry(total=1 ...)) after connection broken",
            "The Python package index cannot be reached",
        ),
        ("OSError: [Errno 28] No space left on device", "The disk filled up"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "differs from the one"),
        ("ERROR: something else", "pip could not install the Python packages (ERROR: something else)"),
    ],
)
def test_why_pip_failed(said: str, told: str) -> None:
    assert told in environment.why_pip_failed(said, Path("venv.log"))


def test_given_too_little_disk_then_it_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="GB free and Tanggap needs"):
        environment.refuse_without_space(tmp_path, 1e9)
