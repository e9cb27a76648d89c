"""`./tanggap verify [--from N] [--json FILE] [--recordings]`: is the journal what was written, and if not, where?
`./tanggap verify BUNDLE.zip`: is this evidence file whole and ours? Needs neither database nor installation.

The chain is recomputed here, not by the database's functions; the seals are checked against the installation's public
key (or `--key FILE`, a copy kept elsewhere), those in the database and those in `<home>/seal/seals.txt`. Exit status 0:
whole; 1: tampered with, or it could not be looked at.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from api.cli import home_folder
from api.evidence.checking import check_bundle
from api.evidence.keys import FOLDER, PUBLIC, SEALS, PublicKey, public_key
from api.evidence.sealing import lines_of
from api.operations.progress import Progress
from api.operations.refusal import Refusal
from cad.evidence.chain import Chain, Problem
from cad.evidence.seals import Seal, merkle_root
from cad.installation import Installation, load_installation
from cad.recordings.files import playable_name
from cad.store import seals as stored
from cad.store import server
from cad.store.seals import BATCH, Connection

Step = Callable[[str], None]
SHOWN = 20
# What the journal says of each file that should be there: the last word on its hash.
RECORDINGS = b"""
SELECT r.id, r.file, r.format, r.away, r.sha256, r.opus_sha256,
    (SELECT j.data->>'sha256' FROM journal j WHERE j.subject_type = 'recording' AND j.subject_id = r.id
        AND j.kind = 'RecordingFinished' ORDER BY j.position DESC LIMIT 1) AS wav,
    (SELECT j.data->>'sha256' FROM journal j WHERE j.subject_type = 'recording' AND j.subject_id = r.id
        AND j.kind = 'RecordingCompressed' ORDER BY j.position DESC LIMIT 1) AS opus
FROM recordings r WHERE r.state IN ('ready', 'damaged') AND r.removed_at IS NULL AND NOT r.gone ORDER BY r.started_at
"""


@dataclass
class Report:
    """`unsealed`: entries after the last seal, which only the chain itself vouches for."""

    first: int
    head: int = 0
    entries: int = 0
    seals: int = 0
    last_seal: dict[str, Any] | None = None
    unsealed: int = 0
    recordings: int = 0
    recordings_away: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems

    def plain(self) -> dict[str, Any]:
        return {"whole": self.whole, **asdict(self)}


def verify(
    start: int, json_file: Path | None, *, recordings: bool = False, key: Path | None = None, quietly: bool = False
) -> int:
    installation = load_installation()
    if not installation.pgdata.exists() and not installation.settings.database_url:
        raise Refusal("There is no journal here yet: Tanggap has not been started in this home.")
    trusted = public_key(key or installation.home / FOLDER / PUBLIC)
    if key is not None and trusted is None:
        raise Refusal(f"{key} holds no Ed25519 public key (PEM). Name the file that was kept of seal.pub.")
    url = _running(installation)
    try:
        with stored.reading(url) as connection:
            report = check(connection, installation, trusted, start, recordings=recordings, quietly=quietly)
    except psycopg.OperationalError as error:
        raise Refusal(
            f"The database does not answer: {' '.join(str(error).split())}. Start it and try again."
        ) from None
    if json_file is not None:
        json_file.write_text(json.dumps(report.plain(), indent=1) + "\n")
    _say(report)
    return 0 if report.whole else 1


def verify_bundle(file: Path, json_file: Path | None, key: Path | None = None) -> int:
    """Without `key`, this installation's own key is trusted when there is one here."""
    trusted = public_key(key or home_folder() / FOLDER / PUBLIC)
    if key is not None and trusted is None:
        raise Refusal(f"{key} holds no Ed25519 public key (PEM). Name the file that was kept of seal.pub.")
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")
    checked = check_bundle(file, trusted)
    if json_file is not None:
        json_file.write_text(json.dumps({"whole": checked.whole, **asdict(checked)}, indent=1) + "\n")
    for problem in checked.problems[:SHOWN]:
        print(f"TAMPERED  {problem}")
    told = checked.manifest
    if told:
        print(f"Incident {told.get('incident_number')} of {told.get('center')}, made {told.get('made_at')}")
        print(f"{checked.files} files, {checked.entries} journal entries with proofs ({checked.unsealed} not sealed)")
    if checked.key_id and not checked.trusted:
        print(f"Signed with the key {checked.key_id}: compare it with what the center gave out, or name it with --key.")
    print("The file is whole." if checked.whole else "The file is NOT what was made.")
    return 0 if checked.whole else 1


def _running(installation: Installation) -> str:
    if not server.is_running(installation):
        raise Refusal("The database is not running. Start it with ./tanggap up, then verify.")
    return server.database_url(installation)


