"""What became of every call that was dialled: in the CAD exactly once, ended as it did end, with its recording."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from api.chaos.harms import Harm
from api.chaos.people import Dialled

SHORT_S = 2.0  # a kill costs a recording up to a second; of a call so short nothing may be left
HANGUP_LAG_S = 0.3  # a hang-up written down just before the kill, whose BYE was never sent
MISSING_S = 3.5  # of a recording, before it counts as none
BLINK_S = 0.5  # answered and hung up in the same moment: whether they met is for the PBX to say
LEAST_TALK_S = 3.0  # of a conversation in which a voice must have been heard
LEAST_VOICE_S = 1.0
NOT_KEPT = ("missing", "damaged")


@dataclass(frozen=True)
class Conversation:
    """A desk's own memory of one call."""

    number: str
    desk: str
    began: float
    ended: float


@dataclass(frozen=True)
class InCad:
    """What a supervisor sees of one number."""

    calls: list[dict[str, Any]]
    recordings: dict[str, dict[str, Any]]  # by call
    offered: bool | None  # for a callback; None: this build has no such list


@dataclass
class Account:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    voiceless: list[str] = field(default_factory=list)
    not_offered: list[str] = field(default_factory=list)
    broken_by_asterisk: list[str] = field(default_factory=list)
    died_in_the_invite: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    disk_full: list[str] = field(default_factory=list)
    answered: int = 0
    abandoned: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.unrecorded or self.voiceless or self.not_offered)

    def lines(self) -> list[str]:
        """One for each call that is missing, doubled, or without something that it must have."""
        named = {
            "LOST": self.lost,
            "DOUBLED": self.doubled,
            "UNRECORDED": self.unrecorded,
            "VOICELESS": self.voiceless,
            "NOT OFFERED FOR CALLBACK": self.not_offered,
        }
        return [f"{name} {line}" for name, lines in named.items() for line in lines]


