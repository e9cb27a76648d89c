"""Raise, clear, acknowledge. Saying again what is known changes nothing."""

import re
from dataclasses import replace

from cad.alarms.commands import AcknowledgeAlarm, ClearAlarm, RaiseAlarm
from cad.alarms.errors import NotAnAlarm, UnknownAlarm
from cad.alarms.events import AlarmAcknowledged, AlarmCleared, AlarmRaised
from cad.alarms.model import SEVERITIES, Alarm
from cad.ports import UnitOfWork

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


async def raise_alarm(command: RaiseAlarm, work: UnitOfWork) -> Alarm:
    if not _KEY.fullmatch(command.key) or command.severity not in SEVERITIES:
        raise NotAnAlarm(command.key)
    known = await work.alarms.by_id(command.key)
    alarm = _raised(known, command, work)
    if alarm == known:
        return alarm
    await work.alarms.put(alarm)
    work.record(
        AlarmRaised(
            occurred_at=work.now,
            source="system",
            key=alarm.key,
            severity=alarm.severity,
            text_id=alarm.text_id,
            text_en=alarm.text_en,
            by=alarm.source,
        )
    )
    return alarm


def _raised(known: Alarm | None, command: RaiseAlarm, work: UnitOfWork) -> Alarm:
    """An open one keeps its beginning; when it became worse, whoever acknowledged it has to look again."""
    fresh = Alarm(
        key=command.key,
        severity=command.severity,
        text_id=command.text_id,
        text_en=command.text_en,
        source=command.source,
        raised_at=work.now,
    )
    if known is None or not known.is_open:
        return fresh
    worse = SEVERITIES.index(command.severity) > SEVERITIES.index(known.severity)
    seen = (None, None) if worse else (known.acknowledged_at, known.acknowledged_by)
    return replace(fresh, raised_at=known.raised_at, acknowledged_at=seen[0], acknowledged_by=seen[1])


async def clear_alarm(command: ClearAlarm, work: UnitOfWork) -> Alarm | None:
    known = await work.alarms.by_id(command.key)
    if known is None or not known.is_open:
        return known
    alarm = replace(known, cleared_at=work.now)
    await work.alarms.put(alarm)
    open_s = max(0.0, round((work.now - known.raised_at).total_seconds(), 1))
    work.record(AlarmCleared(occurred_at=work.now, source="system", key=alarm.key, by=command.source, open_s=open_s))
    return alarm


async def acknowledge_alarm(command: AcknowledgeAlarm, work: UnitOfWork) -> Alarm:
    known = await work.alarms.by_id(command.key)
    if known is None or not known.is_open:
        raise UnknownAlarm
    if known.acknowledged_at:
        return known
    alarm = replace(known, acknowledged_at=work.now, acknowledged_by=command.user_id)
    await work.alarms.put(alarm)
    work.record(AlarmAcknowledged(occurred_at=work.now, actor=command.user_id, key=alarm.key))
    return alarm


HANDLERS = {RaiseAlarm: raise_alarm, ClearAlarm: clear_alarm, AcknowledgeAlarm: acknowledge_alarm}
