"""One transaction on PostgreSQL. The connection is taken on entering; `commit` sends what was put, then the journal's
entries, then COMMIT."""

from datetime import datetime
from functools import cached_property

import psycopg
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from cad.center import Center
from cad.events import Event
from cad.store import journal
from cad.store.interruptions import translated
from cad.store.repositories.abandoned import StoredAbandoned
from cad.store.repositories.address_notes import StoredAddressNotes
from cad.store.repositories.agencies import StoredAgencies
from cad.store.repositories.alarms import StoredAlarms
from cad.store.repositories.calls import StoredCalls, StoredDialledNumbers, StoredPersons
from cad.store.repositories.closures import StoredClosures
from cad.store.repositories.desks import StoredDesks, StoredDeskSessions, StoredSessions, StoredUsers
from cad.store.repositories.disaster import StoredDisasters, StoredNumberBlocks
from cad.store.repositories.evidence import StoredEvidence
from cad.store.repositories.imports import StoredImports
from cad.store.repositories.incidents import StoredIncidents, StoredKelurahan, StoredNarratives, StoredTypes
from cad.store.repositories.locations import StoredFixes, StoredReferences
from cad.store.repositories.looks import StoredLooks
from cad.store.repositories.nuisance import StoredLowered
from cad.store.repositories.protocols import StoredAnswers, StoredDrafts, StoredProtocols, StoredTicks
from cad.store.repositories.queues import StoredPlans
from cad.store.repositories.recordings import StoredRecordingAudits, StoredRecordingRules, StoredRecordings
from cad.store.repositories.reports import StoredMerges, StoredReports
from cad.store.repositories.timers import StoredHandOvers, StoredTimerRules, StoredTimers
from cad.store.repositories.trunks import StoredRefusals, StoredTrunks
from cad.store.repositories.units import StoredAssignments, StoredPages, StoredUnits
from cad.store.repositories.voices import StoredVoices
from cad.store.rows import table_of
from cad.store.tables import CursorRow
from cad.store.writes import Writes

CURSORS = table_of(CursorRow)