class Accountant:
    def __init__(self, harms: Sequence[Harm], conversations: Iterable[Conversation]) -> None:
        self._kills = [harm for harm in harms if harm.kind == "asterisk killed" and harm.began]
        self._freezes = [harm for harm in harms if harm.kind == "asterisk frozen" and harm.began]
        self._full = [harm for harm in harms if harm.kind == "disk full" and harm.began]
        self._cuts = [harm for harm in harms if harm.kind == "desk cut off" and harm.began]
        self._talked: dict[str, list[Conversation]] = {}
        for one in conversations:
            self._talked.setdefault(one.number, []).append(one)
        self.account = Account()

    def is_stuck(self, call: Dialled) -> bool:
        """It waits for an end that no Asterisk can tell it any more."""
        return not call.is_over and (self.broken_by(call) is not None or not call.heard_at)

    def broken_by(self, call: Dialled) -> Harm | None:
        """The kill of Asterisk that it did not survive."""
        for kill in self._kills:
            if call.heard_at and call.heard_at <= kill.began and not (call.is_over and call.ended_at <= kill.began):
                return kill
        return None

    def add(self, call: Dialled, found: InCad) -> None:
        kill = self.broken_by(call)
        views = self._without_broken_starts(call, found.calls)
        if not call.heard_at:
            self._add_unheard(call, views)
        elif len(views) > 1:
            states = ", ".join(f"{view['state']}/{view['outcome']}" for view in views)
            self.account.doubled.append(f"{call.number}: {len(views)} times in the CAD ({states})")
        elif kill is not None and not call.answered_at:
            self.account.died_in_the_invite.append(call.number)
        elif not views:
            what = "answered by the PBX, not in the CAD" if call.answered_at else "no answer from a PBX that was up"
            self.account.lost.append(f"{call.number}: {what}, dialled {_clock(call.invited_at)}")
        else:
            self._add_kept(call, views[0], found, kill)

    def _add_unheard(self, call: Dialled, views: list[dict[str, Any]]) -> None:
        """Nobody answered the INVITE in all its repetitions: only an Asterisk that was away may do that."""
        last = max(call.last_invited_at, call.invited_at)
        away = [harm for harm in (*self._kills, *self._freezes) if harm.covers(call.invited_at, last)]
        if not away or any(view["outcome"] != "broken" for view in views):
            self.account.lost.append(f"{call.number}: not even an answer to its INVITE, dialled {_clock(last)}")
        else:
            self.account.unheard.append(call.number)

    def _without_broken_starts(self, call: Dialled, views: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """An INVITE repeated after a kill begins anew in the next Asterisk; what the first one noted is broken."""
        whole = [view for view in views if view["outcome"] != "broken"]
        split = len(views) > 1 and any(harm.covers(call.invited_at, call.heard_at) for harm in self._kills)
        return whole or views[-1:] if split else views

    def _add_kept(self, call: Dialled, view: dict[str, Any], found: InCad, kill: Harm | None) -> None:
        if view["state"] != "ended":
            self.account.lost.append(f"{call.number}: never ended in the CAD, {view['state']}")
            return
        ended = _seconds(view["ended_at"])
        if kill is not None and (view["outcome"] == "broken" or ended > kill.began - HANGUP_LAG_S):
            self._add_broken(call, view, found, kill)
        else:
            self._add_whole(call, view)
        self._check_recording(call, view, found, kill)

    def _add_broken(self, call: Dialled, view: dict[str, Any], found: InCad, kill: Harm) -> None:
        hung_up = call.is_over and call.ended_at <= kill.ended
        if view["outcome"] != "broken" and hung_up:  # the BYE was out before the end: nobody was cut off
            self._add_whole(call, view)
            return
        if view["outcome"] != "broken":
            self.account.lost.append(f"{call.number}: broken by Asterisk's death, {view['outcome']} in the CAD")
            return
        self.account.broken_by_asterisk.append(call.number)
        if found.offered is False:
            self.account.not_offered.append(f"{call.number}: broken {_clock(kill.began)}")

    def _add_whole(self, call: Dialled, view: dict[str, Any]) -> None:
        talks = self._talked.get(call.number, [])
        expected = ["answered"] if talks else ["abandoned"]
        if call.hung_up and talks and all(one.ended - one.began < BLINK_S for one in talks):
            expected.append("abandoned")
        self.account.answered += view["outcome"] == "answered"
        self.account.abandoned += view["outcome"] == "abandoned"
        if view["outcome"] not in expected:
            self.account.lost.append(f"{call.number}: {expected[0]} at the desks, {view['outcome']} in the CAD")
        elif not talks and not call.hung_up:
            self.account.lost.append(f"{call.number}: ended though nobody at a desk had answered")
        elif call.heard_desk_s is not None and call.heard_desk_s < LEAST_VOICE_S and self._was_undisturbed(talks):
            self.account.voiceless.append(f"{call.number}: heard {call.heard_desk_s:.1f} s of the dispatcher")

    def _was_undisturbed(self, talks: list[Conversation]) -> bool:
        last = talks[-1]
        harms = (*self._kills, *self._freezes, *self._cuts)
        return last.ended - last.began >= LEAST_TALK_S and not any(h.covers(last.began, last.ended) for h in harms)

    def _check_recording(self, call: Dialled, view: dict[str, Any], found: InCad, kill: Harm | None) -> None:
        recording = found.recordings.get(view["id"])
        lived_s = _seconds(view["ended_at"]) - (call.answered_at or _seconds(view["ended_at"]))
        frozen_s = sum(harm.ended - harm.began for harm in self._freezes if harm.covers(call.invited_at, call.ended_at))
        allowed_s = MISSING_S + frozen_s
        if recording is None:
            if any(harm.covers(call.invited_at, call.answered_at) for harm in self._full):
                self.account.disk_full.append(call.number)
            elif lived_s > (SHORT_S if kill or call.hung_up else 0):
                self.account.unrecorded.append(f"{call.number}: no recording of {lived_s:.1f} s")
        elif recording["state"] != "ready" or recording["note"] in NOT_KEPT:
            if lived_s > (SHORT_S if kill or call.hung_up else 0):
                what = f"{recording['state']} {recording['note']}".strip()
                self.account.unrecorded.append(f"{call.number}: recording {what}, of {lived_s:.1f} s")
        elif (recording["duration_s"] or 0) < lived_s - allowed_s:
            self.account.unrecorded.append(f"{call.number}: {recording['duration_s']} s recorded of {lived_s:.1f} s")


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%H:%M:%S.%f")[:-3]
