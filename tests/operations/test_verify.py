"""Whoever has all rights on the database tampers with it in each way; `verify` names the place."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.cli import main
from api.evidence.keys import signing_key
from api.evidence.sealing import Sealer
from api.jobs.journal import note
from api.operations import verify
from cad.calls.commands import EndCall, FinishRecording, ReceiveCall, StartRecording
from cad.installation import Installation
from cad.persons.commands import ErasePerson
from cad.recordings.files import playable_name
from cad.store import seals, views
from tests.support.database import Store, installation_on

REWRITE = """
DO $$
DECLARE entry journal; before bytea;
BEGIN
    SELECT hash INTO before FROM journal WHERE position = 4;
    UPDATE journal SET data = data || '{"forged": true}' WHERE position = 5;
    FOR entry IN SELECT * FROM journal WHERE position >= 5 ORDER BY position LOOP
        before := journal_hash(before, entry);
        UPDATE journal SET hash = before WHERE position = entry.position;
    END LOOP;
    UPDATE journal_head SET hash = before;
END $$
"""
SHIFT = "UPDATE journal SET position = position + 1000000 WHERE position >= 5"
BACK = "UPDATE journal SET position = position - 999999 WHERE position > 1000000"
SWAP = """
UPDATE journal SET position = 1000000 WHERE position = 3;
UPDATE journal SET position = 3 WHERE position = 6;
UPDATE journal SET position = 6 WHERE position = 1000000
"""
INSERT = f"""
{SHIFT}; {BACK};
CREATE TEMP TABLE forged AS SELECT * FROM journal WHERE position = 1;
UPDATE forged SET position = 5;
INSERT INTO journal SELECT * FROM forged
"""
TAMPERING = {
    "data": ("""UPDATE journal SET data = data || '{"x": 1}' WHERE position = 5""", ("changed", 5)),
    "time": ("UPDATE journal SET occurred_at = occurred_at - interval '1 minute' WHERE position = 5", ("changed", 5)),
    "actor": ("UPDATE journal SET actor = 'somebody' WHERE position = 5", ("changed", 5)),
    "deleted": ("DELETE FROM journal WHERE position = 5", ("missing", 5)),
    "inserted": (INSERT, ("inserted", 5)),
    "swapped": (SWAP, ("swapped", 3)),
    "tail cut": ("DELETE FROM journal WHERE position > 6", ("missing", 7)),
    "tail cut, head set back": (
        "DELETE FROM journal WHERE position > 6; UPDATE journal_head SET position = 6,"
        " hash = (SELECT hash FROM journal WHERE position = 6)",
        ("missing", 7),
    ),
    "rewritten consistently": (REWRITE, ("seal_mismatch", 1)),
    "personal part changed": (
        "UPDATE journal_sealed SET ciphertext = ciphertext || '\\x00' WHERE position = {sealed}",
        ("personal_changed", -1),
    ),
    "personal part deleted": ("DELETE FROM journal_sealed WHERE position = {sealed}", ("personal_missing", -1)),
    "seal deleted": ("DELETE FROM journal_seals", ("seal_missing", 10)),
    "seal forged": ("UPDATE journal_seals SET signature = repeat('x', 64)::bytea", ("seal_invalid", 1)),
    "all of it, seals too": (f"{REWRITE}; DELETE FROM journal_seals", ("seal_missing", 10)),
}


@dataclass
class Journal:
    """Ten entries, the last one sealed, and the means to spoil them."""

    store: Store
    installation: Installation

    @property
    def url(self) -> str:
        return self.store.url.replace("+psycopg", "")

    def tamper(self, statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as root:
            root.execute("SET session_replication_role = replica")  # passes over every trigger
            root.execute(statements.encode())

    def seal(self) -> None:
        with psycopg.connect(self.url) as connection:
            self.sealer.seal_due(connection, datetime.now(UTC), at_once=True)

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.installation.home, self.store.center.id, signing_key(self.installation.home))

    def check(self, start: int = 1, *, recordings: bool = False) -> verify.Report:
        trusted = signing_key(self.installation.home).public
        with seals.reading(self.store.url) as connection:
            return verify.check(connection, self.installation, trusted, start, recordings=recordings)


def fact(store: Store, number: int) -> dict[str, Any]:
    return {"pbx_id": "pbx-1", "uniqueid": f"17637264{number:02d}.1", "occurred_at": store.clock.now, "source": "ari"}


@pytest.fixture
async def journal(store: Store, tmp_path: Path) -> Journal:
    made = Journal(store, installation_on(store.url, tmp_path))
    await store.bus.handle(ReceiveCall(**fact(store, 0), number_raw="08123456789"))  # two entries: the person, too
    for number in range(1, 9):
        await store.bus.handle(ReceiveCall(**fact(store, number)))
    assert await store.value("SELECT position FROM journal_head") == 10
    made.seal()
    return made


async def test_given_nobody_touched_it_then_it_is_whole(journal: Journal) -> None:
    report = journal.check()
    assert (report.problems, report.entries, report.seals, report.unsealed) == ([], 10, 1, 0)
    assert journal.check(start=4).problems == []
    line = (journal.installation.home / "seal" / "seals.txt").read_text()
    assert line.startswith("TANGGAP-SEAL 1 padang-panjang 1 1 10 ")


@pytest.mark.parametrize("how", TAMPERING)
async def test_given_tampering_then_verify_says_where(journal: Journal, how: str) -> None:
    statements, (what, position) = TAMPERING[how]
    sealed = await journal.store.value("SELECT position FROM journal_sealed")
    journal.tamper(statements.replace("{sealed}", str(sealed)))

    found = [(problem.what, problem.position) for problem in journal.check().problems]

    assert (what, sealed if position == -1 else position) in found, found
    changes = [one for one in found if one[0] in ("changed", "missing", "inserted", "swapped")]
    assert len(changes) <= 2, found  # the place, and the seal that says the same; no cascade


async def test_given_somebody_rewrote_everything_and_sealed_it_with_a_key_of_their_own_then_it_is_found(
    journal: Journal, tmp_path: Path
) -> None:
    journal.tamper(f"{REWRITE}; DELETE FROM journal_seals")
    theirs = Sealer(tmp_path / "theirs", journal.store.center.id, signing_key(_made(tmp_path / "theirs")))
    with psycopg.connect(journal.url) as connection:
        theirs.seal_due(connection, datetime.now(UTC), at_once=True)
    whats = {problem.what for problem in journal.check().problems}
    assert {"seal_invalid", "seal_mismatch"} <= whats


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def test_given_a_person_was_erased_then_the_journal_is_still_whole(journal: Journal) -> None:
    person = await journal.store.value("SELECT id FROM persons")
    await journal.store.bus.handle(ErasePerson(user_id="u-1", person_id=person, reason="asked"))
    journal.seal()
    assert journal.check().problems == []


async def test_the_application_itself_may_not_change_the_journal_its_seals_or_set_its_head_back(
    journal: Journal,
) -> None:
    with psycopg.connect(journal.url, autocommit=True) as ours:
        for statement in (
            "UPDATE journal SET source = 'x'",
            "DELETE FROM journal WHERE position = 10",
            "TRUNCATE journal CASCADE",
            "UPDATE journal_seals SET number = 2",
            "DELETE FROM journal_seals",
            "UPDATE journal_head SET position = 3",
            "DELETE FROM journal_head",
        ):
            with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
                ours.execute(statement.encode())


async def test_a_broken_journal_is_not_sealed(journal: Journal) -> None:
    await journal.store.bus.handle(ReceiveCall(**fact(journal.store, 9)))
    journal.tamper("UPDATE journal SET source = 'x' WHERE position = 11")
    with pytest.raises(seals.ChainBroken, match="entry 11"):
        journal.seal()


async def test_seals_come_by_number_or_by_age_and_the_file_catches_up(journal: Journal) -> None:
    now = datetime.now(UTC)
    await journal.store.bus.handle(ReceiveCall(**fact(journal.store, 9)))
    with psycopg.connect(journal.url) as connection:
        assert journal.sealer.seal_due(connection, now) == []
        assert [seal.first for seal in journal.sealer.seal_due(connection, now + timedelta(minutes=2))] == [11]
        journal.sealer.file.unlink()
        journal.sealer.write_down(connection)
    assert len(journal.sealer.file.read_text().splitlines()) == 2


@pytest.fixture
def audio() -> Iterator[bytes]:
    yield b"RIFF of a recording" * 100


async def test_given_a_recording_was_changed_or_is_gone_then_it_is_named(journal: Journal, audio: bytes) -> None:
    told = fact(journal.store, 1)
    await journal.store.bus.handle(StartRecording(**told, file="1763726401.1.raw"))
    await journal.store.bus.handle(EndCall(**told, cause=16))
    done: dict[str, Any] = {
        "bytes": len(audio),
        "sha256": hashlib.sha256(audio).hexdigest(),
        "duration_ms": 2000,
        "peaks": [],
    }
    await journal.store.bus.handle(FinishRecording(**told, file="1763726401.1.raw", **done))
    file = journal.installation.recordings / playable_name("1763726401.1.raw")
    file.parent.mkdir(parents=True)
    file.write_bytes(audio)
    assert journal.check(recordings=True).problems == []

    file.write_bytes(audio[:-1] + b"!")
    assert [one.what for one in journal.check(recordings=True).problems] == ["recording_changed"]
    file.unlink()
    assert [one.what for one in journal.check(recordings=True).problems] == ["recording_missing"]


async def test_what_a_check_found_is_in_the_journal_and_an_alarm_while_it_lasts(journal: Journal) -> None:
    bus = journal.store.bus
    journal.tamper("UPDATE journal SET actor = 'x' WHERE position = 5")
    await note(bus, journal.check().plain())
    (alarm,) = await journal.store.rows("SELECT severity, text_en, cleared_at FROM alarms")
    assert (alarm["severity"], alarm["cleared_at"]) == ("critical", None)
    assert "entry 5" in alarm["text_en"]
    async with journal.store.database.session() as session:
        state = await views.journal_state(session)
    assert (state["problems"], state["checked_to"], state["sealed_to"]) == (1, 10, 10)

    journal.tamper("UPDATE journal SET actor = NULL WHERE position = 5")
    await note(bus, journal.check().plain())
    assert await journal.store.value("SELECT cleared_at IS NOT NULL FROM alarms")


async def test_the_command_says_it_in_words_and_with_its_exit_status(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TANGGAP_HOME", str(journal.installation.home))
    monkeypatch.setenv("TANGGAP_DATABASE_URL", journal.url)
    signing_key(journal.installation.home)
    assert main(["verify"]) == 0
    assert "The journal is whole." in capsys.readouterr().out

    journal.tamper("DELETE FROM journal WHERE position = 4")
    assert main(["verify", "--json", str(tmp_path / "told.json")]) == 1
    assert "entry 4 is missing" in capsys.readouterr().out
    assert json.loads((tmp_path / "told.json").read_text())["whole"] is False
    assert main(["verify", "--from", "99"]) == 1
