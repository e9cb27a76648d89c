"""Which units to send: a pure function of what is asked for, the units, their times. It recommends; a person decides.

Every place on the run card is filled by one unit, as many places as can be by units that are ready, and of all ways to
do so the one in which help is there soonest (`matching`). After those come the others that would do, each agency's
best before a second one, so that a dispatcher who knows better finds them at hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cad.dispatching.fitness import BUSY, READY, Candidate, cost_s, readiness
from cad.dispatching.matching import NEVER, match
from cad.dispatching.run_cards import Need
from cad.dispatching.travel import Point, Travel, straight_line
from cad.dispatching.words import (
    Words,
    capability,
    concern_words,
    need_words,
    shortfall_words,
    status_words,
    travel_words,
)
from cad.places.model import distance_m

WITHIN_MIN = 20  # help that comes later is no help of one's own: a neighbour is asked
ANY_UNIT = (Need((), 1, "", required=False),)  # while nobody knows what it is


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """`need`: the place on the card it would take, None for one of the others. `fits`: it suits and is ready.
    `distance_m` is the straight line; None: a position is missing. `minutes` by `method`: road or straight_line."""

    unit_id: str
    call_sign: str
    agency_kind: str
    distance_m: float | None
    minutes: float | None
    method: str
    fits: bool
    need: int | None
    reasons_id: list[str]
    reasons_en: list[str]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A need of the card: how many are on their way, who would fill the rest, how many are missing within the time."""

    name_id: str
    name_en: str
    any_of: tuple[str, ...]
    agency: str
    required: bool
    count: int
    sent: int
    chosen: list[str]
    missing: int


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    need: int
    missing: int
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Advice:
    units: list[Recommendation]
    needs: list[Filled] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)


@dataclass(frozen=True)
class _Judged:
    unit: Candidate
    travel: Travel | None
    needs: tuple[int, ...]  # those it could fill
    ready: int
    cost: float

    @property
    def goodness(self) -> tuple[bool, int, float, str]:
        return not self.needs, self.ready, self.cost, self.unit.call_sign


def recommend(
    needs: Sequence[Need],
    place: Point | None,
    units: Iterable[Candidate],
    now: datetime,
    *,
    travel: Mapping[str, Travel] | None = None,
    sent: Sequence[Candidate] = (),
    neighbour: str = "",
) -> Advice:
    """Best first. `travel` by unit id; who is not in it is judged by the straight line. `sent` are on their way to this
    incident and fill their places first. Without a place readiness and fitness alone rank."""
    needs = needs or ANY_UNIT
    gone = {unit.unit_id for unit in sent}
    judged = [_judge(needs, place, unit, now, travel or {}) for unit in units if unit.unit_id not in gone]
    judged.sort(key=lambda one: one.goodness)
    there = _sent_by_need(needs, sent)
    chosen = _choose(needs, there, [one for one in judged if one.ready == READY and one.needs])
    order = [one for at in range(len(needs)) for one in chosen[at]] + _others(needs, judged, chosen)
    place_of = {one.unit.unit_id: at for at, ones in chosen.items() for one in ones}
    filled = [_filled(need, there[at], chosen[at], place) for at, need in enumerate(needs)]
    return Advice(
        units=[_told(one, needs, place, now, place_of.get(one.unit.unit_id)) for one in order],
        needs=filled if needs is not ANY_UNIT else [],
        shortfalls=[
            _shortfall(at, needs[at], one.missing, neighbour)
            for at, one in enumerate(filled)
            if one.missing and needs[at].required
        ],
    )


def _judge(
    needs: Sequence[Need], place: Point | None, unit: Candidate, now: datetime, travel: Mapping[str, Travel]
) -> _Judged:
    how = None
    if place and unit.point:
        how = travel.get(unit.unit_id) or straight_line(place, unit.point)
    fills = tuple(at for at, need in enumerate(needs) if need.fits(unit.agency_kind, unit.capabilities))
    return _Judged(unit, how, fills, readiness(unit, now), cost_s(unit, how, now))


