"""Ten years of a city in bulk: callers, calls, incidents, narrative, units, and a journal whose chain and seals hold.

Written with COPY, five thousand incidents at a time; hashes are made here in the way the journal's own function makes
them, so `tanggap verify` goes over it as over any other. The spread is a large city's: more by day than by night, words
and places as frequent as words are (Zipf), two of three calls by somebody who called before.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from cad.calls.events import CallAnswered, CallAttached, CallEnded, CallReceived, PersonSeen
from cad.dispatching.events import AssignmentStatusChanged, UnitDispatched
from cad.events import Event
from cad.evidence.chain import Link
from cad.incidents.events import IncidentClosed, IncidentOpened, NarrativeAdded
from cad.store.sealing import new_key, seal

CHUNK, YEARS, OPEN = 5_000, 10, 40  # incidents in a COPY; years; incidents still open at the end
BY_HOUR = (3, 2, 2, 1, 1, 2, 3, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 6, 6, 5, 4, 3)
STREETS = (
    "Sudirman",
    "Ahmad Yani",
    "Imam Bonjol",
    "Diponegoro",
    "Hamka",
    "Agus Salim",
    "Bundo Kanduang",
    "Rasuna Said",
)
NEAR = ("depan pasar", "simpang empat", "dekat masjid raya", "belakang sekolah", "jembatan", "terminal", "rumah sakit")
WHAT = ("asap tebal", "motor jatuh", "korban tidak sadar", "pohon menutup jalan", "api di dapur", "air naik selutut",
        "keributan", "mobil terbalik", "ular masuk rumah", "sesak napas")  # fmt: skip
SAID = ("Unit tiba, keadaan terkendali", "Korban dibawa ke rumah sakit", "Menunggu bantuan", "Jalan ditutup sementara")
SYLLABLES = ("ba", "ko", "ti", "ra", "nu", "sa", "me", "lo", "pi", "da", "gu", "ja")

Row = tuple[Any, ...]
TABLES = {
    "persons": ("id", "number_hash", "first_seen_at", "last_seen_at"),
    "person_keys": ("person_id", "key"),
    "incidents": ("id", "center_id", "exercise", "number", "type_code", "priority", "what", "place_text",
                  "kelurahan_code", "lat", "lon", "place_source", "state", "opened_at", "opened_by", "closed_at",
                  "disposition", "note", "version", "person_id"),
    "calls": ("id", "center_id", "exercise", "pbx_id", "uniqueid", "first_seen_at", "received_at", "number_raw",
              "number_e164", "withheld", "person_id", "dialled", "queue_priority", "sip_call_id", "identity", "trunk",
              "returned_told", "returned", "ended_at", "end_cause", "broken", "incident_id", "recording_skipped",
              "state", "outcome", "answered_at", "desk_id", "user_id"),
    "narratives": ("id", "incident_id", "at", "user_id", "text", "struck"),
    "assignments": ("id", "incident_id", "unit_id", "order", "token", "status", "dispatched_at", "dispatched_by",
                    "override_reason", "en_route_at", "on_scene_at", "cleared_at"),
    "journal": ("position", "occurred_at", "recorded_at", "source", "kind", "actor", "desk_id", "subject_type",
                "subject_id", "data", "hash"),
    "journal_sealed": ("position", "person_id", "ciphertext"),
}  # fmt: skip


@dataclass(frozen=True)
class City:
    """What is there already: the demo city's units, kelurahan and types, and some users."""

    center_id: str
    units: list[str]
    kelurahan: list[tuple[str, float, float]]
    types: list[tuple[str, int]]
    users: list[str]


@dataclass
class Chain:
    """Appends to the journal as `journal_append` does."""

    position: int
    hash: bytes
    rows: list[Row] = field(default_factory=list)
    sealed: list[Row] = field(default_factory=list)

    def add(self, event: Event, recorded_at: datetime, key: bytes | None) -> None:
        data, personal = event.data, event.personal
        self.position += 1
        if key and event.person_id and personal:
            ciphertext = seal(personal, key, event.person_id)
            data |= {"sealed_sha256": hashlib.sha256(ciphertext).hexdigest()}
            self.sealed.append((self.position, event.person_id, ciphertext))
        link = Link(self.position, event.occurred_at, recorded_at, event.source, event.kind, event.actor, event.desk_id,
                    event.subject_type, event.subject_id, jsonb(data), b"")  # fmt: skip
        self.hash = link.hash_after(self.hash)
        self.rows.append((*(getattr(link, name) for name in TABLES["journal"][:-1]), self.hash))


