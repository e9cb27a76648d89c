"""Which timers run, when each step of the ladder is due, and what changes now. Pure.

`wanted` says what should run for a state; `reconciled` compares it with what is kept. All times are computed from
journalled moments, so whoever asks again, later or after a crash, comes to the same: nothing twice, none forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cad.dispatching.model import Assignment
from cad.errors import Invalid
from cad.hand_overs.model import HandOver
from cad.ids import new_id
from cad.timers.defaults import DEFAULT_RULES
from cad.timers.model import DISPATCHER, KINDS, SMS, SUPERVISOR, Rule, Timer, TimerRules

# Without an expected travel time: what a city allows from being sent to being there.
NO_ETA_S = 900.0
WAITING = frozenset({"dispatched", "acknowledged"})
UNDER_WAY = frozenset({"dispatched", "acknowledged", "en_route"})


@dataclass(frozen=True, kw_only=True)
class Crew:
    """An assignment that goes on, and whose it is."""

    assignment: Assignment
    agency_id: str
    agency_kind: str


@dataclass(frozen=True, kw_only=True)
class Watched:
    """An open incident as timers see it. `unserved_since`: nobody goes, and nobody was there, since then."""

    incident_id: str
    group: str
    priority: int
    lead_agency_id: str | None
    unserved_since: datetime | None
    crews: Sequence[Crew] = ()
    hand_over: HandOver | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """`kept` are rows to write; `told` (timer, level) what has to be said, in order; `stopped` those that had been
    raised; `next_at` when to look again."""

    kept: list[Timer]
    told: list[tuple[Timer, int]]
    stopped: list[Timer]
    next_at: datetime | None


def rules_of(kept: TimerRules | None) -> tuple[Rule, ...]:
    return tuple(Rule(**plain) for plain in kept.rules) if kept and kept.rules else DEFAULT_RULES


def rule_for(kind: str, watched: Watched, agency: str, rules: Iterable[Rule]) -> Rule | None:
    """The one that names most; the first of equals. None when there is none, or it is off."""
    fitting = [rule for rule in rules if rule.kind == kind and _fits(rule, watched, agency)]
    best = max(fitting, key=_named, default=None)
    return best if best and best.on else None


def _fits(rule: Rule, watched: Watched, agency: str) -> bool:
    return rule.group in ("", watched.group) and rule.agency in ("", agency) and rule.priority in (0, watched.priority)


def _named(rule: Rule) -> int:
    return bool(rule.group) + bool(rule.agency) + bool(rule.priority)


def wanted(watched: Watched, rules: Sequence[Rule]) -> list[tuple[Timer, Rule]]:
    """What runs for this incident, each with the rule that it runs by."""
    return [*_of_incident(watched, rules), *(one for crew in watched.crews for one in _of_crew(watched, crew, rules))]


def _of_incident(watched: Watched, rules: Sequence[Rule]) -> Iterator[tuple[Timer, Rule]]:
    if watched.unserved_since and (rule := rule_for("no_unit", watched, "", rules)):
        yield _timer("no_unit", watched.incident_id, watched.unserved_since, rule, watched), rule
    asked = watched.hand_over
    if asked and asked.state == "pending" and (rule := rule_for("hand_over", watched, "", rules)):
        timer = _timer("hand_over", asked.id, asked.asked_at, rule, watched)
        yield replace(timer, agency_id=asked.to_agency_id), rule


def _of_crew(watched: Watched, crew: Crew, rules: Sequence[Rule]) -> Iterator[tuple[Timer, Rule]]:
    one = crew.assignment
    for kind, since in _stages(one):
        rule = rule_for(kind, watched, crew.agency_kind, rules)
        if rule:
            timer = _timer(kind, one.id, since, rule, watched, one.eta_s)
            yield replace(timer, assignment_id=one.id, unit_id=one.unit_id, agency_id=crew.agency_id), rule


def _stages(one: Assignment) -> Iterator[tuple[str, datetime]]:
    if one.status == "dispatched":
        yield "not_acknowledged", one.dispatched_at
    if one.status in WAITING:
        yield "not_en_route", one.dispatched_at
    if one.status in UNDER_WAY:
        yield "overdue_on_scene", one.en_route_at or one.dispatched_at
    if one.status == "on_scene" and one.on_scene_at:
        yield "crew_check", max(one.on_scene_at, one.crew_ok_at or one.on_scene_at)


def _timer(kind: str, subject: str, since: datetime, rule: Rule, watched: Watched, eta_s: float | None = None) -> Timer:
    allowed = rule.after_s + (rule.eta_share * (eta_s if eta_s is not None else NO_ETA_S) if rule.eta_share else 0.0)
    due_at = since + timedelta(seconds=allowed)
    return Timer(
        id="",
        key=f"{kind}.{subject}.{int(since.timestamp() * 1000):x}",
        kind=kind,
        incident_id=watched.incident_id,
        agency_id=watched.lead_agency_id,
        started_at=since,
        due_at=due_at,
        next_at=due_at,
    )


def ladder(timer: Timer, rule: Rule) -> list[tuple[int, datetime]]:
    """Who is told when, in order: the dispatcher when it is due, then the supervisor, then the agency by SMS."""
    later = [(SUPERVISOR, rule.supervisor_s), (SMS, rule.sms_s)]
    steps = [(level, timer.due_at + timedelta(seconds=seconds)) for level, seconds in later if seconds]
    return [(DISPATCHER, timer.due_at), *steps]


def reconciled(wanting: Iterable[tuple[Timer, Rule]], kept: Iterable[Timer], now: datetime) -> Changes:
    """What changes now. `kept` are the timers that are not stopped, by what was committed last, and those among the
    wanted that had been (a step was taken back)."""
    known = {timer.key: timer for timer in kept}
    changes = Changes(kept=[], told=[], stopped=[], next_at=None)
    due: list[datetime] = []
    for timer, rule in wanting:
        before = known.pop(timer.key, None)
        after, levels = _advanced(timer, before, rule, now)
        if after != before:
            changes.kept.append(after)
        changes.told.extend((after, level) for level in levels)
        if after.next_at:
            due.append(after.next_at)
    for timer in known.values():
        changes.kept.append(replace(timer, state="stopped", next_at=None, stopped_at=now))
        if timer.level:
            changes.stopped.append(changes.kept[-1])
    return replace(changes, next_at=min(due, default=None))


def _current(timer: Timer, before: Timer | None) -> Timer:
    if before is None:
        return replace(timer, id=new_id())
    moved = replace(before, due_at=timer.due_at, agency_id=timer.agency_id)
    if before.state != "stopped":
        return moved
    state = "acknowledged" if before.acknowledged_at else "raised" if before.level else "running"
    return replace(moved, state=state, stopped_at=None)


def _advanced(timer: Timer, before: Timer | None, rule: Rule, now: datetime) -> tuple[Timer, list[int]]:
    current = _current(timer, before)
    if current.state == "acknowledged":
        return replace(current, next_at=None), []
    steps = [(level, at) for level, at in ladder(current, rule) if level > current.level]
    passed = [level for level, at in steps if at <= now]
    coming = [at for _, at in steps if at > now]
    after = replace(current, next_at=min(coming, default=None))
    if passed:
        raised_at = current.raised_at or now
        after = replace(after, state="raised", level=passed[-1], raised_at=raised_at)
    return after, passed


class RulesInvalid(Invalid):
    error_id = "timer_rules_invalid"

    def __init__(self, row: int, why_id: str, why_en: str) -> None:
        super().__init__(f"Baris {row + 1}: {why_id}.", en=f"Row {row + 1}: {why_en}.", row=row)


LONGEST_S = 24 * 3600


def checked_rules(plain: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """From plain objects. Each kind keeps a rule that fits everything; none twice. Raises RulesInvalid."""
    rules: list[Rule] = []
    for row, given in enumerate(plain):
        rule = Rule(**given)
        _check(rule, row)
        if any(_place(rule) == _place(other) for other in rules):
            raise RulesInvalid(row, "aturan yang sama sudah ada", "there is the same rule already")
        rules.append(rule)
    return tuple(rules)


def _place(rule: Rule) -> tuple[str, str, str, int]:
    return rule.kind, rule.group, rule.agency, rule.priority


def _check(rule: Rule, row: int) -> None:
    if rule.kind not in KINDS or rule.priority not in range(5):
        raise RulesInvalid(row, "jenis atau prioritas tidak dikenal", "unknown kind or priority")
    if not 10 <= rule.after_s <= LONGEST_S:
        raise RulesInvalid(row, "batas harus 10 detik sampai 24 jam", "a limit is 10 seconds to 24 hours")
    if any(not 0 <= seconds <= LONGEST_S for seconds in (rule.supervisor_s, rule.sms_s)):
        raise RulesInvalid(row, "eskalasi paling lama 24 jam", "an escalation takes at most 24 hours")
    if rule.sms_s and rule.supervisor_s and rule.sms_s < rule.supervisor_s:
        raise RulesInvalid(row, "SMS tidak boleh sebelum pengawas", "the SMS does not come before the supervisor")
    if not 0 <= rule.eta_share <= 10:
        raise RulesInvalid(row, "kelipatan perkiraan waktu harus 0 sampai 10", "the share of the ETA is 0 to 10")
