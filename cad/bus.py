"""The door to the domain: a command goes in, one transaction later its result comes out.

    bus = Bus(unit_of_work, clock=utc_now)
    call = await bus.handle(ReceiveCall(...))                # a transaction of its own
    async with bus.transaction() as transaction:             # several commands in one
        await transaction.handle(command)
        await transaction.save_cursor("cel", "1234")         # commits when the block ends well

A command that fails raises a TanggapError and leaves nothing behind. A lost connection, a deadlock or a
race is tried again; when it is not known whether a commit took place, only commands that are the same done twice are.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

from cad.abandoned.commands import DismissAbandoned, SweepAbandoned
from cad.alarms.commands import AcknowledgeAlarm, ClearAlarm, RaiseAlarm
from cad.calls.commands import CallFact
from cad.clock import Clock, utc_now
from cad.closures.commands import CloseRoad, LiftClosure
from cad.desks.commands import SeeDesk, SetDeskState, SignOffDesk, SignOnDesk
from cad.disaster.commands import BeginDisaster, EndDisaster, GroupIncidents, SetPriorities
from cad.dispatching.commands import DispatchUnit, SetAssignmentStatus
from cad.errors import Unavailable
from cad.evidence.commands import FailEvidence, FinishEvidence
from cad.hand_overs.commands import AnswerHandOver, ExpireHandOver, HandOverIncident
from cad.imports.commands import TakeImport
from cad.incidents.commands import AttachCall, CloseIncident, ReopenIncident, StrikeNarrative, UpgradeAlarm
from cad.locations.commands import RecordFix
from cad.messages.commands import MarkPageSent, RecordPageStatus
from cad.nuisance.commands import DisposeCall, ExpireLowered, LiftNumber, LowerNumber
from cad.ports import Interrupted, UnitOfWork
from cad.protocols.commands import AnswerQuestion, ConfirmVersion, DropDraft, TickChecklist
from cad.recordings.commands import (
    LockRecording,
    NoteCompressed,
    NoteGone,
    NotePutAway,
    RemoveRecording,
    ReportAudit,
    RequestAudit,
)
from cad.registry import dispatch
from cad.reports.commands import MergeIncidents
from cad.timers.commands import AcknowledgeTimer, RunTimers
from cad.units.commands import MoveUnit, SetUnitStatus

# Seconds before each further attempt: races end in milliseconds, a killed PostgreSQL is back in 1 to 3 s.
PAUSES_S = (0.0, 0.02, 0.1, 0.4, 1.0, 2.0)
# A frozen PostgreSQL takes connections and never answers; a living one ends a statement by itself (lock 5 s, all 8 s).
ATTEMPT_S = 10.0

SAME_DONE_TWICE = (
    AnswerQuestion,
    TickChecklist,
    DropDraft,
    ConfirmVersion,
    FailEvidence,
    FinishEvidence,
    TakeImport,
    RaiseAlarm,
    ClearAlarm,
    AcknowledgeAlarm,
    LockRecording,
    NoteCompressed,
    NoteGone,
    NotePutAway,
    RemoveRecording,
    ReportAudit,
    RequestAudit,
    CallFact,
    RecordFix,
    SeeDesk,
    SetDeskState,
    SignOnDesk,
    SignOffDesk,
    DispatchUnit,
    SetAssignmentStatus,
    HandOverIncident,
    AnswerHandOver,
    ExpireHandOver,
    ReopenIncident,
    UpgradeAlarm,
    StrikeNarrative,
    RunTimers,
    AcknowledgeTimer,
    SetUnitStatus,
    MoveUnit,
    AttachCall,
    MergeIncidents,
    BeginDisaster,
    EndDisaster,
    GroupIncidents,
    SetPriorities,
    CloseIncident,
    MarkPageSent,
    RecordPageStatus,
    DismissAbandoned,
    SweepAbandoned,
    CloseRoad,
    LiftClosure,
    DisposeCall,
    LowerNumber,
    LiftNumber,
    ExpireLowered,
)

UnitOfWorkFactory = Callable[[datetime], UnitOfWork]


class StoreUnavailable(Unavailable):
    error_id = "database_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "Basis data tidak menjawab; tidak ada yang hilang. Coba lagi sebentar.",
            en="The database does not answer; nothing was lost. Try again in a moment.",
        )


class Transaction(Protocol):
    async def handle(self, command: object) -> Any: ...

    async def save_cursor(self, name: str, value: str) -> None: ...


class Bus:
    """`unit_of_work` makes a transaction that takes the given time for now."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock = utc_now,
        *,
        pauses_s: Sequence[float] = PAUSES_S,
        attempt_s: float = ATTEMPT_S,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._pauses_s = pauses_s
        self._attempt_s = attempt_s

    async def handle(self, command: object) -> Any:
        """Handles one command in a transaction of its own; returns what its docstring says."""
        for pause_s in self._pauses_s:
            await asyncio.sleep(pause_s)
            try:
                return await self._once(command)
            except Interrupted as interrupted:
                if interrupted.in_commit and not isinstance(command, SAME_DONE_TWICE):
                    raise StoreUnavailable from interrupted
                last = interrupted
        raise StoreUnavailable from last

    async def _once(self, command: object) -> Any:
        try:
            async with asyncio.timeout(self._attempt_s), self._unit_of_work(self._clock()) as work:
                result = await dispatch(command, work)
                await work.commit()
                return result
        except TimeoutError as error:  # it hangs: who waited so long is told, and asks again himself
            raise StoreUnavailable from error

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Several commands and cursors, committed together when the block ends well. Not tried again by itself: the
        caller repeats the whole block on Unavailable."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        try:
            async with self._unit_of_work(self._clock()) as work:
                transaction = _Open(work)
                yield transaction
                transaction.check()
                await work.commit()
        except Interrupted as interrupted:
            raise StoreUnavailable from interrupted

    async def load_cursor(self, name: str) -> str | None:
        """Where a reader (CEL, journal follower) had got to; None when it never began."""
        try:
            async with self._unit_of_work(self._clock()) as work:
                return await work.load_cursor(name)
        except Interrupted as interrupted:
            raise StoreUnavailable from interrupted


class _Open:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._failed = ""

    async def handle(self, command: object) -> Any:
        self._failed = type(command).__name__
        result = await dispatch(command, self._work)
        self._failed = ""
        return result

    def check(self) -> None:
        """A command that failed may have done half of its work; nobody may commit that by passing over the error."""
        if self._failed:
            raise RuntimeError(f"{self._failed} failed in this transaction, so it is not committed")

    async def save_cursor(self, name: str, value: str) -> None:
        await self._work.save_cursor(name, value)
