"""pip for a Python without ensurepip: Debian cuts it out of python3 and puts it into python3-venv.

Its wheel is in a package that any user may download and unpack, nothing is installed on the machine.
"""

import os
import subprocess
import tempfile
from pathlib import Path

DOWNLOAD = ["apt-get", "-q", "download", "python3-pip-whl"]
MACHINES_WHEELS = Path("/usr/share/python-wheels")


def put_pip_into(venv: Path) -> bool:
    """True when `venv` (made without pip) has one now."""
    with tempfile.TemporaryDirectory() as name:
        wheel = find_wheel(MACHINES_WHEELS) or downloaded_wheel(Path(name))
        if wheel is None:
            return False
        command = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(wheel)]
        return succeeds(command, env={**os.environ, "PYTHONPATH": str(wheel)})


def find_wheel(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob("pip-*.whl"))), None)


def downloaded_wheel(folder: Path) -> Path | None:
    """Asks for the package; root may need the list of packages first."""
    if not succeeds(DOWNLOAD, cwd=folder):
        if os.geteuid() != 0 or not succeeds(["apt-get", "-q", "update"], cwd=folder):
            return None
        if not succeeds(DOWNLOAD, cwd=folder):
            return None
    package = next(iter(folder.glob("*.deb")), None)
    if package is None or not succeeds(["dpkg-deb", "-x", str(package), str(folder)]):
        return None
    return find_wheel(folder / "usr" / "share" / "python-wheels")


def succeeds(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0
