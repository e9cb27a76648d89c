"""`./tanggap doctor`: looks at the machine and the running system, and says of each thing what to do."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from api.operations import ports
from api.operations.status import look
from api.supervisor.doors import AsteriskDoor, PostgresDoor, active_calls, why_database_refuses
from api.supervisor.logfiles import tail
from api.supervisor.statusfile import running_supervisor
from api.supervisor.stopping import calls_up
from cad.errors import TanggapError
from cad.installation import Installation, is_loopback, load_installation
from cad.store import server
from telephony.pbx import tree

OK, WARN, FAIL = "ok", "warn", "fail"
LOW_DISK_GB = 10.0
RECENT_LINES = 200
INDEX_WITHIN_S = 8


@dataclass(frozen=True)
class Finding:
    level: str
    what: str
    text: str


Check = Callable[[Installation], Iterator[Finding]]


def doctor(*, as_json: bool) -> int:
    """Exit status 1 when something fails; warnings alone are 0."""
    installation = load_installation()
    findings: list[Finding] = []
    for check in CHECKS:
        for finding in check(installation):
            findings.append(finding)
            if not as_json:
                print(f"{finding.level:<5} {finding.what:<11} {finding.text}", flush=True)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    return 1 if any(finding.level == FAIL for finding in findings) else 0


def check_python(_: Installation) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(OK, "python", f"{version} at {sys.executable}")


def check_disk(installation: Installation) -> Iterator[Finding]:
    free = shutil.disk_usage(installation.home).free / 1e9
    least = installation.settings.minimum_free_gb
    where = f"{free:.1f} GB free at {installation.home}"
    if free < least:
        yield Finding(FAIL, "disk", f"{where}: calls are not recorded below {least:.0f} GB. Free some space now.")
    elif free < LOW_DISK_GB:
        yield Finding(WARN, "disk", f"{where}: recordings take 115 MB an hour of talk. Free some space soon.")
    else:
        yield Finding(OK, "disk", where)


def check_network(_: Installation) -> Iterator[Finding]:
    """Asks for pip itself, through pip, so that the machine's own index and proxy settings count."""
    command = [sys.executable, "-m", "pip", "index", "versions", "pip", "--retries", "0", "--timeout", "5"]
    try:
        told = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=INDEX_WITHIN_S, check=False
        )
        reached = told.returncode == 0
    except subprocess.TimeoutExpired:
        reached = False
    if reached:
        yield Finding(OK, "network", "the Python package index answers")
    else:
        text = "the Python package index does not answer; only a first run and updates need it (pip config list)"
        yield Finding(WARN, "network", text)


def check_ports(installation: Installation) -> Iterator[Finding]:
    """Taken ports are right while we run, and wrong while we do not."""
    if running_supervisor(installation.run):
        yield Finding(OK, "ports", f"in use by Tanggap: {port_list(installation)}")
        return
    names = ports.OUR_PORTS if AsteriskDoor(installation).is_running() else ports.OUR_PORTS + ports.PBX_PORTS
    settings, taken = installation.settings, 0
    for name in names:
        port = int(getattr(settings, name))
        if not ports.is_free(ports.host_of(settings, name), port):
            taken += 1
            how = f"set TANGGAP_{name.upper()}, or ./tanggap up --free-ports"
            yield Finding(FAIL, "ports", f"{port} ({name}) is taken by {ports.who_has(port)}: end it, {how}")
    if not taken:
        yield Finding(OK, "ports", f"free: {port_list(installation)}")


def port_list(installation: Installation) -> str:
    return ", ".join(
        f"{name.removesuffix('_port')} {getattr(installation.settings, name)}"
        for name in ports.OUR_PORTS + ports.PBX_PORTS
    )


