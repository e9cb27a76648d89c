"""The reader: short transactions, and a file that may be another one tomorrow."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from telephony.cel.reader import CelMissing, Place, Reader
from tests.telephony.cel.log import CALLER, Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "a folder" / "cel.db")


def test_it_goes_on_where_it_stopped(log: Log) -> None:
    log.whole_call()
    first = Reader(log.file).read(Place(), limit=4)
    assert first.full
    rest = Reader(log.file).read(Place.of(first.rows[-1]))
    assert [row.id for row in first.rows + rest.rows] == list(range(1, 10))
    assert not rest.full and not rest.renewed
    assert Reader(log.file).read(Place.of(rest.rows[-1])).rows == []


def test_a_place_survives_being_written_down() -> None:
    place = Place(5, "1.5/1000.1")
    assert Place.parse(str(place)) == place
    assert Place.parse(None) == Place.parse("nonsense") == Place()


def test_given_the_file_was_replaced_when_we_read_on_then_the_new_one_is_read_from_its_start(log: Log) -> None:
    log.whole_call()
    place = Place.of(Reader(log.file).read(Place()).rows[-1])
    log.file.unlink()
    younger = Log(log.file)
    assert Reader(log.file).read(place).renewed
    younger.whole_call(call="2000000000.1")
    younger.whole_call(call="2000000000.9")
    again = Reader(log.file).read(place)
    assert again.renewed and len(again.rows) == 18


def test_given_old_rows_were_pruned_when_we_read_on_then_nothing_is_read_twice(log: Log) -> None:
    log.whole_call()
    place = Place.of(Reader(log.file).read(Place()).rows[4])
    with closing(sqlite3.connect(log.file)) as database, database:
        database.execute("DELETE FROM cel WHERE id < 8")
    batch = Reader(log.file).read(place)
    assert not batch.renewed and [row.id for row in batch.rows] == [8, 9]


def test_without_a_file_it_says_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(CelMissing):
        Reader(tmp_path / "cel.db").read(Place())
    assert not (tmp_path / "cel.db").exists()


def test_it_cannot_write(log: Log) -> None:
    log.whole_call()
    with Reader(log.file)._open() as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM cel")


def test_it_knows_who_hung_up_and_when_something_was_last_heard(log: Log) -> None:
    log.whole_call()
    log.caller("CHAN_START", "1000000000.5")
    assert Reader(log.file).hung_up([CALLER, "1000000000.5"]) == {CALLER}
    last = Reader(log.file).last_sign(CALLER)
    assert last is not None and last.microsecond == 90_000
    assert Reader(log.file).last_sign("unknown") is None


def test_an_open_writer_is_not_kept_from_writing(log: Log) -> None:
    """The reader's connection is closed when it returns: a writer may even leave WAL mode."""
    log.whole_call()
    Reader(log.file).read(Place())
    with closing(sqlite3.connect(log.file, timeout=0)) as database:
        assert database.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
