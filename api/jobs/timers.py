"""Lets time do its work: wakes when the next timer is due and when the journal tells of a change, in one process at a
time. What is due is computed from what is kept, so a process that dies in between costs nothing but a moment."""

import asyncio
from datetime import datetime

import structlog

from api.jobs.callers import DATABASE_AWAY
from cad.bus import Bus
from cad.clock import Clock, utc_now
from cad.timers.commands import RunTimers
from telephony.backoff import delays

log = structlog.get_logger(__name__)

# What starts, stops or moves a timer.
KINDS = (
    "AlarmUpgraded",
    "AssignmentCorrected",
    "AssignmentStatusChanged",
    "AssignmentStepFilled",
    "CrewChecked",
    "HandOverAccepted",
    "HandOverAsked",
    "HandOverRefused",
    "IncidentChanged",
    "IncidentClosed",
    "IncidentOpened",
    "IncidentReopened",
    "IncidentMerged",
    "IncidentSplit",
    "TimerAcknowledged",
    "TimerRulesChanged",
    "UnitDispatched",
)
LOOK_S = 5.0  # also without a reason: a bell may be lost
OTHERS_S = 1.0  # while another process has the work: it may die
AT_MOST_EVERY_S = 0.2  # many changes at once are one look


async def watch_timers(bus: Bus, wake: asyncio.Event, clock: Clock = utc_now, look_s: float = LOOK_S) -> None:
    """Until cancelled."""
    pauses = delays(0.5, 10.0)
    while True:
        wake.clear()
        try:
            wait_s = wait_after(await bus.handle(RunTimers()), clock(), look_s)
            pauses = delays(0.5, 10.0)
        except DATABASE_AWAY as error:
            log.warning("timers.database_away", error=type(error).__name__)
            await asyncio.sleep(next(pauses))
            continue
        await asyncio.sleep(AT_MOST_EVERY_S)
        try:
            await asyncio.wait_for(wake.wait(), wait_s)
        except TimeoutError:
            continue


def wait_after(told: datetime | bool | None, now: datetime, look_s: float = LOOK_S) -> float:
    """How long there is nothing to do, in seconds."""
    if told is False:
        return OTHERS_S
    if not isinstance(told, datetime):
        return look_s
    return max(0.0, min(look_s, (told - now).total_seconds()))
