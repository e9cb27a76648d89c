"""After any merges and splits each call belongs to exactly one incident, and nothing is lost."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cad.errors import TanggapError
from cad.incidents.commands import AttachCall, OpenIncident
from cad.registry import HANDLERS
from cad.reports.commands import AddReport, MergeIncidents, SplitIncident
from tests.fakes.memory_work import MemoryWork


def at_once(running: Any) -> Any:
    """Dictionaries make nobody wait, so no loop is needed."""
    try:
        running.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("something waited")


picks = st.integers(0, 30)


class MergingAndSplitting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.work = MemoryWork()
        self.calls: list[str] = []
        self.told: set[str] = set()  # every report that was ever given
        self.units: set[str] = set()

    def do(self, command: Any) -> Any:
        """A refusal leaves nothing behind: the transaction would not be committed."""
        before = {name: dict(getattr(self.work, name).rows) for name in ("incidents", "calls", "reports", "merges",
                  "assignments")}  # fmt: skip
        try:
            return at_once(HANDLERS[type(command)](command, self.work))  # type: ignore[arg-type]
        except TanggapError:
            for name, rows in before.items():
                getattr(self.work, name).rows = rows
            return None

    def ids(self) -> list[str]:
        return list(self.work.incidents.rows) or ["unknown"]

    def pick(self, n: int) -> str:
        return self.ids()[n % len(self.ids())]

    @rule()
    def open_one(self) -> None:
        call = self.work.call(f"call-{len(self.calls)}")
        self.calls.append(call.id)
        self.told.add(call.id)
        opened = self.do(OpenIncident(user_id="dina", type_code="flood", call_id=call.id))
        unit = self.work.unit(f"unit-{len(self.units)}", opened)
        self.units.add(unit.id)

    @rule(n=picks)
    def another_call(self, n: int) -> None:
        call = self.work.call(f"call-{len(self.calls)}")
        if self.do(AttachCall(user_id="dina", incident_id=self.pick(n), call_id=call.id)):
            self.calls.append(call.id)
            self.told.add(call.id)

    @rule(n=picks)
    def a_camera(self, n: int) -> None:
        if added := self.do(AddReport(incident_id=self.pick(n), kind="camera", source="cctv-1")):
            self.told.add(added.id)

    @rule(into=picks, source=picks)
    def merge(self, into: int, source: int) -> None:
        self.do(MergeIncidents(user_id="dina", into_id=self.pick(into), source_id=self.pick(source)))

    @rule(n=picks, count=st.integers(1, 3), to=st.none() | picks, unit=st.booleans())
    def split(self, n: int, count: int, to: int | None, unit: bool) -> None:
        here = [one.id for one in self.work.reports.rows.values() if one.incident_id == self.pick(n)][:count]
        units = [one.id for one in self.work.assignments.rows.values() if one.incident_id == self.pick(n)][:1]
        self.do(
            SplitIncident(
                user_id="dina",
                incident_id=self.pick(n),
                report_ids=tuple(here),
                assignment_ids=tuple(units if unit else ()),
                to_incident_id=None if to is None else self.pick(to),
            )
        )

    @rule(n=picks)
    def merge_and_undo(self, n: int) -> None:
        """Both are as they were before."""
        first, second = self.pick(n), self.pick(n + 1)
        before = self.picture()
        if self.do(MergeIncidents(user_id="dina", into_id=first, source_id=second)):
            held = self.work.incidents.rows[second].merged_into == first
            undone = self.do(SplitIncident(user_id="dina", incident_id=first, to_incident_id=second))
            assert held and (undone is not None or before == self.picture())
            if undone and before["states"][second] == "open":
                assert self.picture() == before

    def picture(self) -> dict[str, Any]:
        return {
            "reports": {key: one.incident_id for key, one in self.work.reports.rows.items()},
            "calls": {key: one.incident_id for key, one in self.work.calls.rows.items()},
            "units": {key: one.incident_id for key, one in self.work.assignments.rows.items()},
            "states": {key: one.state for key, one in self.work.incidents.rows.items()},
        }

    @invariant()
    def nothing_is_lost(self) -> None:
        assert set(self.work.reports.rows) == self.told
        assert set(self.work.assignments.rows) == self.units

    @invariant()
    def each_call_is_with_one_incident_and_its_report_too(self) -> None:
        for key in self.calls:
            assert self.work.report(key).incident_id == self.work.calls.rows[key].incident_id
            assert self.work.calls.rows[key].incident_id in self.work.incidents.rows

    @invariant()
    def a_merged_one_holds_nothing_and_leads_to_one_that_does(self) -> None:
        for incident in self.work.incidents.rows.values():
            if incident.merged_into is None:
                continue
            assert (incident.state, incident.disposition) == ("closed", "duplicate")
            assert not [one for one in self.work.reports.rows.values() if one.incident_id == incident.id]
            seen = set()
            while incident.merged_into:
                assert incident.id not in seen
                seen.add(incident.id)
                incident = self.work.incidents.rows[incident.merged_into]

    @invariant()
    def orders_of_units_are_never_given_twice(self) -> None:
        orders = [(one.incident_id, one.order) for one in self.work.assignments.rows.values()]
        assert len(orders) == len(set(orders))


TestMergingAndSplitting = MergingAndSplitting.TestCase
TestMergingAndSplitting.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
