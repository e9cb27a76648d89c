"""What was backed up is what comes back; what is damaged is refused."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from api.operations.backup import sqlite_files
from api.operations.refusal import Refusal
from api.operations.restore import restore
from api.supervisor.doors import plain_url
from cad.installation import Installation, load_installation
from cad.store import migrations, seed, server
from tests.support.typed import Typed


@pytest.fixture
def city(home: Path) -> Iterator[Installation]:
    """A home with a database of a city, two recordings, an AstDB and an own setting; the database runs."""
    (home / "settings.toml").write_text('center_name = "Kota Uji"\n')
    installation = load_installation()
    migrations.upgrade(server.start(installation))
    asyncio.run(seed.seed(installation))
    (installation.recordings / "raw").mkdir()
    (installation.recordings / "one.wav").write_bytes(b"RIFF" + bytes(range(256)) * 100)
    (installation.recordings / "raw" / "two.raw").write_bytes(b"\1\2" * 5000)
    for file in sqlite_files(installation).values():
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("create table astdb (key text primary key, value text)")
            connection.execute("insert into astdb values ('/priority/0812', '2')")
    yield installation
    server.stop(installation)


@pytest.fixture
def other_home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="other-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def contents(installation: Installation) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with psycopg.connect(plain_url(server.start(installation))) as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
        return {name: connection.execute(f'select * from "{name}" order by 1').fetchall() for (name,) in names}


def test_a_backup_of_a_running_city_comes_back_whole(
    typed: Typed, city: Installation, other_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = other_home / "city.tar.gz"
    done = typed("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    before = contents(city)
    assert len(before["unit"] if "unit" in before else before["units"]) > 10

    monkeypatch.setenv("TANGGAP_HOME", str(other_home / "home"))
    (other_home / "home").mkdir(mode=0o755)
    back = typed("restore", str(file))
    assert back.returncode == 0, back.stderr
    restored = load_installation()
    try:
        assert contents(restored) == before
        assert restored.secrets == city.secrets
        assert restored.settings.center_name == "Kota Uji"
        for name in ("one.wav", "raw/two.raw"):
            assert (restored.recordings / name).read_bytes() == (city.recordings / name).read_bytes()
        with closing(sqlite3.connect(sqlite_files(restored)["pbx/astdb.sqlite3"])) as astdb:
            assert astdb.execute("select * from astdb").fetchall() == [("/priority/0812", "2")]
        server.stop(restored)
        refused = typed("restore", str(file))
        assert "is in use already" in refused.stderr
        replaced = typed("restore", "--replace", str(file))
        assert replaced.returncode == 0, replaced.stderr
        assert contents(restored) == before
        assert list((other_home / "home").glob("before-restore-*/recordings/one.wav"))
    finally:
        server.stop(restored)


def test_while_it_runs_nothing_is_restored_over_it(typed: Typed, city: Installation, other_home: Path) -> None:
    (other_home / "b").write_bytes(b"x")
    assert "Tanggap is running" in typed("restore", "--replace", str(other_home / "b")).stderr


def damaged(whole: bytes) -> dict[str, bytes]:
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
    return {"cut off": whole[:middle], "one byte changed": changed, "no backup at all": b"hello", "empty": b""}


def test_given_a_damaged_backup_then_it_is_refused_and_nothing_is_touched(
    typed: Typed, city: Installation, other_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = other_home / "city.tar.gz"
    assert typed("backup", str(file)).returncode == 0
    (other_home / "home").mkdir(mode=0o755)
    monkeypatch.setenv("TANGGAP_HOME", str(other_home / "home"))
    for damage, content in damaged(file.read_bytes()).items():
        bad = other_home / "bad.tar.gz"
        bad.write_bytes(content)
        with pytest.raises(Refusal, match="is damaged"):
            restore(bad, replace=True)
        assert not (other_home / "home" / "pg").exists(), damage
        assert not list((other_home / "home").glob("before-restore-*")), damage