class StoredUnitOfWork:
    def __init__(self, engine: AsyncEngine, center: Center, pepper: str, now: datetime) -> None:
        self._engine = engine
        self._center = center
        self._pepper = pepper
        self._now = now
        self._events: list[Event] = []
        self._connection: AsyncConnection | None = None

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def center(self) -> Center:
        return self._center

    @property
    def connection(self) -> AsyncConnection:
        assert self._connection is not None, "a unit of work is used inside its `async with`"
        return self._connection

    @cached_property
    def writes(self) -> Writes:
        return Writes(self.connection)

    @cached_property
    def alarms(self) -> StoredAlarms:
        return StoredAlarms(self.connection, self.writes)

    @cached_property
    def calls(self) -> StoredCalls:
        return StoredCalls(self.connection, self.writes)

    @cached_property
    def closures(self) -> StoredClosures:
        return StoredClosures(self.connection, self.writes)

    @cached_property
    def recordings(self) -> StoredRecordings:
        return StoredRecordings(self.connection, self.writes)

    @cached_property
    def recording_rules(self) -> StoredRecordingRules:
        return StoredRecordingRules(self.connection, self.writes)

    @cached_property
    def evidence(self) -> StoredEvidence:
        return StoredEvidence(self.connection, self.writes)

    @cached_property
    def recording_audits(self) -> StoredRecordingAudits:
        return StoredRecordingAudits(self.connection, self.writes)

    @cached_property
    def persons(self) -> StoredPersons:
        return StoredPersons(self.connection, self.writes, self._pepper)

    @cached_property
    def incidents(self) -> StoredIncidents:
        return StoredIncidents(self.connection, self.writes, self._center.id)

    @cached_property
    def narratives(self) -> StoredNarratives:
        return StoredNarratives(self.connection, self.writes)

    @cached_property
    def types(self) -> StoredTypes:
        return StoredTypes(self.connection, self.writes)

    @cached_property
    def protocols(self) -> StoredProtocols:
        return StoredProtocols(self.connection, self.writes)

    @cached_property
    def protocol_drafts(self) -> StoredDrafts:
        return StoredDrafts(self.connection, self.writes)

    @cached_property
    def card_answers(self) -> StoredAnswers:
        return StoredAnswers(self.connection, self.writes)

    @cached_property
    def checklist_ticks(self) -> StoredTicks:
        return StoredTicks(self.connection, self.writes)

    @cached_property
    def agencies(self) -> StoredAgencies:
        return StoredAgencies(self.connection, self.writes)

    @cached_property
    def kelurahan(self) -> StoredKelurahan:
        return StoredKelurahan(self.connection)

    @cached_property
    def trunks(self) -> StoredTrunks:
        return StoredTrunks(self.connection, self.writes, self._pepper)

    @cached_property
    def refusals(self) -> StoredRefusals:
        return StoredRefusals(self.connection, self.writes)

    @cached_property
    def units(self) -> StoredUnits:
        return StoredUnits(self.connection, self.writes)

    @cached_property
    def assignments(self) -> StoredAssignments:
        return StoredAssignments(self.connection, self.writes)

    @cached_property
    def pages(self) -> StoredPages:
        return StoredPages(self.connection, self.writes)

    @cached_property
    def timers(self) -> StoredTimers:
        return StoredTimers(self.connection, self.writes)

    @cached_property
    def timer_rules(self) -> StoredTimerRules:
        return StoredTimerRules(self.connection, self.writes)

    @cached_property
    def hand_overs(self) -> StoredHandOvers:
        return StoredHandOvers(self.connection, self.writes)

    @cached_property
    def address_notes(self) -> StoredAddressNotes:
        return StoredAddressNotes(self.connection, self.writes)

    @cached_property
    def dialled_numbers(self) -> StoredDialledNumbers:
        return StoredDialledNumbers(self.connection, self.writes)

    @cached_property
    def desks(self) -> StoredDesks:
        return StoredDesks(self.connection, self.writes)

    @cached_property
    def desk_sessions(self) -> StoredDeskSessions:
        return StoredDeskSessions(self.connection, self.writes)

    @cached_property
    def users(self) -> StoredUsers:
        return StoredUsers(self.connection, self.writes)

    @cached_property
    def looks(self) -> StoredLooks:
        return StoredLooks(self.connection, self.writes, self._pepper)

    @cached_property
    def sessions(self) -> StoredSessions:
        return StoredSessions(self.connection, self.writes)

    @cached_property
    def plans(self) -> StoredPlans:
        return StoredPlans(self.connection, self.writes)

    @cached_property
    def voices(self) -> StoredVoices:
        return StoredVoices(self.connection, self.writes)

    @cached_property
    def imports(self) -> StoredImports:
        return StoredImports(self.connection, self.writes)

    @cached_property
    def abandoned(self) -> StoredAbandoned:
        return StoredAbandoned(self.connection, self.writes)

    @cached_property
    def lowered(self) -> StoredLowered:
        return StoredLowered(self.connection, self.writes)

    @cached_property
    def fixes(self) -> StoredFixes:
        return StoredFixes(self.connection, self.writes, self._pepper)

    @cached_property
    def references(self) -> StoredReferences:
        return StoredReferences(self.connection, self.writes)

    @cached_property
    def reports(self) -> StoredReports:
        return StoredReports(self.connection, self.writes)

    @cached_property
    def disasters(self) -> StoredDisasters:
        return StoredDisasters(self.connection, self.writes)

    @cached_property
    def number_blocks(self) -> StoredNumberBlocks:
        return StoredNumberBlocks(self.connection, self.writes, self._center.id)

    @cached_property
    def merges(self) -> StoredMerges:
        return StoredMerges(self.connection, self.writes)

    def record(self, *events: Event) -> None:
        self._events.extend(events)

    async def save_cursor(self, name: str, value: str) -> None:
        self.writes.insert(CURSORS, {"name": name, "value": value}, or_update=("name",))

    async def load_cursor(self, name: str) -> str | None:
        found = await self.connection.execute(
            select(CURSORS.c.value).where(CURSORS.c.name == bindparam("cursor")), {"cursor": name}
        )
        value: str | None = found.scalar_one_or_none()
        return value

    async def commit(self) -> int | None:
        events, self._events = self._events, []
        entries = await journal.entries_of(events, self.persons)
        try:
            return await self.writes.commit(entries)
        except psycopg.Error as error:
            raise translated(error, in_commit=True) or error from error

    async def __aenter__(self) -> "StoredUnitOfWork":
        try:
            self._connection = await self._engine.connect()
        except SQLAlchemyError as error:
            raise translated(error) or error from error
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            await self.connection.close()  # rolls back what was not committed
        except SQLAlchemyError as closing:
            error = error or closing
        if told := translated(error):
            raise told from error