def check_asterisk(installation: Installation) -> Iterator[Finding]:
    door = AsteriskDoor(installation)
    try:
        program = tree.program(installation, "asterisk")[-1]
    except TanggapError as error:
        yield Finding(WARN, "asterisk", f"not installed yet: ./tanggap up does it ({error.sentence_en})")
        return
    if not door.is_running():
        yield Finding(OK, "asterisk", f"installed ({program}), not running")
    elif not door.answers():
        text = f"runs (pid {door.pid()}) but neither SIP nor HTTP answers: see ./tanggap logs asterisk"
        yield Finding(FAIL, "asterisk", text)
    else:
        yield Finding(OK, "asterisk", f"answers (pid {door.pid()}); {calls_up(active_calls(installation))}")


def check_database(installation: Installation) -> Iterator[Finding]:
    external = bool(installation.settings.database_url)
    if not external and not PostgresDoor(installation).is_running():
        yield Finding(OK, "database", "embedded PostgreSQL, not running")
        return
    why = why_database_refuses(server.database_url(installation))
    kind = "TANGGAP_DATABASE_URL" if external else "embedded PostgreSQL"
    if why is None:
        yield Finding(OK, "database", f"{kind} answers")
    else:
        yield Finding(FAIL, "database", f"{kind} does not answer: {why}. See that it runs and that its URL is right.")


def check_microphone(installation: Installation) -> Iterator[Finding]:
    settings = installation.settings
    if is_loopback(settings.bind):
        yield Finding(
            OK, "microphone", "browsers give one to pages of this machine; from others set TANGGAP_BIND (HTTPS then)"
        )
    elif settings.tls_certificate:
        yield Finding(OK, "microphone", f"HTTPS with {settings.tls_certificate}; each browser must trust it")
    else:
        yield Finding(
            FAIL, "microphone", "open to the network without HTTPS: browsers refuse it. Run ./tanggap up, it makes one."
        )


def check_secrets(installation: Installation) -> Iterator[Finding]:
    files = [
        installation.home / "secrets.json",
        installation.home / "demo-users.json",
        installation.home / "run" / "environment.json",
    ]
    files += sorted((installation.home / "tls").glob("*.key"))
    open_ones = [file for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in open_ones:
        yield Finding(FAIL, "secrets", f"{file} can be read by others: chmod 600 {file}")
    if not open_ones:
        yield Finding(OK, "secrets", "readable by their owner only")
    if (installation.home / "demo-users.json").exists() and not is_loopback(installation.settings.bind):
        yield Finding(
            WARN, "secrets", "demo users may log in from the network: give people their own, then delete them"
        )


def check_processes(installation: Installation) -> Iterator[Finding]:
    rows, headline = look(installation.run)
    for row in rows:
        text = (
            f"{row.state}"
            + (f", {row.restarts} restarts" if row.restarts else "")
            + (f": {row.detail}" if row.detail else "")
        )
        level = OK if row.state == "ready" else WARN if row.state in {"degraded", "starting", "left"} else FAIL
        yield Finding(level, row.name, text)
    if not rows:
        yield Finding(OK, "processes", headline)


def check_logs(installation: Installation) -> Iterator[Finding]:
    for log in sorted(installation.logs.glob("*.log")):
        lines = [line for line in tail(log, 65_536)[-RECENT_LINES:] if is_error(line)]
        if lines:
            yield Finding(
                WARN,
                "log",
                f"{log.stem}: {len(lines)} errors lately, the last: {lines[-1].strip()[:140]}",
            )


def is_error(line: str) -> bool:
    return (
        '"level": "error"' in line
        or '"level": "critical"' in line
        or line.startswith(("Traceback", "ERROR"))
        or "] ERROR[" in line
    )


def check_user(_: Installation) -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield Finding(WARN, "user", "running as root works; a user of its own is safer (docker/tanggap.service)")


CHECKS: tuple[Check, ...] = (
    check_python, check_user, check_disk, check_network, check_ports, check_asterisk, check_database,
    check_microphone, check_secrets, check_processes, check_logs,
)  # fmt: skip