def jsonb(value: Any) -> str:
    """As PostgreSQL writes jsonb: keys by length, then by their bytes."""
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda item: (len(item[0].encode()), item[0].encode()))
        return "{" + ", ".join(f"{json.dumps(key)}: {jsonb(one)}" for key, one in ordered) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(jsonb, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


class Decade:
    """`fill` writes `incidents` of them, ending now."""

    def __init__(self, connection: psycopg.Connection[Any], city: City, incidents: int, seed: int = 1) -> None:
        self.connection, self.city, self.incidents = connection, city, incidents
        self.dice = random.Random(seed)
        self.end = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
        self.begin = self.end - timedelta(days=365 * YEARS)
        self.callers: list[tuple[str, bytes, str]] = []
        self.names = ["".join(self.dice.choice(SYLLABLES) for _ in range(4)) for _ in range(3000)]
        self.weights = [1 / (n + 1) for n in range(len(self.names))]

    def fill(self, step: Callable[[int], None]) -> int:
        """The number of journal entries. In one transaction for each chunk; the journal's head goes along."""
        row = self.connection.execute("SELECT position, hash FROM journal_head").fetchone()
        assert row is not None
        chain = Chain(row[0], row[1])
        began = chain.position
        times = self._times()
        self.connection.execute("ALTER TABLE incidents DISABLE TRIGGER words_kept")
        self.connection.execute("ALTER TABLE narratives DISABLE TRIGGER words_kept")
        for first in range(0, self.incidents, CHUNK):
            rows: dict[str, list[Row]] = {name: [] for name in TABLES}
            for number in range(first, min(first + CHUNK, self.incidents)):
                self._incident(number + 1, next(times), rows, chain)
            rows["journal"], chain.rows = chain.rows, []
            rows["journal_sealed"], chain.sealed = chain.sealed, []
            self._copy(rows, chain)
            step(min(first + CHUNK, self.incidents))
        self._numbers()
        self._words()
        return chain.position - began

    def _times(self) -> Iterator[datetime]:
        """In order, one for each incident: days evenly, hours as a city lives."""
        days = 365 * YEARS
        places = sorted(
            (n * days // self.incidents, self.dice.choices(range(24), BY_HOUR)[0], self.dice.random() * 3600)
            for n in range(self.incidents)
        )
        for day, hour, second in places:
            yield self.begin + timedelta(days=day, hours=hour, seconds=int(second)) - timedelta(days=1)

    def _id(self, at: datetime) -> str:
        value = (int(at.timestamp() * 1000) << 80) | self.dice.getrandbits(80)
        return str(UUID(int=(value & ~(0xF << 76) & ~(0x3 << 62)) | (0x7 << 76) | (0x2 << 62)))

    def _caller(self, at: datetime, rows: dict[str, list[Row]]) -> tuple[tuple[str, bytes, str], bool]:
        if self.callers and self.dice.random() < 0.66:
            return self.dice.choice(self.callers), False
        made = (self._id(at), new_key(), f"08{self.dice.randrange(10**9, 10**10)}")
        rows["persons"].append((made[0], hashlib.sha256(made[2].encode() + made[0].encode()).hexdigest(), at, at))
        rows["person_keys"].append(made[:2])
        self.callers.append(made)
        return made, True

    def _word(self) -> str:
        return self.dice.choices(self.names, self.weights)[0]

    def _incident(self, number: int, at: datetime, rows: dict[str, list[Row]], chain: Chain) -> None:
        dice, center = self.dice, self.city.center_id
        person, is_new = self._caller(at, rows)
        incident, call, user = self._id(at), self._id(at), dice.choice(self.city.users)
        code, lat, lon = dice.choice(self.city.kelurahan)
        type_code, priority = dice.choice(self.city.types)
        what = f"{dice.choice(WHAT)} {self._word()} {self._word()}"
        place = f"Jl. {dice.choice(STREETS)} {dice.randrange(1, 200)} {dice.choice(NEAR)} {self._word()}"
        is_open = number > self.incidents - OPEN
        answered, opened, ended = (at + timedelta(seconds=s) for s in (6, 40, 150))
        closed = None if is_open else at + timedelta(minutes=dice.randrange(15, 120))
        uniqueid = f"{int(at.timestamp())}.{number}"
        told: dict[str, Any] = {"call_id": call, "pbx_id": "pbx-1", "uniqueid": uniqueid}
        rows["calls"].append((call, center, False, "pbx-1", uniqueid, at, at, person[2], f"+62{person[2][1:]}", False,
                              person[0], "112", 0, "", "{}", "pstn", 0, 0, ended, 16, False, incident, "", "ended",
                              "answered", answered, "desk-01", user))  # fmt: skip
        rows["incidents"].append((incident, center, False, number, type_code, priority, what, place, code,
                                  lat + dice.uniform(-0.01, 0.01), lon + dice.uniform(-0.01, 0.01), "dispatcher",
                                  "open" if is_open else "closed", opened, user, closed,
                                  "" if is_open else "handled", "", 1 if is_open else 2, person[0]))  # fmt: skip
        self._journal_call(chain, at, answered, told, person, is_new)
        add = self._adder(chain, person)
        add(IncidentOpened(occurred_at=opened, actor=user, person_id=person[0], incident_id=incident, number=number,
                           type_code=type_code, priority=priority, call_id=call, what=what,
                           place={"text": place, "kelurahan_code": code}))  # fmt: skip
        add(CallAttached(occurred_at=opened, actor=user, incident_id=incident, previous_incident_id=None, **told))
        add(CallEnded(occurred_at=ended, source="ari", person_id=None, cause=16, **told))
        if is_open:
            return
        assert closed is not None
        self._sent(rows, add, incident, opened, closed, user)
        for n in range(dice.randrange(0, 3)):
            note, when = self._id(opened), opened + timedelta(minutes=3 * n + 2)
            text = f"{dice.choice(SAID)} {self._word()}"
            rows["narratives"].append((note, incident, when, user, text, False))
            add(NarrativeAdded(occurred_at=when, actor=user, person_id=person[0], incident_id=incident,
                               narrative_id=note, text=text))  # fmt: skip
        add(IncidentClosed(occurred_at=closed, actor=user, incident_id=incident, disposition="handled"))

    def _adder(self, chain: Chain, person: tuple[str, bytes, str]) -> Callable[[Event], None]:
        return lambda event: chain.add(event, event.occurred_at + timedelta(milliseconds=3), person[1])

    def _journal_call(self, chain: Chain, at: datetime, answered: datetime, told: dict[str, Any],
                      person: tuple[str, bytes, str], is_new: bool) -> None:  # fmt: skip
        add = self._adder(chain, person)
        if is_new:
            add(PersonSeen(occurred_at=at, source="ari", person_id=person[0], call_id=told["call_id"]))
        add(CallReceived(occurred_at=at, source="ari", person_id=person[0], number_raw=person[2], **told))
        add(CallAnswered(occurred_at=answered, source="ari", desk_id="desk-01", leg="leg", wait_s=6.0, **told))

    def _sent(self, rows: dict[str, list[Row]], add: Callable[[Event], None], incident: str, opened: datetime,
              closed: datetime, user: str) -> None:  # fmt: skip
        assignment, unit = self._id(opened), self.dice.choice(self.city.units)
        times = [opened + timedelta(seconds=s) for s in (30, 90, 600)]
        rows["assignments"].append((assignment, incident, unit, 1, assignment, "available", times[0], user, "",
                                    times[1], times[2], closed))  # fmt: skip
        named: dict[str, Any] = {"assignment_id": assignment, "incident_id": incident, "unit_id": unit}
        add(UnitDispatched(occurred_at=times[0], actor=user, order=1, **named))
        steps = (("en_route", "dispatched", times[1]), ("on_scene", "en_route", times[2]))
        for status, previous, at in (*steps, ("available", "on_scene", closed)):
            add(AssignmentStatusChanged(occurred_at=at, status=status, previous=previous, **named))

    def _copy(self, rows: dict[str, list[Row]], chain: Chain) -> None:
        with self.connection.transaction():
            for table, columns in TABLES.items():
                names = ", ".join(f'"{name}"' for name in columns)
                with self.connection.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN'.encode()) as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            self.connection.execute("UPDATE journal_head SET position = %s, hash = %s", (chain.position, chain.hash))

    def _words(self) -> None:
        """What the triggers would have written row by row, in one go."""
        self.connection.execute(
            "INSERT INTO incident_words (incident_id, opened_at, words)"
            " SELECT i.id, i.opened_at, incident_words_of(i) FROM incidents i ON CONFLICT DO NOTHING"
        )
        for table in ("incidents", "narratives"):
            self.connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER words_kept".encode())

    def _numbers(self) -> None:
        """The center's block of numbers begins after ours."""
        with self.connection.transaction():
            self.connection.execute(
                'UPDATE number_blocks SET "first" = "first" + %(n)s, "last" = "last" + %(n)s, next = next + %(n)s',
                {"n": self.incidents},
            )
