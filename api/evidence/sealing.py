"""Seals the journal: every 500 entries, or a minute after the first that is not sealed yet.

A seal is kept in the database and, as a line of text, in `<home>/seal/seals.txt`. Whoever rewrites the whole database
cannot make the seals anew without the key, and a copy of that file elsewhere (printed, mailed, on a stick) shows even
whoever had the key.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from api.evidence.keys import FOLDER, SEALS, SigningKey
from cad.evidence.seals import Seal, read_line
from cad.store import seals
from cad.store.seals import Connection

ENTRIES, AGE = 500, timedelta(seconds=60)


@dataclass(frozen=True)
class Sealer:
    home: Path
    center_id: str
    key: SigningKey

    @property
    def file(self) -> Path:
        return self.home / FOLDER / SEALS

    def seal_due(self, connection: Connection, now: datetime, *, at_once: bool = False) -> list[Seal]:
        """Makes every seal that is due, each in a transaction of its own. Raises ChainBroken."""
        made: list[Seal] = []
        while self._is_due(connection, now, at_once=at_once):
            try:
                with connection.transaction():
                    seal = seals.next_seal(connection, self.center_id, now)
                    if seal is None:
                        break
                    seal = self.signed(seal)
                    seals.keep_seal(connection, seal)
            except psycopg.errors.UniqueViolation:  # another process was faster
                continue
            made.append(seal)
        self.write_down(connection)
        return made

    def signed(self, seal: Seal) -> Seal:
        return replace(seal, key_id=self.key.public.id, signature=self.key.sign(seal.text.encode()))

    def _is_due(self, connection: Connection, now: datetime, *, at_once: bool) -> bool:
        with connection.transaction():
            last = seals.last_seal(connection)
            waiting = seals.head_of(connection) - (last.position if last else 0)
        if waiting <= 0:
            return False
        return at_once or waiting >= ENTRIES or last is None or now - last.sealed_at >= AGE

    def write_down(self, connection: Connection) -> None:
        """The file catches up with the database: a crash between the two loses no line."""
        last = last_number(self.file)
        with connection.transaction():
            missing = seals.seals_after(connection, last)
        if missing:
            self.file.parent.mkdir(mode=0o700, exist_ok=True)
            with self.file.open("a") as out:
                out.writelines(f"{seal.line}\n" for seal in missing)


def last_number(file: Path) -> int:
    """Of the last seal in the file; only its end is read."""
    try:
        with file.open("rb") as lines:
            lines.seek(0, 2)
            lines.seek(max(0, lines.tell() - 4096))
            tail = lines.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return 0
    return next((seal.number for line in reversed(tail) if (seal := read_line(line))), 0)


def lines_of(file: Path) -> list[tuple[int, Seal | None]]:
    """Every line with its number; None where it is no seal."""
    if not file.exists():
        return []
    with file.open(errors="replace") as lines:
        return [(n, read_line(line)) for n, line in enumerate(lines, 1) if line.strip()]
