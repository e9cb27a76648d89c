"""Is the journal's chain whole? Entry by entry, apart from the database's own functions, which could be changed too.

An entry's hash is SHA-256 over the hash before it and the entry's canonical text: a JSON array in the way PostgreSQL
writes jsonb. Whoever changes, drops, adds or swaps entries leaves hashes that do not follow from each other; what was
done is told from how they fail to.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
_ESCAPED = {n: f"\\u{n:04x}" for n in range(32)} | _ESCAPES
MOST_PROBLEMS = 1000  # a wholly broken journal is told by its first thousand places


@dataclass(frozen=True)
class Link:
    """One entry of the journal as it stands. `data` is the text of its jsonb."""

    position: int
    occurred_at: datetime
    recorded_at: datetime
    source: str
    kind: str
    actor: str | None
    desk_id: str | None
    subject_type: str
    subject_id: str
    data: str
    hash: bytes

    def canonical(self, position: int | None = None) -> str:
        """What is hashed; `position` asks how it would read at another place."""
        fields = (
            str(self.position if position is None else position),
            str((self.occurred_at - EPOCH) // MICROSECOND),
            str((self.recorded_at - EPOCH) // MICROSECOND),
            _text(self.source),
            _text(self.kind),
            _text(self.actor),
            _text(self.desk_id),
            _text(self.subject_type),
            _text(self.subject_id),
            self.data,
        )
        return f"[{', '.join(fields)}]"

    def hash_after(self, previous: bytes, position: int | None = None) -> bytes:
        return hash_of(previous, self.canonical(position))


def hash_of(previous: bytes, canonical: str) -> bytes:
    return hashlib.sha256(previous + canonical.encode()).digest()


def _text(value: str | None) -> str:
    """A string as jsonb writes it."""
    return "null" if value is None else f'"{value.translate(_ESCAPED)}"'


@dataclass(frozen=True)
class Problem:
    """`what`: changed, missing, inserted, swapped, seal_mismatch, seal_invalid, seal_missing, personal_changed,
    personal_missing, recording_changed, recording_missing. `until`: the last position it concerns."""

    what: str
    position: int | None
    sentence: str
    until: int | None = None


@dataclass
class _Broken:
    link: Link
    previous: bytes
    before: Link | None


class Chain:
    """Feed every entry in order of position, then ask for `problems`. It begins after `position` with its `hash`."""

    def __init__(self, position: int = 0, hash: bytes = b"") -> None:
        self.first = self.position = position
        self.hash = hash
        self._gaps: list[Problem] = []
        self._broken: list[_Broken] = []
        self._last: Link | None = None
        self._after_gap = False
        self.counted = 0

    def feed(self, links: Iterable[Link]) -> None:
        for link in links:
            self._one(link)

    def _one(self, link: Link) -> None:
        gap = link.position - self.position - 1
        if gap > 0:
            self._gaps.append(missing(self.position + 1, link.position - 1))
        elif link.hash_after(self.hash) != link.hash and len(self._broken) < MOST_PROBLEMS:
            self._broken.append(_Broken(link, self.hash, self._last))
        self.counted += 1
        self.position, self.hash, self._last = link.position, link.hash, link

    def problems(self, head: int | None = None) -> list[Problem]:
        """With `head`, the last position the database believes in, a cut or grown tail is seen as well."""
        found = [*self._gaps, *self._told()]
        if head is not None and self.position < head:
            found.append(missing(self.position + 1, head))
        if head is not None and self.position > head:
            found.append(_inserted(head + 1, self.position))
        return sorted(found, key=lambda problem: problem.position or 0)

    def _told(self) -> list[Problem]:
        """Where hashes fail one by one each place is told by itself; a pair that fits crosswise was swapped, and a run
        that fits one place further was moved by what was put in or taken out."""
        broken = {one.link.position: one for one in self._broken}
        found: list[Problem] = []
        for position in sorted(broken):
            if position in broken:
                found.append(self._explained(position, broken))
        return found

    def _explained(self, position: int, broken: dict[int, _Broken]) -> Problem:
        one = broken.pop(position)
        for other in list(broken.values())[:50]:
            if _crosswise(one, other):
                broken.pop(other.link.position, None)
                self._forgive_after_swap(one, other, broken)
                text = f"entries {position} and {other.link.position} were swapped"
                return Problem("swapped", position, text, other.link.position)
        for shift in (1, -1):
            moved = _moved(one, broken, shift)
            if moved:
                for place in moved:
                    broken.pop(place, None)
                return _inserted(position) if shift == 1 else missing(position, position, renumbered=True)
        return Problem("changed", position, f"entry {position} is not what was journalled: it was changed")

    @staticmethod
    def _forgive_after_swap(one: _Broken, other: _Broken, broken: dict[int, _Broken]) -> None:
        """When whole rows changed places their hashes went along, and the next of each seems broken, too."""
        for mine, theirs in ((one, other), (other, one)):
            after = broken.get(mine.link.position + 1)
            if after and after.link.hash_after(theirs.link.hash) == after.link.hash:
                broken.pop(after.link.position)


def _crosswise(one: _Broken, other: _Broken) -> bool:
    """Whether each belongs to the other's place: by the hash that stands there, or by the one it brought along."""
    stand = (one.link.hash, other.link.hash)
    here = other.link.hash_after(one.previous, one.link.position)
    there = (one.link.hash_after(before, other.link.position) for before in (other.previous, here))
    return here in stand and any(hash in stand for hash in there)


def _moved(one: _Broken, broken: dict[int, _Broken], shift: int) -> list[int]:
    """The places after this one whose entries fit once their numbers are moved back by `shift`; none: not moved."""
    moved: list[int] = []
    place = one.link.position + 1
    previous = one.previous if shift == 1 else one.link.hash
    while (later := broken.get(place)) and later.link.hash_after(previous, place - shift) == later.link.hash:
        moved.append(place)
        previous, place = later.link.hash, place + 1
    return moved


def missing(first: int, last: int, *, renumbered: bool = False) -> Problem:
    many = f"entries {first} to {last} are" if last > first else f"entry {first} is"
    more = ", and the later ones were given new numbers" if renumbered else ""
    return Problem("missing", first, f"{many} missing{more}", last)


def _inserted(first: int, last: int | None = None) -> Problem:
    told = f"entries {first} to {last} were" if last and last > first else f"entry {first} was"
    return Problem("inserted", first, f"{told} put in afterwards", last or first)
