"""What the domain asks of its store. cad/store answers with PostgreSQL; tests/fakes with dictionaries.

Everything loaded by a command is held for it alone until its transaction ends. `put` keeps an entity, new or changed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from cad.abandoned.model import Abandoned, LostCall
from cad.abandoned.rules import Load
from cad.access.looks import Look
from cad.address_notes.model import AddressNote
from cad.agencies.model import Agency
from cad.alarms.model import Alarm
from cad.calls.model import Call
from cad.calls.numbers_dialled import DialledNumber
from cad.center import Center
from cad.closures.model import Closure
from cad.desks.model import Desk, DeskSession
from cad.disaster.model import Disaster, NumberBlock
from cad.dispatching.model import Assignment, Whereabouts
from cad.events import Event
from cad.evidence.model import Evidence
from cad.hand_overs.model import HandOver
from cad.imports.model import Import, Sheet
from cad.incidents.model import Incident, IncidentType, Narrative
from cad.locations.model import KeptFix, Reference
from cad.messages.model import Page
from cad.nuisance.model import Lowered
from cad.places.model import Kelurahan
from cad.protocols.model import CardAnswer, ChecklistTick, ProtocolDraft, ProtocolVersion
from cad.queues.model import RoutingPlan
from cad.recordings.model import Audit, Recording
from cad.recordings.rules import RecordingRules
from cad.reports.model import Merge, Report
from cad.timers.model import Timer, TimerRules
from cad.timers.rules import Watched
from cad.trunks.commands import Refusal
from cad.trunks.model import Trunk
from cad.units.model import Unit
from cad.users.model import Session, User
from cad.voices.model import Voices

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)


class Interrupted(Exception):
    """The store could not finish this transaction for a reason that passes (deadlock, race, lost connection).

    `in_commit` is true when it is not known whether the commit took place.
    """

    def __init__(self, reason: str, *, in_commit: bool = False) -> None:
        super().__init__(reason)
        self.in_commit = in_commit


class Lookup(Protocol[E_co]):
    async def by_id(self, key: str) -> E_co | None: ...


class Repository(Protocol[E]):
    async def by_id(self, key: str) -> E | None: ...

    async def put(self, entity: E) -> None: ...


class Calls(Repository[Call], Protocol):
    async def by_channel(self, pbx_id: str, uniqueid: str) -> Call | None: ...

    async def parking_places(self) -> set[str]:
        """The labels of the calls that are parked now."""
        ...

    async def of_incident(self, incident_id: str) -> list[Call]: ...


class Recordings(Repository[Recording], Protocol):
    async def by_file(self, pbx_id: str, file: str) -> Recording | None: ...


class Persons(Protocol):
    def foresee(self, number: str) -> None:
        """`of_number` will be asked; the answer comes along with whatever is asked before."""
        ...

    async def of_number(self, number: str, seen_at: datetime) -> tuple[str, bool]:
        """The person's id, and whether they are new."""
        ...

    async def erase(self, person_id: str, at: datetime) -> int | None:
        """Destroys the key and clears the number: how many calls; -1 when it was done before, None when unknown."""
        ...


class Incidents(Repository[Incident], Protocol):
    async def next_number(self) -> int: ...

    async def has_number(self, number: int) -> bool: ...

    async def has_members(self, incident_id: str) -> bool:
        """Whether others are grouped under it."""
        ...


class Types(Lookup[IncidentType], Protocol):
    async def codes(self) -> set[str]: ...

    async def put(self, kind: IncidentType) -> None:
        """A new one, or as it is from now on."""
        ...


class Protocols(Repository[ProtocolVersion], Protocol):
    async def version_of(self, code: str, version: int) -> ProtocolVersion | None: ...

    async def latest(self, code: str) -> int:
        """The number of the last version; 0 when there is none."""
        ...


class ProtocolDrafts(Repository[ProtocolDraft], Protocol):
    async def drop(self, code: str) -> None: ...


class CardAnswers(Repository[CardAnswer], Protocol):
    async def last_of(self, incident_id: str, type_code: str, question: str) -> CardAnswer | None: ...


