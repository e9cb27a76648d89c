"""The folder of printed snapshots: written by jobs, read by the API, kept for when neither answers."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.printing import GOOD_FOR
from cad.installation import Installation

KEEP = 48  # at one every 5 minutes: four hours
NAME = re.compile(r"^snapshot-(\d{8}T\d{6}Z)\.html$")


@dataclass(frozen=True)
class Printed:
    name: str
    at: datetime
    path: Path

    def age_s(self, now: datetime) -> float:
        return (now - self.at).total_seconds()

    def stale(self, now: datetime) -> bool:
        return now - self.at > GOOD_FOR


def folder(installation: Installation) -> Path:
    return installation.home / "snapshots"


def all_of(installation: Installation) -> list[Printed]:
    """Newest first; empty when none was ever written."""
    found = []
    for path in folder(installation).glob("snapshot-*.html"):
        if told := NAME.match(path.name):
            at = datetime.strptime(told[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append(Printed(path.name, at, path))
    return sorted(found, key=lambda one: one.at, reverse=True)


def write(installation: Installation, html: str, now: datetime) -> Printed:
    """Whole or not at all; the oldest beyond KEEP go. Callers' numbers stand in it: only we may read it."""
    where = folder(installation)
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"snapshot-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.html"
    draft = where / f".{name}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(html)
    draft.replace(where / name)
    for old in all_of(installation)[KEEP:]:
        old.path.unlink(missing_ok=True)
    return Printed(name, now, where / name)
