"""Finding a place by what a dispatcher types: names in any spelling, crossings, coordinates, plus codes.

Pure and in memory: built once from the gazetteer's rows, asked with every key that is pressed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cad.places.coordinates import read_coordinates
from cad.places.distance import mistakes
from cad.places.model import distance_m
from cad.places.plus_codes import decode, is_full, is_short, recover
from cad.places.spelling import CLASSES, folded, words

KINDS = ("kelurahan", "street", "crossing", "landmark", "alias")
LONGEST_ASKED = 200  # characters; the rest of what was pasted says nothing more
MOST_WEIGHED = 1500  # so many names that begin alike are ranked; with one letter typed more would say nothing
MOST_MISTYPED = 60  # names that share most groups of three letters are compared letter by letter
SHARED = 0.34  # of the groups of three letters: one mistake in a word of five leaves a third of them

# The ranks: what fits exactly, what begins so, what has all the words, what is mistyped.
EXACT, SPELT, BEGINS, BEGINS_SPELT, WITHIN, ALL_WORDS, MISTYPED = 1.0, 0.97, 0.92, 0.9, 0.85, 0.8, 0.7
SAME_CLASS, A_MISTAKE = 0.005, 0.1
CROSSED = re.compile(
    r"\s*(?:\+|&|/|\bx\b|\bdan\b|\bdgn\b|\bdengan\b|\bsimpang(?=\s+\S+\s+(?:jalan|jl)\b))\s*", re.IGNORECASE
)
PLUS_CODE = re.compile(r"([23456789CFGHJMPQRVWX0]{2,8}\+[23456789CFGHJMPQRVWX]{0,7})(?:[,\s]+(.*))?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row. `aliases`: other names of it."""

    id: str
    kind: str
    name: str
    lat: float
    lon: float
    source: str
    aliases: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Hit:
    """kind: the entry's, or coordinates, plus_code. `detail`: the alias by which it was found. `score` 0 to 1."""

    kind: str
    name: str
    detail: str = ""
    lat: float
    lon: float
    score: float
    source: str


@dataclass(frozen=True)
class _Name:
    """One way to write an entry. `plain` and `key` are run together: "padangpanjang"; its kind of place left out."""

    entry: Entry
    text: str
    plain: str
    key: str
    parts: tuple[str, ...]
    of_class: str


class Gazetteer:
    """`centre`: (lat, lon) near which a short plus code is meant when nothing else is said."""

    def __init__(self, entries: Iterable[Entry] = (), centre: tuple[float, float] | None = None) -> None:
        self._names = [
            made for entry in entries for text in (entry.name, *entry.aliases) if (made := _name(entry, text))
        ]
        self._centre = centre or _middle(self._names)
        starts = sorted(_starts(self._names))
        self._starts, self._start_of = [text for text, _ in starts], [number for _, number in starts]
        self._threes: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            for three in _threes(name.parts):
                self._threes.setdefault(three, []).append(number)
        self._by_word: dict[str, set[int]] = {}
        for number, name in enumerate(self._names):
            for part in name.parts:
                self._by_word.setdefault(part, set()).add(number)
        self._words = sorted(self._by_word)

    def __len__(self) -> int:
        return len({name.entry.id for name in self._names})

    def search(self, text: str, near: tuple[float, float] | None = None, limit: int = 10) -> list[Hit]:
        """Best first; of what fits equally well the nearest. Empty when nothing does."""
        text = text.strip()[:LONGEST_ASKED]
        point = read_coordinates(text)
        if point:
            return [_pointed("coordinates", text, point)]
        if coded := PLUS_CODE.fullmatch(text):
            return self._coded(coded[1], coded[2] or "", near)
        streets = [part for part in CROSSED.split(text) if words(part)]
        if len(streets) == 2 and (crossed := self._crossing(streets, near, limit)):
            return crossed
        return self._named(text, near, limit) or self._named(_without_mistyped_class(text), near, limit)

    def _coded(self, code: str, place: str, near: tuple[float, float] | None) -> list[Hit]:
        if is_full(code):
            return [_pointed("plus_code", code.upper(), decode(code).centre)]
        if not is_short(code):
            return []
        beside = self._named(place, near, 1) if place else []
        at = (beside[0].lat, beside[0].lon) if beside else near or self._centre
        return [_pointed("plus_code", code.upper(), recover(code, *at).centre)] if at else []

    def _crossing(self, streets: list[str], near: tuple[float, float] | None, limit: int) -> list[Hit]:
        """Where both streets are named: a crossing's name has the two of them."""
        asked = _asked(" ".join(streets))
        found = {n: ALL_WORDS for n in self._all_words(asked) if self._names[n].entry.kind == "crossing"}
        if not found:
            mistyped = self._mistyped(asked)
            found = {n: score for n, score in mistyped.items() if self._names[n].entry.kind == "crossing"}
        return self._ranked(found, near, limit)

    def _named(self, text: str, near: tuple[float, float] | None, limit: int) -> list[Hit]:
        asked = _asked(text)
        if not asked.parts:
            return []
        found = self._beginning(asked)
        if len(asked.parts) > 1:
            for number in self._all_words(asked):
                found.setdefault(number, ALL_WORDS)
        hits = self._ranked(self._with_class(found, asked), near, limit)
        if len(hits) < limit and len(asked.key) > 2:
            for number, score in self._mistyped(asked).items():
                found.setdefault(number, score)
            hits = self._ranked(self._with_class(found, asked), near, limit)
        return hits

    def _with_class(self, found: dict[int, float], asked: "_Asked") -> dict[int, float]:
        """Who says Simpang means the crossing rather than the street of that name."""
        if not asked.of_class:
            return found
        same = asked.of_class
        return {n: score + SAME_CLASS * (self._names[n].of_class == same) for n, score in found.items()}

    def _beginning(self, asked: "_Asked") -> dict[int, float]:
        found: dict[int, float] = {}
        first = bisect_left(self._starts, asked.key)
        last = bisect_right(self._starts, asked.key + "\x7f", lo=first)
        for number in self._start_of[first : min(last, first + MOST_WEIGHED)]:
            score = _fit(self._names[number], asked)
            if score > found.get(number, 0):
                found[number] = score
        return found

    def _all_words(self, asked: "_Asked") -> set[int]:
        """The names in which every word asked for begins a word, in any order."""
        found: set[int] | None = None
        for part in asked.parts:
            first = bisect_left(self._words, part)
            last = bisect_right(self._words, part + "\x7f", lo=first)
            some = set().union(*(self._by_word[word] for word in self._words[first:last])) if last > first else set()
            found = some if found is None else found & some
            if not found:
                return set()
        return found or set()

    def _mistyped(self, asked: "_Asked") -> dict[int, float]:
        threes = _threes(asked.parts)
        shared: Counter[int] = Counter()
        for three in threes:
            shared.update(self._threes.get(three, ()))
        likely = [n for n, count in shared.most_common(MOST_MISTYPED) if count >= SHARED * len(threes)]
        scores = ((n, _mistyped_fit(self._names[n], asked)) for n in likely)
        return {n: score for n, score in scores if score > 0}

    def _ranked(self, found: dict[int, float], near: tuple[float, float] | None, limit: int) -> list[Hit]:
        best: dict[str, tuple[float, int]] = {}
        for number, score in found.items():
            key = self._names[number].entry.id
            if key not in best or (score, -number) > (best[key][0], -best[key][1]):
                best[key] = (score, number)

        def order(one: tuple[float, int]) -> tuple[float, float, int, str, str]:
            name = self._names[one[1]]
            away = distance_m(near, (name.entry.lat, name.entry.lon)) if near else 0.0
            return -round(one[0], 3), away, len(name.key), name.text, name.entry.id

        return [_hit(self._names[number], score) for score, number in sorted(best.values(), key=order)[:limit]]


