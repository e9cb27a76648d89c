"""Letting time do its work, one transaction a look; a person's answer to it; the thresholds."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from cad.hand_overs.commands import ExpireHandOver
from cad.hand_overs.handlers import expire_hand_over
from cad.incidents.handlers import known_incident
from cad.messages.outgoing import queue_message
from cad.numbers import read_number
from cad.ports import UnitOfWork
from cad.timers.commands import AcknowledgeTimer, ChangeTimerRules, RunTimers
from cad.timers.defaults import EXPIRES_S
from cad.timers.errors import DutyPhoneInvalid, TimerIsOver, TimerRulesAlreadyChanged, UnknownTimer
from cad.timers.events import (
    TimerAcknowledged,
    TimerEscalated,
    TimerRaised,
    TimerRulesChanged,
    TimerStopped,
)
from cad.timers.model import DISPATCHER, SMS, Timer, TimerRules, duty_phone
from cad.timers.rules import Watched, checked_rules, reconciled, rules_of, wanted
from cad.timers.text import escalation_text


async def run_timers(command: RunTimers, work: UnitOfWork) -> datetime | Literal[False] | None:
    if not await work.timers.alone():
        return False
    watched = await work.timers.watched()
    expires = await _expire(watched, work)
    rules = rules_of(await work.timer_rules.by_id(work.center.id))
    wanting = [pair for one in watched for pair in wanted(one, rules)]
    kept = await work.timers.live([timer.key for timer, _ in wanting])
    changes = reconciled(wanting, kept, work.now)
    for timer in changes.kept:
        await work.timers.put(timer)
    for timer, level in changes.told:
        await _tell(timer, level, work)
    for timer in changes.stopped:
        late_s = round((work.now - timer.due_at).total_seconds(), 1)
        work.record(TimerStopped(occurred_at=work.now, source="system", **_about(timer), late_s=late_s))
    return min((at for at in (changes.next_at, expires) if at), default=None)


async def _expire(watched: list[Watched], work: UnitOfWork) -> datetime | None:
    """Hand-overs that nobody answered lapse; when the next one does."""
    coming = []
    for at, one in enumerate(watched):
        asked = one.hand_over
        if asked is None:
            continue
        ends = asked.asked_at + timedelta(seconds=EXPIRES_S)
        if ends <= work.now:
            told = await expire_hand_over(ExpireHandOver(hand_over_id=asked.id), work)
            watched[at] = replace(one, hand_over=told)
        else:
            coming.append(ends)
    return min(coming, default=None)


async def _tell(timer: Timer, level: int, work: UnitOfWork) -> None:
    about: dict[str, Any] = {"occurred_at": work.now, "source": "system", **_about(timer)}
    if level == DISPATCHER:
        work.record(TimerRaised(**about, due_at=timer.due_at.isoformat(timespec="seconds").replace("+00:00", "Z")))
    elif level == SMS:
        work.record(TimerEscalated(**about, told="sms", page_id=await _page(timer, work)))
    else:
        work.record(TimerEscalated(**about, told="supervisor"))


async def _page(timer: Timer, work: UnitOfWork) -> str:
    """To the officer on duty of the agency that is asked for; the page's id, or nothing when there is no number."""
    incident = await known_incident(timer.incident_id, work)
    kind = await work.types.by_id(incident.type_code)
    agency = await work.agencies.by_id(timer.agency_id) if timer.agency_id else None
    if agency is None:
        return ""
    unit = await work.units.by_id(timer.unit_id) if timer.unit_id else None
    text = escalation_text(timer, incident, kind, unit, work.center, work.now)
    to = duty_phone(await work.timer_rules.by_id(work.center.id), agency)
    page = await queue_message(
        "escalation",
        incident,
        to,
        text,
        work,
        assignment_id=timer.assignment_id,
        unit_id=timer.unit_id,
        agency_id=agency.id,
    )
    return page.id if page else ""


async def acknowledge_timer(command: AcknowledgeTimer, work: UnitOfWork) -> Timer:
    timer = await work.timers.by_id(command.timer_id)
    if timer is None:
        raise UnknownTimer
    if timer.state == "acknowledged":
        return timer
    if timer.state == "stopped":
        raise TimerIsOver
    note = command.note.strip()
    seen = replace(
        timer,
        state="acknowledged",
        next_at=None,
        acknowledged_at=work.now,
        acknowledged_by=command.user_id,
        note=note,
    )
    await work.timers.put(seen)
    work.record(TimerAcknowledged(occurred_at=work.now, actor=command.user_id, **_about(timer), note=note))
    return seen


async def change_timer_rules(command: ChangeTimerRules, work: UnitOfWork) -> TimerRules:
    kept = await work.timer_rules.by_id(work.center.id) or TimerRules(id=work.center.id)
    if kept.version != command.version:
        raise TimerRulesAlreadyChanged(kept.version)
    rules = [asdict(rule) for rule in checked_rules(command.rules)]
    phones = _phones(command.duty_phones, work)
    names = [name for name, new in (("rules", rules), ("duty_phones", phones)) if new != getattr(kept, name)]
    if not names:
        return kept
    changed = replace(kept, version=kept.version + 1, rules=rules, duty_phones=phones)
    await work.timer_rules.put(changed)
    event = TimerRulesChanged(
        occurred_at=work.now, actor=command.user_id, center_id=kept.id, version=changed.version, changed=names
    )
    work.record(event)
    return changed


def _phones(given: Mapping[str, str], work: UnitOfWork) -> dict[str, str]:
    phones = {}
    for agency, number in given.items():
        if not number.strip():
            continue
        read = read_number(number, country_code=work.center.country_code, area_code=work.center.area_code)
        if not read.e164:
            raise DutyPhoneInvalid(agency, number)
        phones[agency] = read.e164
    return phones


def _about(timer: Timer) -> dict[str, Any]:
    return {
        "timer_id": timer.id,
        "about": timer.kind,
        "incident_id": timer.incident_id,
        "assignment_id": timer.assignment_id,
        "unit_id": timer.unit_id,
    }


HANDLERS = {RunTimers: run_timers, AcknowledgeTimer: acknowledge_timer, ChangeTimerRules: change_timer_rules}
