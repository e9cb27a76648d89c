"""The Asterisk process of this installation: started in a session of its own, found again by who comes later.

A pid alone proves nothing (it may be another process by now), so the time it started is kept beside it.
"""

import json
import os
import signal
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from cad.installation import Installation
from telephony.pbx import configuration, tree


@dataclass(frozen=True)
class Running:
    pid: int
    started: float  # seconds since 1970, as the kernel tells it
    doors: str = ""  # the addresses it was started with; they do not change while it runs

    def is_alive(self) -> bool:
        _reap(self.pid)
        try:
            process = psutil.Process(self.pid)
            ours = abs(process.create_time() - self.started) < 0.5
            # A killed process is a zombie before its other threads have let go of its ports.
            return ours and (process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
        except psutil.NoSuchProcess:
            return False

    def signal(self, number: signal.Signals) -> None:
        if self.is_alive():
            os.kill(self.pid, number)


def _reap(pid: int) -> None:
    """A child of ours that died is a zombie until it is waited for; another's child is none of ours."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _file(installation: Installation) -> Path:
    return installation.run / "asterisk.json"


def doors(installation: Installation) -> str:
    """Where this installation's Asterisk listens; another value needs a new process."""
    settings = installation.settings
    ports = f"{settings.sip_port} {settings.ami_port} {settings.pbx_http_port}"
    return f"{settings.bind} {ports} {settings.tls_certificate} {settings.desk_transport}".strip()


def find(installation: Installation) -> Running | None:
    """The Asterisk that this installation started, if it lives."""
    try:
        kept = json.loads(_file(installation).read_text())
        running = Running(pid=int(kept["pid"]), started=float(kept["started"]), doors=str(kept.get("doors", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return running if running.is_alive() else None


def launch(installation: Installation) -> Running:
    """Starts Asterisk with its own session and no terminal: what ends the launcher does not end calls."""
    argv = [*tree.program(installation, "asterisk"), "-f", "-C", str(configuration.main_file(installation))]
    installation.logs.mkdir(parents=True, exist_ok=True)
    with (installation.logs / "asterisk.log").open("ab") as log:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=installation.pbx,
            env=environment(),
            start_new_session=True,
            close_fds=True,
        )
    running = Running(child.pid, psutil.Process(child.pid).create_time(), doors(installation))
    child.returncode = 0  # ours no longer: it outlives us, and `Running` looks after it
    _keep(installation, running)
    return running


# pjproject (2.15 with Asterisk 22.10.1) reads beyond the end of an SDP body that is nothing but line ends, and aborts
# when it finds more of them there: remains of an earlier message. New memory that is zero ends that; it takes
# `cache_pools = no` in pjproject.conf too. 255: glibc fills with the complement.
CLEAN_MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.perturb=255"}


def environment() -> dict[str, str]:
    """Nothing of ours that Asterisk does not need; above all no password from the launcher's environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"} | CLEAN_MEMORY


def _keep(installation: Installation, running: Running) -> None:
    file = _file(installation)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(asdict(running)))
    draft.replace(file)


def forget(installation: Installation) -> None:
    _file(installation).unlink(missing_ok=True)
