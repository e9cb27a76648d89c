"""`./tanggap restore FILE`: unpack beside, verify, and only then put everything in its place."""

import shutil
import tempfile
from pathlib import Path

import psycopg

from api.operations import archive
from api.operations.backup import (
    DATABASE,
    HOME_FILES,
    HOME_FOLDERS,
    database_running,
    free_bytes,
    postgres_program,
    say,
    sqlite_files,
)
from api.operations.down import nothing_runs
from api.operations.refusal import Refusal
from api.supervisor.doors import plain_url
from api.supervisor.statusfile import running_supervisor
from cad.clock import utc_now
from cad.installation import Installation, load_installation

SPACE_FACTOR = 3  # unpacked, restored, and the database's own files


def restore(file: Path, *, replace: bool) -> int:
    installation = load_installation()
    refuse_early(installation, file, replace=replace)
    with tempfile.TemporaryDirectory(dir=installation.home, prefix="restore-") as name:
        unpacked = Path(name)
        say("Unpacking and verifying")
        manifest = archive.unpack(file, unpacked)
        if replace:
            put_aside(installation)
        place_home_files(unpacked, installation.home)
        installation = load_installation()  # with the secrets and settings that came back
        say("The database")
        fill_database(installation, unpacked / DATABASE, replace=replace)
        place_sqlite(unpacked, installation)
        count = place_recordings(unpacked, installation)
    say(f"Restored the state of {manifest.get('made_at')}: database, {count} recordings, secrets, settings.")
    say("Start it with: ./tanggap up")
    return 0


def refuse_early(installation: Installation, file: Path, *, replace: bool) -> None:
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")
    if running_supervisor(installation.run) or not nothing_runs(installation):
        raise Refusal("Tanggap is running. Stop it first with: ./tanggap down")
    if free_bytes(installation.home) < SPACE_FACTOR * file.stat().st_size:
        raise Refusal(f"{installation.home} has too little free space for this backup. Free some and run it again.")
    used = installation.pgdata.exists() or any(f.is_file() for f in installation.recordings.rglob("*"))
    if used and not replace:
        raise Refusal(
            f"{installation.home} is in use already. Restore into an empty folder (TANGGAP_HOME=...), or add --replace:"
            " what is there now is put aside, not deleted."
        )


def put_aside(installation: Installation) -> None:
    aside = installation.home / f"before-restore-{utc_now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for name in ("pg", "recordings", "pbx", "tls", "seal", "evidence", *HOME_FILES):
        if (installation.home / name).exists() or (installation.home / name).is_symlink():
            (installation.home / name).rename(aside / name)
    say(f"What was there is in {aside} now")


def place_home_files(unpacked: Path, home: Path) -> None:
    for name in HOME_FILES:
        if (unpacked / name).exists():
            (unpacked / name).replace(home / name)
    for folder in HOME_FOLDERS:
        if (unpacked / folder).is_dir():
            (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            for file in (unpacked / folder).iterdir():
                file.replace(home / folder / file.name)


def fill_database(installation: Installation, dump: Path, *, replace: bool) -> None:
    """In one transaction: all of it or nothing."""
    with database_running(installation) as url:
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        if has_tables(url):
            if not replace:
                raise Refusal("The database is not empty. Name an empty one, or add --replace to overwrite it.")
            options += ["--clean", "--if-exists"]
        database = plain_url(url).rpartition("/")[2].partition("?")[0]
        postgres_program(installation, "pg_restore", url, *options, f"--dbname={database}", str(dump))


def has_tables(url: str) -> bool:
    with psycopg.connect(plain_url(url), connect_timeout=5) as connection:
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    return bool(found and found[0])


def place_sqlite(unpacked: Path, installation: Installation) -> None:
    for name, target in sqlite_files(installation).items():
        if (unpacked / name).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            for left_over in ("-wal", "-shm"):
                target.with_name(target.name + left_over).unlink(missing_ok=True)
            (unpacked / name).replace(target)


def place_recordings(unpacked: Path, installation: Installation) -> int:
    files = [file for file in (unpacked / "recordings").rglob("*") if file.is_file()]
    for file in files:
        target = installation.recordings / file.relative_to(unpacked / "recordings")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
    return len(files)