def _sent_by_need(needs: Sequence[Need], sent: Sequence[Candidate]) -> dict[int, int]:
    """How many of each need's places are taken by those on their way."""
    places = _places(needs)
    fits = [[0.0 if needs[at].fits(u.agency_kind, u.capabilities) else NEVER * 2 for u in sent] for at in places]
    taken = dict.fromkeys(range(len(needs)), 0)
    for at, who in zip(places, match(fits) if sent else [], strict=False):
        taken[at] += who is not None
    return taken


def _choose(needs: Sequence[Need], there: Mapping[int, int], ready: Sequence[_Judged]) -> dict[int, list[_Judged]]:
    """For each need who fills its free places, best first."""
    places = _places([Need(need.any_of, need.count - there[at], need.agency) for at, need in enumerate(needs)])
    costs = [[one.cost if at in one.needs else NEVER * 2 for one in ready] for at in places]
    chosen: dict[int, list[_Judged]] = {at: [] for at in range(len(needs))}
    for at, who in zip(places, match(costs) if ready else [], strict=False):
        if who is not None:
            chosen[at].append(ready[who])
    for ones in chosen.values():
        ones.sort(key=lambda one: one.goodness)
    return chosen


def _places(needs: Sequence[Need]) -> list[int]:
    return [at for at, need in enumerate(needs) for _ in range(need.count)]


def _others(needs: Sequence[Need], judged: Sequence[_Judged], chosen: Mapping[int, list[_Judged]]) -> list[_Judged]:
    """Who else would do: ready ones first, each agency's best before a second one, in the card's order of agencies."""
    taken = {one.unit.unit_id for ones in chosen.values() for one in ones}
    turn, ranked = dict[str, int](), []
    for one in judged:
        kind = one.unit.agency_kind
        turn[kind] = turn.get(kind, -1) + 1
        if one.unit.unit_id not in taken:
            lead = min(one.needs, default=len(needs))
            ranked.append(((not one.needs, min(one.ready, BUSY), turn[kind], lead, one.cost, one.unit.call_sign), one))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _filled(need: Need, there: int, chosen: Sequence[_Judged], place: Point | None) -> Filled:
    in_time = [one for one in chosen if place is None or not _too_late(one)]
    indonesian, english = need_words(need)
    return Filled(
        name_id=indonesian,
        name_en=english,
        any_of=need.any_of,
        agency=need.agency,
        required=need.required,
        count=need.count,
        sent=there,
        chosen=[one.unit.unit_id for one in chosen],
        missing=max(0, need.count - there - len(in_time)),
    )


def _too_late(one: _Judged) -> bool:
    """Known to come too late, or not at all; where it is may be unknown."""
    return one.travel is not None and (one.travel.seconds is None or one.travel.seconds > WITHIN_MIN * 60)


def _shortfall(at: int, need: Need, missing: int, neighbour: str) -> Shortfall:
    indonesian, english = shortfall_words(need, missing, WITHIN_MIN, neighbour)
    return Shortfall(need=at, missing=missing, text_id=indonesian, text_en=english)


def _told(one: _Judged, needs: Sequence[Need], place: Point | None, now: datetime, need: int | None) -> Recommendation:
    far = distance_m(place, one.unit.point) if place and one.unit.point else None
    seconds = one.travel.seconds if one.travel else None
    reasons = _reasons(one, needs, far, now)
    return Recommendation(
        unit_id=one.unit.unit_id,
        call_sign=one.unit.call_sign,
        agency_kind=one.unit.agency_kind,
        distance_m=None if far is None else round(far),
        minutes=None if seconds is None else round(seconds / 60, 1),
        method=one.travel.method if one.travel else "straight_line",
        fits=bool(one.needs) and one.ready == READY,
        need=need,
        reasons_id=[indonesian for indonesian, _ in reasons],
        reasons_en=[english for _, english in reasons],
    )


def _reasons(one: _Judged, needs: Sequence[Need], far: float | None, now: datetime) -> list[Words]:
    """What speaks for it and what against."""
    told = [status_words(one.unit.status)]
    if not one.needs:
        told.append(("bukan untuk jenis ini", "not for this type"))
    asked = dict.fromkeys(name for at in one.needs for name in needs[at].any_of)
    told += [capability(name) for name in asked if name in one.unit.capabilities]
    told.append(travel_words(far, one.travel))
    return told + concern_words(one.unit, now)
