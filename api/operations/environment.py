"""The virtual environment in `<tools>/venv`, made on the first run from a lock file with hashes.

Runs before there is an environment, so only the standard library is used here. Made step by step with a
stamp written last: killed at any moment, the next run goes on where it stood. Two at once wait for each
other.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.operations.borrowed_pip import put_pip_into
from api.operations.progress import Progress
from api.operations.refusal import Refusal

PACKAGES_NEED_GB = 2.0  # the packages take 0.9 GB unpacked, and as much again in pip's cache while they arrive
ANSWERED_WITHOUT_PACKAGES = {"-h", "--help", "--version"}
LOOKING = {"down", "status", "logs"}

Say = Callable[[str], None]


def hand_over(checkout: str, arguments: list[str]) -> None:
    """Ends in `api.cli`, in the environment's own Python where the command needs the packages."""
    command = next((word for word in arguments if not word.startswith("-")), "")
    tools = tools_folder(Path(checkout))
    try:
        if not command or ANSWERED_WITHOUT_PACKAGES & set(arguments):
            from api.cli import main

            sys.exit(main(arguments))
        python = environment_for(command, arguments, Path(checkout), tools)
    except Refusal as refusal:
        sys.exit(f"tanggap: {refusal}")
    except KeyboardInterrupt:
        sys.exit("\ntanggap: Interrupted. Run the same command again; it goes on where it stood.")
    os.environ["PYTHONPATH"] = checkout
    # Compiled modules are kept, whatever this shell is told: every start and restart needs a hundred packages.
    os.environ["PYTHONPYCACHEPREFIX"] = str(tools / "pycache")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONSAFEPATH"] = "1"  # an `api` folder where the user stands must not be taken for ours
    os.execv(python, [str(python), "-m", "api.cli", *arguments])


def environment_for(command: str, arguments: list[str], checkout: Path, tools: Path) -> Path:
    """Looking at a system and stopping it never wait for an installation."""
    python = tools / "venv" / "bin" / "python"
    if command not in LOOKING:
        drives_a_browser = command == "demo" and "--auto" in arguments
        return ensure_environment(checkout, tools, with_tests=command == "test" or drives_a_browser)
    if not stamps(tools / "venv"):
        raise Refusal("Tanggap has not been started here yet. Start it with: ./tanggap up")
    return python


def tools_folder(checkout: Path) -> Path:
    """The same answer as cad.installation gives, before a home folder exists."""
    home = Path(os.environ.get("TANGGAP_HOME") or checkout / ".tanggap")
    return Path(os.environ.get("TANGGAP_TOOLS") or home / "tools").absolute()


def ensure_environment(checkout: Path, tools: Path, *, with_tests: bool) -> Path:
    """The environment's Python, with the locked packages installed. Raises Refusal with what to do."""
    venv, lock = tools / "venv", checkout / ("requirements-dev.lock" if with_tests else "requirements.lock")
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    python = venv / "bin" / "python"
    if wanted in stamps(venv):
        return python
    with exclusive(tools / ".lock", "Another ./tanggap is preparing the tools; waiting for it."):
        if wanted not in stamps(venv):
            refuse_without_space(tools, PACKAGES_NEED_GB)
            make_venv(venv)
            install(python, lock, tools / "venv.log")
            write_stamp(venv, lock, wanted)
    return python


def stamps(venv: Path) -> set[str]:
    """Hashes of the lock files whose packages are all there."""
    try:
        told = json.loads((venv / "tanggap-stamp.json").read_text())
    except (OSError, ValueError):
        return set()
    return set(told.values()) if isinstance(told, dict) else set()


def write_stamp(venv: Path, lock: Path, digest: str) -> None:
    """The tests' lock holds all of the other, with the same versions, so it stands for both."""
    told = {lock.name: digest}
    if lock.name == "requirements-dev.lock":
        plain = lock.with_name("requirements.lock")
        told[plain.name] = hashlib.sha256(plain.read_bytes()).hexdigest()
    draft = venv / "tanggap-stamp.new"
    draft.write_text(json.dumps(told))
    draft.replace(venv / "tanggap-stamp.json")


