"""Reports of other kinds than calls; two incidents that are one, one that is two."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from cad.disaster.errors import GroupOfGroups
from cad.ids import new_id
from cad.incidents.commands import OpenIncident
from cad.incidents.errors import IncidentAlreadyChanged, IncidentIsClosed
from cad.incidents.events import IncidentClosed
from cad.incidents.handlers import known_incident, open_incident
from cad.incidents.model import Incident
from cad.ports import UnitOfWork
from cad.reports.commands import AddReport, MergeIncidents, SplitIncident
from cad.reports.errors import (
    ExerciseMixed,
    MergedIntoItself,
    NothingToSplit,
    ReportNotThere,
    TargetIsClosed,
    UnitNotThere,
    UnknownReportKind,
)
from cad.reports.events import IncidentMerged, IncidentSplit, ReportAdded
from cad.reports.keeping import where_it_went
from cad.reports.model import KINDS, Merge, Report
from cad.reports.moving import move_call, move_reports, move_units


async def add_report(command: AddReport, work: UnitOfWork) -> Report:
    if command.kind not in KINDS or command.kind == "call":
        raise UnknownReportKind
    if command.report_id and (known := await work.reports.by_id(command.report_id)):
        return known
    incident = await where_it_went(await known_incident(command.incident_id, work), work)
    report = Report(
        id=command.report_id or new_id(),
        center_id=incident.center_id,
        exercise=incident.exercise,
        incident_id=incident.id,
        kind=command.kind,
        at=command.at or work.now,
        type_code=command.type_code,
        text=command.text.strip(),
        source=command.source,
        place=command.place,
        person_id=incident.person_id,
        added_by=command.user_id,
    )
    await work.reports.put(report)
    work.record(
        ReportAdded(
            occurred_at=report.at,
            source="user" if command.user_id else "system",
            actor=command.user_id,
            person_id=report.person_id,
            report_id=report.id,
            incident_id=incident.id,
            report_kind=report.kind,
            type_code=report.type_code,
            told_by=report.source,
            text=report.text,
            place=asdict(report.place),
        )
    )
    return report


async def merge_incidents(command: MergeIncidents, work: UnitOfWork) -> Incident:
    if command.into_id == command.source_id:
        raise MergedIntoItself
    # in one order, so that two who merge the same two wait for each other instead of standing in each other's way
    both = {key: await known_incident(key, work) for key in sorted((command.into_id, command.source_id))}
    into, source = both[command.into_id], both[command.source_id]
    if source.merged_into == into.id:
        return into
    _may_merge(into, source, command)
    if await work.incidents.has_members(source.id):
        raise GroupOfGroups(source.number)
    merge = await _move_all(source, into, command.user_id, work)
    await work.merges.put(merge)
    await _close_as_duplicate(source, into, command.user_id, work)
    into = replace(into, version=into.version + 1)
    await work.incidents.put(into)
    work.record(
        IncidentMerged(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=into.id,
            previous_incident_id=source.id,
            number=into.number,
            previous_number=source.number,
            reports=merge.reports,
            assignments=merge.assignments,
        )
    )
    return into


def _may_merge(into: Incident, source: Incident, command: MergeIncidents) -> None:
    if into.state != "open":
        raise TargetIsClosed(into.number)
    if source.state != "open":
        raise IncidentIsClosed(source.number)
    if into.exercise != source.exercise:
        raise ExerciseMixed
    _same_version(into, command.into_version)
    _same_version(source, command.source_version)


def _same_version(incident: Incident, read: int | None) -> None:
    if read is not None and read != incident.version:
        raise IncidentAlreadyChanged(incident.version)


async def _move_all(source: Incident, into: Incident, user_id: str, work: UnitOfWork) -> Merge:
    reports = await move_reports(await work.reports.of_incident(source.id), into, user_id, work)
    ours = await work.calls.of_incident(source.id)
    for call in ours:  # those left are the ones we made
        await move_call(call, into, user_id, work)
    units = await move_units(await work.assignments.active_of_incident(source.id), source, into, user_id, work)
    return Merge(
        id=new_id(),
        into_id=into.id,
        source_id=source.id,
        at=work.now,
        user_id=user_id,
        reports=reports,
        calls=[call.id for call in ours],
        assignments=units,
    )


async def _close_as_duplicate(source: Incident, into: Incident, user_id: str, work: UnitOfWork) -> None:
    closed = replace(
        source,
        state="closed",
        closed_at=work.now,
        disposition="duplicate",
        merged_into=into.id,
        version=source.version + 1,
    )
    await work.incidents.put(closed)
    work.record(
        IncidentClosed(
            occurred_at=work.now,
            actor=user_id,
            person_id=source.person_id,
            incident_id=source.id,
            disposition="duplicate",
            note=source.note,
        )
    )


async def split_incident(command: SplitIncident, work: UnitOfWork) -> Incident:
    if command.new_incident_id and (known := await work.incidents.by_id(command.new_incident_id)):
        return known  # the same request sent twice
    if command.to_incident_id == command.incident_id:
        raise MergedIntoItself
    keys = sorted(filter(None, (command.incident_id, command.to_incident_id)))
    both = {key: await known_incident(key, work) for key in keys}
    incident = both[command.incident_id]
    if incident.state != "open":
        raise TargetIsClosed(incident.number)
    _same_version(incident, command.version)
    if command.to_incident_id is None:
        return await _split_to_new(command, incident, work)
    return await _split_to(command, incident, both[command.to_incident_id], work)


async def _split_to_new(command: SplitIncident, incident: Incident, work: UnitOfWork) -> Incident:
    reports = await _chosen_reports(command, incident, work)
    if not reports:
        raise NothingToSplit
    opening = OpenIncident(
        user_id=command.user_id,
        type_code=command.type_code or incident.type_code,
        priority=command.priority or (None if command.type_code else incident.priority),
        what=command.what,
        place=command.place or incident.place,
        exercise=incident.exercise,
        incident_id=command.new_incident_id,
    )
    opened = await open_incident(opening, work)
    return await _move(command, incident, opened, reports, None, work)


async def _split_to(command: SplitIncident, incident: Incident, to: Incident, work: UnitOfWork) -> Incident:
    reports = await _chosen_reports(command, incident, work)
    if to.state == "open":
        if to.exercise != incident.exercise:
            raise ExerciseMixed
        if not reports:
            raise NothingToSplit
        return await _move(command, incident, to, reports, None, work)
    merge = await work.merges.last_of(to.id)
    if merge is None or (await where_it_went(to, work)).id != incident.id:
        raise TargetIsClosed(to.number)
    await work.merges.put(replace(merge, undone_at=work.now))
    here = {report.id: report for report in await work.reports.of_incident(incident.id)}
    came = [here[key] for key in merge.reports if key in here]
    back = {report.id: report for report in (*came, *reports)}
    reopened = replace(to, state="open", closed_at=None, disposition="", merged_into=None)
    return await _move(command, incident, reopened, list(back.values()), merge, work)


async def _chosen_reports(command: SplitIncident, incident: Incident, work: UnitOfWork) -> list[Report]:
    here = {report.id: report for report in await work.reports.of_incident(incident.id)}
    if not here.keys() >= set(command.report_ids):
        raise ReportNotThere
    return [here[key] for key in dict.fromkeys(command.report_ids)]


async def _move(
    command: SplitIncident,
    incident: Incident,
    to: Incident,
    reports: Sequence[Report],
    merge: Merge | None,
    work: UnitOfWork,
) -> Incident:
    """`merge` is the one that is taken back, if any: its units and the calls we made go back too."""
    active = {one.id: one for one in await work.assignments.active_of_incident(incident.id)}
    if not active.keys() >= set(command.assignment_ids):
        raise UnitNotThere
    wanted = set(command.assignment_ids) | (active.keys() & set(merge.assignments if merge else ()))
    changed = replace(to, version=to.version + 1)
    await work.incidents.put(changed)
    await work.incidents.put(replace(incident, version=incident.version + 1))
    moved = await move_reports(reports, changed, command.user_id, work)
    for call in await work.calls.of_incident(incident.id):
        if merge and call.id in merge.calls:
            await move_call(call, changed, command.user_id, work)
    units = await move_units([active[key] for key in wanted], incident, changed, command.user_id, work)
    work.record(
        IncidentSplit(
            occurred_at=work.now,
            actor=command.user_id,
            incident_id=to.id,
            previous_incident_id=incident.id,
            number=to.number,
            previous_number=incident.number,
            reports=moved,
            assignments=units,
            reopened=merge is not None,
        )
    )
    return changed


HANDLERS = {AddReport: add_report, MergeIncidents: merge_incidents, SplitIncident: split_incident}