def _say(report: Report) -> None:
    for problem in report.problems[:SHOWN]:
        print(f"TAMPERED  {problem.what}: {problem.sentence}")
    if len(report.problems) > SHOWN:
        print(f"... and {len(report.problems) - SHOWN} more (--json FILE has them all)")
    sealed = f"{report.seals} seals hold" if report.whole else f"{report.seals} seals"
    print(f"{report.entries} entries, {report.first} to {report.head}; {sealed}; {report.unsealed} not sealed yet")
    if report.recordings or report.recordings_away:
        print(f"{report.recordings} recordings hashed; {report.recordings_away} lie in the second place, not looked at")
    print("The journal is whole." if report.whole else "The journal is NOT what was written.")
    sys.stdout.flush()


def check(
    connection: Connection,
    installation: Installation,
    trusted: PublicKey | None,
    start: int = 1,
    *,
    recordings: bool = False,
    quietly: bool = True,
) -> Report:
    """Goes over everything from entry `start` on. The connection is one snapshot."""
    began = time.monotonic()
    before = stored.hash_at(connection, start - 1)
    if before is None:
        raise Refusal(f"There is no entry {start - 1} to begin after. Name another with --from, or leave it out.")
    report = Report(start, head=stored.head_of(connection))
    seals, found = known_seals(connection, installation.home / FOLDER / SEALS, trusted)
    report.problems += found
    report.problems += _chain(connection, Chain(start - 1, before), seals, report, quietly=quietly)
    if recordings:
        report.problems += _recordings(connection, installation, report, quietly=quietly)
    report.seconds = round(time.monotonic() - began, 2)
    return report


def known_seals(connection: Connection, file: Path, trusted: PublicKey | None) -> tuple[list[Seal], list[Problem]]:
    """Every seal whose signature holds, from the database and from the file, and what is wrong with the others."""
    problems: list[Problem] = []
    rows = {seal.number: seal for seal in stored.seals_of(connection)}
    told = {seal.number: seal for _, seal in lines_of(file) if seal is not None}
    if (rows or told) and trusted is None:
        text = f"there are seals, but no public key at {FOLDER}/{PUBLIC} to check them by; name one with --key"
        return [], [Problem("seal_invalid", None, text)]
    good: list[Seal] = []
    for number in range(1, max([0, *rows, *told]) + 1):
        row, line = rows.get(number), told.get(number)
        good += [seal for seal in (line, row) if seal and _signed(seal, trusted)]
        problems += _seal_problems(number, row, line, trusted)
    strange = [n for n, seal in lines_of(file) if seal is None]
    problems += [Problem("seal_invalid", None, f"line {n} of {FOLDER}/{SEALS} is no seal") for n in strange]
    return good, problems


def _signed(seal: Seal, trusted: PublicKey | None) -> bool:
    return trusted is not None and trusted.signed(seal.text.encode(), seal.signature)


def _seal_problems(number: int, row: Seal | None, line: Seal | None, trusted: PublicKey | None) -> list[Problem]:
    if row is None:
        where = "the database" if line else "both the database and the file of seals"
        return [Problem("seal_missing", line.position if line else None, f"seal {number} is missing in {where}")]
    if not _signed(row, trusted):
        text = f"seal {number}, over entries {row.first} to {row.position}, is not signed with this installation's key"
        return [Problem("seal_invalid", row.first, text, row.position)]
    if line is not None and line.text != row.text:
        text = f"seal {number} in the database is another than in the file of seals"
        return [Problem("seal_mismatch", line.first, text, line.position)]
    return []