@contextmanager
def exclusive(file: Path, waiting: str) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(waiting, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def refuse_without_space(folder: Path, need_gb: float) -> None:
    free = shutil.disk_usage(folder).free / 1e9
    if free < need_gb:
        raise Refusal(
            f"{folder} has {free:.1f} GB free and Tanggap needs {need_gb:.1f} GB there. Free some space, or set"
            " TANGGAP_HOME to a folder on a larger disk, and start again."
        )


def make_venv(venv: Path) -> None:
    """A venv that cannot run pip was cut off while it was made: it is made anew."""
    (venv / "tanggap-stamp.json").unlink(missing_ok=True)
    if has_pip(venv):
        return
    shutil.rmtree(venv, ignore_errors=True)
    print("Making the Python environment.", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if made.returncode == 0 and has_pip(venv):
        return
    shutil.rmtree(venv, ignore_errors=True)
    if "ensurepip" in made.stdout + made.stderr and made_with_borrowed_pip(venv):
        return
    if "No space left" in made.stdout + made.stderr:
        raise Refusal(f"The disk that holds {venv.parent} is full. Free some space and start again.")
    raise Refusal(
        f"This Python has no working venv module. Install it (Debian: apt-get install python3-venv"
        f" python{sys.version_info.major}.{sys.version_info.minor}-venv) and start again."
    )


def made_with_borrowed_pip(venv: Path) -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], capture_output=True, check=False)
    if made.returncode == 0 and put_pip_into(venv):
        return has_pip(venv)
    shutil.rmtree(venv, ignore_errors=True)
    return False


def has_pip(venv: Path) -> bool:
    asked = [str(venv / "bin" / "python"), "-c", "import pip._internal"]
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(python: Path, lock: Path, log: Path) -> None:
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check"]
    # The lock is complete, so nothing is to be resolved; modules are compiled when first used, not all at once.
    command += ["--no-deps", "--no-compile", "--no-input", "--progress-bar", "off", "--retries", "2", "-r", str(lock)]
    total = sum(1 for line in lock.read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))
    progress, said = Progress("Python packages", total), []
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PYTHONUNBUFFERED": "1"}
    with (
        open(log, "w") as out,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environment,
        ) as pip,
    ):
        assert pip.stdout is not None
        for line in pip.stdout:
            out.write(line)
            said.append(line.strip())
            follow(progress, line)
    progress.close()
    if pip.returncode != 0:
        raise Refusal(why_pip_failed("\n".join(said), log))


def follow(progress: Progress, line: str) -> None:
    words = line.split()
    if line.startswith(("Collecting ", "Processing ")):
        progress.step(words[1].rpartition("/")[2])
    elif line.startswith("Ignoring ") or (line.startswith("Requirement already satisfied: ") and "(from -r " in line):
        progress.step(words[1].rstrip(":"))
    elif "Retrying (" in line:
        progress.note("the package index does not answer, trying again")
    elif line.startswith("Installing collected packages"):
        progress.note("unpacking, about half a minute")


def why_pip_failed(output: str, log: Path) -> str:
    """pip's own words are long; the person needs the cause and the next step."""
    if "No space left on device" in output:
        return "The disk filled up while the Python packages were installed. Free some space and run it again."
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A downloaded Python package differs from the one that requirements.lock names, so nothing was"
            " installed. Check your package index (pip config list), then run it again."
        )
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return (
            "The Python package index shows a certificate that is not trusted (a proxy of your network?). Set PIP_CERT"
            " to your network's CA file and run it again."
        )
    if any(sign in output for sign in ("Retrying (", "ConnectionError", "Name or service not known", "Network is")):
        return (
            "The Python package index cannot be reached. The first run needs a network: check the connection and"
            " pip's settings (pip config list: index-url, proxy), then run it again; it goes on where it stood."
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    return f"pip could not install the Python packages ({errors[-1] if errors else 'no reason given'}). Details: {log}"