class Assignments(Repository[Assignment], Protocol):
    async def active_of_unit(self, unit_id: str) -> Assignment | None: ...

    async def active_of_incident(self, incident_id: str) -> list[Assignment]: ...

    async def count_of_incident(self, incident_id: str) -> int: ...

    async def was_on_scene(self, incident_id: str) -> bool:
        """Whether any unit ever came there."""
        ...

    async def whereabouts(self, assignment_id: str) -> Whereabouts | None:
        """Whose it is, without holding it: so that unit and incident can be held first."""
        ...


class Timers(Repository[Timer], Protocol):
    async def alone(self) -> bool:
        """Whether this transaction is the only one that lets time do its work."""
        ...

    async def live(self, keys: Collection[str]) -> list[Timer]:
        """Those that are not stopped, and those of these keys: a step that is taken back starts its timer again."""
        ...

    async def watched(self) -> list[Watched]:
        """The open incidents, with who goes there; read, not held."""
        ...


class HandOvers(Repository[HandOver], Protocol):
    async def pending_of(self, incident_id: str) -> HandOver | None: ...


class AddressNotes(Repository[AddressNote], Protocol):
    async def kept(self) -> list[AddressNote]:
        """Those that are not withdrawn; read, not held."""
        ...


class Pages(Repository[Page], Protocol):
    async def by_sid(self, provider_sid: str) -> Page | None: ...

    async def claim(self, now: datetime, until: datetime, limit: int, worker: str) -> list[Page]: ...


class Desks(Repository[Desk], Protocol):
    async def of_user(self, user_id: str) -> Desk | None: ...

    async def first_free(self) -> Desk | None: ...

    async def ids(self) -> list[str]: ...

    async def user_at(self, desk_id: str, time: datetime) -> str | None:
        """Who sat at this desk then."""
        ...


class Trunks(Repository[Trunk], Protocol):
    async def named(self, name: str) -> Trunk | None:
        """One that is not removed."""
        ...


class Refusals(Protocol):
    async def note(self, refusals: Sequence[Refusal], at: datetime) -> None: ...


class Users(Repository[User], Protocol):
    async def by_username(self, username: str) -> User | None: ...

    async def administrators(self) -> list[User]:
        """Those who may sign in."""
        ...


class Looks(Repository[Look], Protocol):
    async def same_as(self, look: Look, since: datetime) -> Look | None: ...

    async def person_of(self, kind: str, subject_id: str, number: str) -> str | None:
        """Whose record it is; a number in E.164."""
        ...


class Sessions(Repository[Session], Protocol):
    async def by_token_hash(self, token_hash: str) -> Session | None: ...

    async def living_of(self, user_id: str) -> list[Session]:
        """Not ended by anybody; perhaps expired."""
        ...


class AbandonedCalls(Repository[Abandoned], Protocol):
    async def touched_by(self, call: Call) -> list[Abandoned]:
        """The open entry of the call's person, and the entry that the call is in."""
        ...

    async def of_person(self, person_id: str) -> list[Abandoned]:
        """Old ones too."""
        ...

    async def called_back_by(self, call_id: str) -> Abandoned | None: ...

    async def older_than(self, before: datetime, limit: int) -> list[Abandoned]: ...

    async def claims_without_a_call(self, before: datetime, limit: int) -> list[Abandoned]:
        """Being called since before then, by a call that nobody ever answered or that has ended."""
        ...

    async def lost_call(self, call_id: str) -> LostCall | None: ...

    async def calls_of(self, abandoned_id: str) -> list[LostCall]: ...

    async def put_call(self, one: LostCall) -> None: ...

    async def drop_call(self, one: LostCall) -> None: ...

    async def got_through_after(self, call: Call) -> str | None:
        """A later call of the same person that was answered and not lost."""
        ...

    async def is_on_the_line(self, person_id: str) -> bool: ...

    async def load(self, user_id: str) -> Load: ...


class LoweredNumbers(Repository[Lowered], Protocol):
    async def of_person(self, person_id: str) -> Lowered | None:
        """The one that runs."""
        ...

    async def history_of(self, person_id: str) -> list[Lowered]:
        """Those that have ended too."""
        ...

    async def expired(self, now: datetime, limit: int) -> list[Lowered]: ...


class Imports(Repository[Import], Protocol):
    async def last_of_kind(self, kind: str) -> Import | None:
        """The newest that was not taken back."""
        ...

    async def take(self, import_id: str, sheets: Sequence[Sheet]) -> dict[str, dict[str, int]]:
        """Writes the rows; by table, how many are new, changed, removed, same."""
        ...

    async def take_back(self, import_id: str) -> None: ...