def _chain(connection: Connection, chain: Chain, seals: list[Seal], report: Report, *, quietly: bool) -> list[Problem]:
    """The chain, the personal parts beside it and the seals over it, batch by batch: memory does not grow."""
    last = stored.last_position(connection)
    watch = _SealWatch(sorted({seal.text: seal for seal in seals}.values(), key=lambda seal: seal.position), chain)
    parts: list[Problem] = []
    progress = None if quietly else Progress("entries", max(last - chain.position, 0) // BATCH + 1)
    while batch := stored.links(connection, chain.position, chain.position + BATCH) or _after_gap(connection, chain):
        after = chain.position
        chain.feed(batch)
        watch.feed([(link.position, link.hash) for link in batch])
        parts += _parts(connection, after, chain.position)
        if progress:
            progress.step(f"entry {chain.position}")
    if progress:
        progress.close()
    report.entries, report.seals = chain.counted, watch.held
    report.last_seal, report.unsealed = watch.told(), max(0, chain.position - watch.sealed)
    found = chain.problems(report.head)
    return [*found, *watch.problems(chain.position, explained=bool(found)), *parts]


def _after_gap(connection: Connection, chain: Chain) -> list[Any]:
    """Where a whole batch is missing: the entries that come after it."""
    row = connection.execute("SELECT min(position) FROM journal WHERE position > %s", (chain.position,)).fetchone()
    return stored.links(connection, row[0] - 1, row[0] - 1 + BATCH) if row and row[0] else []


def _parts(connection: Connection, after: int, until: int) -> list[Problem]:
    found = []
    for position, told, there in stored.wrong_parts(connection, after, until):
        if there is None:
            found.append(
                Problem("personal_missing", position, f"the sealed personal part of entry {position} is missing")
            )
        else:
            what = "does not belong to it" if told is None else "was changed"
            found.append(Problem("personal_changed", position, f"the sealed personal part of entry {position} {what}"))
    return found


class _SealWatch:
    """Compares the hashes that go by with the seals over them."""

    def __init__(self, seals: list[Seal], chain: Chain) -> None:
        self._seals = [seal for seal in seals if seal.position > chain.position]
        self._all = seals
        self._batch: list[tuple[int, bytes]] = []
        self._wrong: list[Seal] = []
        self._begin = chain.position
        self._next = 0
        self.held = 0
        self.sealed = max([seal.position for seal in seals if seal.position <= chain.position], default=0)

    def feed(self, hashes: list[tuple[int, bytes]]) -> None:
        for position, hash in hashes:
            if self._next == len(self._seals):
                return
            self._batch.append((position, hash))
            while self._next < len(self._seals) and self._seals[self._next].position <= position:
                self._compare(self._seals[self._next])
                self._next += 1

    def _compare(self, seal: Seal) -> None:
        covered = [hash for position, hash in self._batch if seal.first <= position <= seal.position]
        at = self._batch[-1]
        holds = at == (seal.position, seal.hash)
        if holds and seal.first > self._begin and merkle_root(covered) != seal.root:
            holds = False
        if holds:
            self.held += 1
        else:
            self._wrong.append(seal)
        self.sealed = max(self.sealed, seal.position)
        following = self._next + 1
        if following >= len(self._seals) or self._seals[following].position > seal.position:
            self._batch = []

    def told(self) -> dict[str, Any] | None:
        if not self._all:
            return None
        last = self._all[-1]
        return {"number": last.number, "position": last.position, "sealed_at": last.sealed_at.isoformat()}

    def problems(self, reached: int, *, explained: bool) -> list[Problem]:
        """Only the first seal that does not fit is told: everything after it follows from it."""
        wrong = sorted([*self._wrong, *self._seals[self._next :]], key=lambda seal: seal.position)
        if not wrong:
            return []
        seal = wrong[0]
        if seal.position > reached:
            text = f"seal {seal.number} vouches for entries up to {seal.position}; there is none after {reached}"
            return [Problem("missing", reached + 1, text, seal.position)]
        if explained:
            text = f"seal {seal.number} over entries {seal.first} to {seal.position} does not match"
        else:
            text = (
                f"entries were rewritten together with their hashes, beginning between {seal.first} and"
                f" {seal.position}: seal {seal.number} of {seal.sealed_at:%Y-%m-%d %H:%M:%S}Z does not match"
            )
        return [Problem("seal_mismatch", seal.first, text, seal.position)]


def _recordings(connection: Connection, installation: Installation, report: Report, *, quietly: bool) -> list[Problem]:
    rows = connection.execute(RECORDINGS).fetchall()
    progress = None if quietly else Progress("recordings", len(rows))
    found: list[Problem] = []
    for row in rows:
        found += _one_recording(row, installation.recordings, report)
        if progress:
            progress.step(str(row[1]))
    if progress:
        progress.close()
    return found


def _one_recording(row: Any, folder: Path, report: Report) -> list[Problem]:
    id, file, kind, away, wav_row, opus_row, wav, opus = row
    told, listed = (opus, opus_row) if kind == "opus" else (wav, wav_row)
    if (told or "") != listed:
        return [Problem("recording_changed", None, f"recording {id}: its hash is another than the journal's")]
    path = folder / playable_name(file, kind)
    if not path.is_file():
        if away:
            report.recordings_away += 1
            return []
        return [Problem("recording_missing", None, f"recording {id}: {path.name} is not there")]
    report.recordings += 1
    with path.open("rb") as audio:
        found = hashlib.file_digest(audio, "sha256").hexdigest()
    if found == told:
        return []
    return [Problem("recording_changed", None, f"recording {id}: {path.name} is not what was recorded")]
