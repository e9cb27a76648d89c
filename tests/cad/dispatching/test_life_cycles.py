"""Whatever dispatchers and crews do in whatever order, some things hold: random commands look for the exception."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cad.dispatching.commands import CheckCrew, CorrectAssignmentStatus, DispatchUnit, SetAssignmentStatus
from cad.dispatching.events import AssignmentCorrected, AssignmentStatusChanged
from cad.dispatching.model import Assignment
from cad.dispatching.steps import ASSIGNMENT, STEPS
from cad.errors import TanggapError
from cad.hand_overs.commands import AnswerHandOver, ExpireHandOver, HandOverIncident
from cad.incidents.commands import CloseIncident, OpenIncident, ReopenIncident, UpgradeAlarm
from cad.units.commands import SetUnitStatus
from tests.fakes.lifecycle_work import LifecycleWork

UNITS = ("DAMKAR-01", "DAMKAR-02")
UNIT = st.sampled_from(UNITS)
STEP = st.sampled_from([*STEPS, "cancelled"])
PICK = st.integers(0, 5)


class LifeCycles(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.work = LifecycleWork()
        for key in UNITS:
            self.work.unit(key)
        self.open()

    def do(self, command: object) -> Any:
        """A refusal is an answer, too; anything else is a mistake of ours."""
        try:
            return asyncio.run(self.work.do(command))
        except TanggapError as refused:
            assert str(refused)
            assert refused.sentence_en
            assert refused.status < 500
            return None

    def one(self, kept: Any, nth: int) -> str:
        keys = list(kept.rows)
        return keys[nth % len(keys)] if keys else "none"

    @rule(seconds=st.integers(1, 200))
    def time_passes(self, seconds: int) -> None:
        self.work.now += timedelta(seconds=seconds)

    @rule()
    def open(self) -> None:
        self.do(OpenIncident(user_id="dina", type_code="structure_fire"))

    @rule(nth=PICK, unit=UNIT, why=st.sampled_from(["", "terdekat"]))
    def send(self, nth: int, unit: str, why: str) -> None:
        incident = self.one(self.work.incidents, nth)
        self.do(DispatchUnit(user_id="dina", incident_id=incident, unit_id=unit, override_reason=why))

    @rule(
        nth=PICK, status=STEP, by=st.sampled_from(["dina", "responder"]), ago=st.none() | st.integers(-100, 600),
        why=st.sampled_from(["", "salah kirim"]),
    )  # fmt: skip
    def step(self, nth: int, status: str, by: str, ago: int | None, why: str) -> None:
        at = None if ago is None else self.work.now - timedelta(seconds=ago)
        key = self.one(self.work.assignments, nth)
        before = self.work.assignments.rows.get(key)
        after = self.do(SetAssignmentStatus(by=by, assignment_id=key, status=status, occurred_at=at, reason=why))
        if before and after and after.status != before.status:
            assert after.status in ASSIGNMENT[before.status]
            assert by != "responder" or after.status != "cancelled"

    @rule(nth=PICK, why=st.sampled_from(["", "salah tekan"]))
    def correct(self, nth: int, why: str) -> None:
        key = self.one(self.work.assignments, nth)
        self.do(CorrectAssignmentStatus(user_id="dina", assignment_id=key, reason=why))

    @rule(nth=PICK)
    def crew_is_well(self, nth: int) -> None:
        self.do(CheckCrew(user_id="dina", assignment_id=self.one(self.work.assignments, nth)))

    @rule(unit=UNIT, status=st.sampled_from(["available", "out_of_service"]))
    def unit_status(self, unit: str, status: str) -> None:
        self.do(SetUnitStatus(user_id="dina", unit_id=unit, status=status, reason="servis"))

    @rule(
        nth=PICK,
        disposition=st.sampled_from(["handled", "cancelled", "test", "prank"]),
        note=st.sampled_from(["", "x"]),
    )
    def close(self, nth: int, disposition: str, note: str) -> None:
        incident = self.one(self.work.incidents, nth)
        self.do(CloseIncident(user_id="dina", incident_id=incident, disposition=disposition, note=note))

    @rule(nth=PICK, reason=st.sampled_from(["", "lagi"]))
    def reopen(self, nth: int, reason: str) -> None:
        self.do(ReopenIncident(user_id="dina", incident_id=self.one(self.work.incidents, nth), reason=reason))

    @rule(nth=PICK, level=st.integers(0, 5))
    def upgrade(self, nth: int, level: int) -> None:
        self.do(UpgradeAlarm(user_id="dina", incident_id=self.one(self.work.incidents, nth), level=level))

    @rule(nth=PICK, agency=st.sampled_from(["fire", "bpbd", "nobody"]))
    def hand_over(self, nth: int, agency: str) -> None:
        incident = self.one(self.work.incidents, nth)
        self.do(HandOverIncident(user_id="dina", incident_id=incident, agency_id=agency, reason="wilayahnya"))

    @rule(nth=PICK, accept=st.booleans(), late=st.booleans())
    def answer(self, nth: int, accept: bool, late: bool) -> None:
        key = self.one(self.work.hand_overs, nth)
        if late:
            self.do(ExpireHandOver(hand_over_id=key))
        else:
            self.do(AnswerHandOver(user_id="dina", hand_over_id=key, accept=accept, note="penuh"))

    @invariant()
    def a_unit_has_at_most_one_assignment_and_follows_it(self) -> None:
        for unit in self.work.units.rows.values():
            active = [row for row in self.assignments() if row.unit_id == unit.id and row.active]
            assert len(active) <= 1
            assert unit.status == (active[0].status if active else unit.status)
            assert active or unit.status in ("available", "out_of_service")

    @invariant()
    def a_closed_incident_has_nobody_under_way(self) -> None:
        for incident in self.work.incidents.rows.values():
            if incident.state == "closed":
                assert not [row for row in self.assignments() if row.incident_id == incident.id and row.active]
            assert (incident.closed_at is None) == (incident.state == "open")

    @invariant()
    def times_follow_the_steps(self) -> None:
        for row in self.assignments():
            taken = [at for name in STEPS if (at := row.at(name))]
            assert taken == sorted(taken)
            assert all(at <= self.work.now for at in taken)

    @invariant()
    def the_journal_of_an_assignment_is_in_the_order_of_time(self) -> None:
        for row in self.assignments():
            told: list[datetime] = []
            for event in self.work.events:
                if isinstance(event, AssignmentStatusChanged) and event.assignment_id == row.id:
                    told.append(event.occurred_at)
                elif isinstance(event, AssignmentCorrected) and event.assignment_id == row.id:
                    told.pop()  # it never was
            assert told == sorted(told)

    @invariant()
    def whoever_is_cancelled_is_told(self) -> None:
        gone = {row.id for row in self.assignments() if row.status == "cancelled"}
        assert gone == {page.assignment_id for page in self.work.pages.rows.values() if page.kind == "cancel"}

    @invariant()
    def one_hand_over_waits_for_an_answer(self) -> None:
        waiting = [row.incident_id for row in self.work.hand_overs.rows.values() if row.state == "pending"]
        assert len(waiting) == len(set(waiting))

    def assignments(self) -> list[Assignment]:
        return list(self.work.assignments.rows.values())


LifeCycles.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestLifeCycles = LifeCycles.TestCase