class Disasters(Repository[Disaster], Protocol):
    async def running(self) -> Disaster | None: ...


class NumberBlocks(Repository[NumberBlock], Protocol):
    async def of_number(self, number: int) -> NumberBlock | None: ...

    async def reserve(self, holder: str, count: int, user_id: str, now: datetime) -> NumberBlock: ...


class Reports(Repository[Report], Protocol):
    async def of_incident(self, incident_id: str) -> list[Report]:
        """In the order in which they were told."""
        ...


class Merges(Repository[Merge], Protocol):
    async def last_of(self, source_id: str) -> Merge | None:
        """The one that holds: not taken back."""
        ...


class Fixes(Repository[KeptFix], Protocol):
    def device_of(self, imei: str) -> str:
        """A keyed hash that names this telephone; empty for none."""
        ...

    async def owner_of(self, device: str, since: datetime) -> str | None:
        """Whose telephone this was lately."""
        ...

    async def adopt(self, device: str, person_id: str, since: datetime) -> None:
        """What came from this telephone without a number is this person's."""
        ...

    async def call_of(self, person_id: str, ended_since: datetime) -> str | None:
        """The person's newest call that is up, or ended after that."""
        ...

    async def forget(self, person_id: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. `now` is its time; what was recorded is journalled when it commits."""

    @property
    def now(self) -> datetime: ...

    @property
    def center(self) -> Center: ...

    @property
    def closures(self) -> Repository[Closure]: ...

    @property
    def alarms(self) -> Repository[Alarm]: ...

    @property
    def calls(self) -> Calls: ...

    @property
    def recordings(self) -> Recordings: ...

    @property
    def recording_rules(self) -> Repository[RecordingRules]: ...

    @property
    def evidence(self) -> Repository[Evidence]: ...

    @property
    def recording_audits(self) -> Repository[Audit]: ...

    @property
    def persons(self) -> Persons: ...

    @property
    def incidents(self) -> Incidents: ...

    @property
    def narratives(self) -> Repository[Narrative]: ...

    @property
    def types(self) -> Types: ...

    @property
    def protocols(self) -> Protocols: ...

    @property
    def protocol_drafts(self) -> ProtocolDrafts: ...

    @property
    def card_answers(self) -> CardAnswers: ...

    @property
    def checklist_ticks(self) -> Repository[ChecklistTick]: ...

    @property
    def agencies(self) -> Lookup[Agency]: ...

    @property
    def kelurahan(self) -> Lookup[Kelurahan]: ...

    @property
    def trunks(self) -> Trunks: ...

    @property
    def refusals(self) -> Refusals: ...

    @property
    def units(self) -> Repository[Unit]: ...

    @property
    def assignments(self) -> Assignments: ...

    @property
    def pages(self) -> Pages: ...

    @property
    def timers(self) -> Timers: ...

    @property
    def timer_rules(self) -> Repository[TimerRules]: ...

    @property
    def hand_overs(self) -> HandOvers: ...

    @property
    def address_notes(self) -> AddressNotes: ...

    @property
    def dialled_numbers(self) -> Repository[DialledNumber]: ...

    @property
    def desks(self) -> Desks: ...

    @property
    def desk_sessions(self) -> Repository[DeskSession]: ...

    @property
    def users(self) -> Users: ...

    @property
    def looks(self) -> Looks: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def plans(self) -> Repository[RoutingPlan]: ...

    @property
    def voices(self) -> Repository[Voices]: ...

    @property
    def imports(self) -> Imports: ...

    @property
    def abandoned(self) -> AbandonedCalls: ...

    @property
    def lowered(self) -> LoweredNumbers: ...

    @property
    def fixes(self) -> Fixes: ...

    @property
    def references(self) -> Repository[Reference]: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def disasters(self) -> Disasters: ...

    @property
    def number_blocks(self) -> NumberBlocks: ...

    @property
    def merges(self) -> Merges: ...

    def record(self, *events: Event) -> None: ...

    async def save_cursor(self, name: str, value: str) -> None: ...

    async def load_cursor(self, name: str) -> str | None: ...

    async def commit(self) -> int | None:
        """The position of the last journal entry written; None when nothing was recorded."""
        ...

    async def __aenter__(self) -> "UnitOfWork": ...

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object, /) -> None: ...
