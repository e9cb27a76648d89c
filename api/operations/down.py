"""`./tanggap down`: stops everything, whether a supervisor lives or was killed. Asks when calls are up."""

import os
import signal
import sys
import time

from api.operations.refusal import Refusal
from api.operations.status import without_supervisor
from api.supervisor import pidfile
from api.supervisor.doors import AsteriskDoor, PostgresDoor, active_calls
from api.supervisor.ending import end_orphan
from api.supervisor.statusfile import running_supervisor, supervisor_pidfile
from api.supervisor.stopping import calls_up
from cad.installation import Installation, load_installation

SUPERVISOR_STOPS_WITHIN_S = 40.0


def down(*, force: bool) -> int:
    installation = load_installation()
    supervisor = running_supervisor(installation.run)
    if supervisor is None and nothing_runs(installation):
        print("Tanggap is not running.")
        return 0
    if not force and not may_cut(active_calls(installation)):
        print("Nothing was stopped.")
        return 1
    if supervisor is not None:
        stop_supervisor(installation, supervisor)
    stop_the_rest(installation)
    print("Stopped.")
    return 0


def nothing_runs(installation: Installation) -> bool:
    engines = AsteriskDoor(installation).is_running() or PostgresDoor(installation).is_running()
    return not engines and not without_supervisor(installation.run)


def may_cut(calls: int | None) -> bool:
    """Raises Refusal where nobody can be asked."""
    if calls == 0:
        return True
    if not sys.stdin.isatty():
        raise Refusal(f"{calls_up(calls)}. Nothing was stopped. To cut them off: ./tanggap down --force")
    return input(f"{calls_up(calls)}. Cut them off and stop? [y/N] ").strip().lower() in {"y", "yes", "ya"}


def stop_supervisor(installation: Installation, pid: int) -> None:
    """It stops its own in order; one that is frozen or hangs is killed, and the rest is ended below."""
    print("Stopping.", flush=True)
    os.kill(pid, signal.SIGUSR1)
    os.kill(pid, signal.SIGCONT)
    until = time.monotonic() + SUPERVISOR_STOPS_WITHIN_S
    while pidfile.is_held(supervisor_pidfile(installation.run)):
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.1)


def stop_the_rest(installation: Installation) -> None:
    for file in sorted(installation.run.glob("*.pid")):
        if not end_orphan(file):
            raise Refusal(f"{file.stem} does not end, even when killed. Restart the machine.")
    for door in (AsteriskDoor(installation), PostgresDoor(installation)):
        if door.is_running() and not (door.name == "postgres" and installation.settings.database_url):
            door.stop()
