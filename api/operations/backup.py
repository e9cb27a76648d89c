"""`./tanggap backup FILE`: everything a city would miss, in one file, while the system runs.

The database is dumped first and the files it names are taken after it, so each recording and event that the
dump knows is there (or a newer one). CEL's events come along: what was not yet read into the database is
read after a restore.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from api.operations.archive import Writer, writing
from api.operations.refusal import Refusal
from cad.clock import utc_now
from cad.installation import Installation, load_installation
from cad.store import server
from telephony.pbx import addresses

HOME_FILES = ("secrets.json", "settings.toml", "demo-users.json")
HOME_FOLDERS = ("tls", "pbx/keys", "seal")
DATABASE = "database.dump"


def sqlite_files(installation: Installation) -> dict[str, Path]:
    return {"pbx/astdb.sqlite3": addresses.astdb_file(installation), "pbx/cel.db": addresses.events_file(installation)}


def backup(file: Path) -> int:
    installation = load_installation()
    if not installation.pgdata.exists() and not installation.settings.database_url:
        raise Refusal("There is nothing to back up: Tanggap has not been started here yet.")
    if not file.absolute().parent.is_dir():
        raise Refusal(f"There is no folder {file.absolute().parent}. Make it, or name another file.")
    with tempfile.TemporaryDirectory(dir=installation.home, prefix="backup-") as name, writing(file) as writer:
        say("The database")
        with database_running(installation) as url:
            dump(installation, url, Path(name) / DATABASE)
        writer.add(DATABASE, Path(name) / DATABASE)
        add_sqlite(writer, installation, Path(name))
        add_home_files(writer, installation)
        count = add_recordings(writer, installation)
        writer.finish({"made_at": utc_now().isoformat(), "center_id": installation.settings.center_id})
    say(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {len(writer.files)} files, {count} of them recordings")
    say("It holds secrets and personal data: keep it where only administrators can read it.")
    return 0


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def database_running(installation: Installation) -> Iterator[str]:
    """The database's URL; an embedded server that was down is started for us alone."""
    was_running = server.is_running(installation)
    url = server.start(installation)
    try:
        yield url
    finally:
        if not was_running:
            server.stop(installation)


def dump(installation: Installation, url: str, target: Path) -> None:
    """pg_dump's own format: one consistent moment of the running database."""
    postgres_program(installation, "pg_dump", url, "--format=custom", "--compress=0", f"--file={target}")


def postgres_program(installation: Installation, name: str, url: str, *arguments: str) -> None:
    """Runs it against the database; the password goes by the environment, never on a command line."""
    told = make_url(url)
    host = told.host or str(told.query.get("host", ""))
    connection = {"PGHOST": host, "PGUSER": told.username or "", "PGDATABASE": told.database or ""}
    connection |= {"PGPORT": str(told.port)} if told.port else {}
    connection |= {"PGPASSWORD": str(told.password)} if told.password else {}
    if mode := told.query.get("sslmode"):
        connection["PGSSLMODE"] = str(mode)
    program = Path(server.programs(installation)) / name
    done = subprocess.run(
        [str(program), "--no-password", *arguments],
        env={**os.environ, **connection},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr.strip())
        raise Refusal(f"{name} did not succeed: {reason}. Correct that and run it again; nothing else was changed.")


def add_sqlite(writer: Writer, installation: Installation, scratch: Path) -> None:
    """Through SQLite's own backup: Asterisk goes on writing meanwhile."""
    for name, file in sqlite_files(installation).items():
        if not file.exists():
            continue
        copy = scratch / Path(name).name
        source, target = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30), sqlite3.connect(copy)
        try:
            source.backup(target, pages=256)
        finally:
            source.close()
            target.close()
        writer.add(name, copy)


def add_home_files(writer: Writer, installation: Installation) -> None:
    for name in HOME_FILES:
        writer.add(name, installation.home / name)
    for folder in HOME_FOLDERS:
        for file in sorted((installation.home / folder).glob("*")):
            if file.is_file():
                writer.add(f"{folder}/{file.name}", file)


def add_recordings(writer: Writer, installation: Installation) -> int:
    """Looks twice: a call that ends meanwhile has its raw file wrapped into one of another name."""
    count = 0
    for _ in range(2):
        for file in sorted(installation.recordings.rglob("*")):
            name = f"recordings/{file.relative_to(installation.recordings).as_posix()}"
            if name not in writer.files and file.is_file() and writer.add(name, file):
                count += 1
                show_count(count)
    return count


def show_count(count: int) -> None:
    if sys.stdout.isatty() and count % 50 == 0:
        print(f"\r{count} recordings", end="", flush=True)


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
