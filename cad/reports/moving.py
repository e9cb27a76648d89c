"""Calls, reports and units go from one incident to another: what merging and splitting share."""

from collections.abc import Iterable
from dataclasses import replace

from cad.calls.events import CallAttached
from cad.calls.model import Call
from cad.dispatching.handlers import queue_page
from cad.dispatching.model import Assignment
from cad.incidents.model import Incident
from cad.ports import UnitOfWork
from cad.reports.events import AssignmentMoved, ReportMoved
from cad.reports.model import Report
from cad.units.handlers import known_unit


async def move_reports(reports: Iterable[Report], to: Incident, user_id: str, work: UnitOfWork) -> list[str]:
    """Each with its call. Returns their ids."""
    moved = []
    for report in sorted(reports, key=lambda one: one.id):
        await work.reports.put(replace(report, incident_id=to.id))
        call = await work.calls.by_id(report.call_id) if report.call_id else None
        if call:
            await move_call(call, to, user_id, work)
        else:
            work.record(
                ReportMoved(
                    occurred_at=work.now,
                    actor=user_id,
                    person_id=report.person_id,
                    report_id=report.id,
                    incident_id=to.id,
                    previous_incident_id=report.incident_id,
                )
            )
        moved.append(report.id)
    return moved


async def move_call(call: Call, to: Incident, user_id: str, work: UnitOfWork) -> None:
    if call.incident_id == to.id:
        return
    await work.calls.put(replace(call, incident_id=to.id))
    work.record(
        CallAttached(
            occurred_at=work.now,
            actor=user_id,
            call_id=call.id,
            pbx_id=call.pbx_id,
            uniqueid=call.uniqueid,
            incident_id=to.id,
            previous_incident_id=call.incident_id,
        )
    )


async def move_units(
    assignments: Iterable[Assignment], before: Incident, to: Incident, user_id: str, work: UnitOfWork
) -> list[str]:
    """They go on with what they do. A page goes out only where the crew would go elsewhere or expect something else."""
    moved = []
    for assignment in sorted(assignments, key=lambda one: one.order):
        order = await work.assignments.count_of_incident(to.id) + 1
        changed = replace(assignment, incident_id=to.id, order=order)
        await work.assignments.put(changed)
        work.record(
            AssignmentMoved(
                occurred_at=work.now,
                actor=user_id,
                assignment_id=assignment.id,
                incident_id=to.id,
                previous_incident_id=before.id,
                unit_id=assignment.unit_id,
                order=order,
            )
        )
        if changes_for_the_crew(before, to):
            await _tell(changed, before, to, user_id, work)
        moved.append(assignment.id)
    return moved


def changes_for_the_crew(before: Incident, after: Incident) -> bool:
    """What a page says of where and what. Another number alone changes nothing for them: their link goes on."""
    told = [(one.type_code, one.priority, one.place.text, one.place.kelurahan_code, one.place.point) for one in
            (before, after)]  # fmt: skip
    return told[0] != told[1]


async def _tell(assignment: Assignment, before: Incident, to: Incident, user_id: str, work: UnitOfWork) -> None:
    unit = await known_unit(assignment.unit_id, work)
    page = await queue_page(to, unit, assignment, user_id, work)
    await work.pages.put(replace(page, body=f"Kejadian {before.number} kini {to.number}.\n{page.body}"))