@dataclass(frozen=True)
class _Asked:
    plain: str
    key: str
    parts: tuple[str, ...]
    of_class: str


def _asked(text: str) -> _Asked:
    told, of_class = _split(words(text))
    parts = tuple(folded(word) for word in told)
    return _Asked("".join(told), "".join(parts), parts, of_class)


def _split(told: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Without the words for the kind of place, and that kind; a name of nothing else keeps them."""
    classes = [CLASSES[word] for word in told if word in CLASSES]
    rest = tuple(word for word in told if word not in CLASSES)
    return rest or told, classes[0] if classes else ""


def _without_mistyped_class(text: str) -> str:
    """For "smpang silaing": only when nothing else fits, as a name may look like such a word."""
    told = words(text)
    rest = [word for word in told if not any(mistakes(word, one, 1) <= 1 for one in CLASSES)]
    return " ".join(rest) if len(rest) < len(told) else ""


def _name(entry: Entry, text: str) -> _Name | None:
    asked = _asked(text)
    if not asked.parts:
        return None
    return _Name(entry, text, asked.plain, asked.key, asked.parts, asked.of_class or entry.kind)


def _middle(names: list[_Name]) -> tuple[float, float] | None:
    if not names:
        return None
    lats, lons = sorted(name.entry.lat for name in names), sorted(name.entry.lon for name in names)
    return lats[len(lats) // 2], lons[len(lons) // 2]


def _starts(names: list[_Name]) -> Iterator[tuple[str, int]]:
    """From each word of a name to its end, run together: where what is typed may begin."""
    for number, name in enumerate(names):
        for n in range(len(name.parts)):
            yield "".join(name.parts[n:]), number


def _threes(parts: tuple[str, ...]) -> set[str]:
    return {f" {part} "[n : n + 3] for part in parts for n in range(len(part))}


def _fit(name: _Name, asked: _Asked) -> float:
    if name.plain == asked.plain:
        return EXACT
    if name.key == asked.key:
        return SPELT
    if name.plain.startswith(asked.plain):
        return BEGINS
    return BEGINS_SPELT if name.key.startswith(asked.key) else WITHIN


def _allowed(word: str) -> int:
    """Mistakes forgiven: none in three letters, one in up to five, two in up to nine, then three."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _mistyped_fit(name: _Name, asked: _Asked) -> float:
    """0 when it is another name. The words one by one, or all run together (a space too many or too few)."""
    count = 0
    for n, part in enumerate(asked.parts):
        most, last = _allowed(part), n == len(asked.parts) - 1
        fewest = min(mistakes(part, other, most, begun=last) for other in name.parts)
        if fewest > most:
            count = -1
            break
        count += fewest
    together = _allowed(asked.key)
    run_together = mistakes(asked.key, name.key, together)
    if run_together <= together and (count < 0 or run_together < count):
        count = run_together
    if count < 0:
        return 0.0
    missing = max(0, len(name.parts) - len(asked.parts))  # words that were not asked for
    return max(0.05, MISTYPED - A_MISTAKE * count - 0.01 * missing)


def _pointed(kind: str, text: str, point: tuple[float, float]) -> Hit:
    return Hit(kind=kind, name=text, lat=point[0], lon=point[1], score=1.0, source=kind)


def _hit(name: _Name, score: float) -> Hit:
    entry = name.entry
    detail = name.text if name.text != entry.name else ""
    return Hit(
        kind=entry.kind,
        name=entry.name,
        detail=detail,
        lat=entry.lat,
        lon=entry.lon,
        score=min(1.0, round(score, 3)),
        source=entry.source,
    )
