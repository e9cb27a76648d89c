"""Answering cards, ticking lists; drafting, publishing, taking back and confirming protocols."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cad.incidents.handlers import open_incident_of
from cad.incidents.model import IncidentType
from cad.ports import UnitOfWork
from cad.protocols.check import Misshapen, Problem, problems, shaped
from cad.protocols.commands import (
    AnswerQuestion,
    ConfirmVersion,
    DropDraft,
    PublishDraft,
    SaveDraft,
    TakeBackVersion,
    TickChecklist,
)
from cad.protocols.errors import (
    DraftChanged,
    NameMissing,
    ProtocolInvalid,
    UnfitAnswer,
    UnknownDraft,
    UnknownItem,
    UnknownProtocol,
    UnknownQuestion,
    WhyMissing,
)
from cad.protocols.events import (
    ChecklistTicked,
    ProtocolConfirmed,
    ProtocolDraftDropped,
    ProtocolDrafted,
    ProtocolPublished,
)
from cad.protocols.keeping import keep_answer, protocol_of, question_of
from cad.protocols.model import CardAnswer, ChecklistTick, Protocol, ProtocolDraft, ProtocolVersion
from cad.protocols.plain import from_plain, to_plain
from cad.protocols.rules import is_answer


async def answer_question(command: AnswerQuestion, work: UnitOfWork) -> CardAnswer:
    incident = await open_incident_of(command.incident_id, work)
    of = (incident.type_code, incident.type_version)
    question = question_of(await protocol_of(*of, work), command.question)
    if question is None:
        raise UnknownQuestion(command.question)
    if not is_answer(question, command.answer):
        raise UnfitAnswer(command.question)
    return await keep_answer(incident, of, question, command.answer, command.user_id, work)


async def tick_checklist(command: TickChecklist, work: UnitOfWork) -> ChecklistTick:
    incident = await open_incident_of(command.incident_id, work)
    protocol = await protocol_of(incident.type_code, incident.type_version, work)
    if protocol is None or command.item not in {one.id for one in protocol.checklist}:
        raise UnknownItem(command.item)
    tick = ChecklistTick(
        id=f"{incident.id}.{incident.type_code}.{command.item}",
        incident_id=incident.id,
        type_code=incident.type_code,
        item=command.item,
        ticked=command.ticked,
        at=work.now,
        by=command.user_id,
    )
    before = await work.checklist_ticks.by_id(tick.id)
    if before and before.ticked == tick.ticked:
        return before
    await work.checklist_ticks.put(tick)
    work.record(
        ChecklistTicked(
            occurred_at=work.now,
            actor=command.user_id,
            person_id=incident.person_id,
            incident_id=incident.id,
            type_code=tick.type_code,
            item=tick.item,
            ticked=tick.ticked,
        )
    )
    return tick


# -- drafts ----------------------------------------------------------------------------------------------------------


async def save_draft(command: SaveDraft, work: UnitOfWork) -> ProtocolDraft:
    before = await work.protocol_drafts.by_id(command.code)
    if (before.edit if before else 0) != command.edit:
        raise DraftChanged(before.edit if before else 0)
    current = await work.types.by_id(command.code)
    draft = ProtocolDraft(
        code=command.code,
        protocol=_shaped(command.code, command.protocol),
        base=before.base if before else (current.version if current else 0),
        edit=command.edit + 1,
        saved_at=work.now,
        saved_by=command.user_id,
    )
    await work.protocol_drafts.put(draft)
    told = {"code": draft.code, "edit": draft.edit, "base": draft.base}
    work.record(ProtocolDrafted(occurred_at=work.now, actor=command.user_id, **told))  # type: ignore[arg-type]
    return draft


def _shaped(code: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    try:
        protocol = shaped({**plain, "code": code})
    except Misshapen as fault:
        raise ProtocolInvalid([fault.problem]) from fault
    return dict(to_plain(protocol))


async def drop_draft(command: DropDraft, work: UnitOfWork) -> None:
    if draft := await work.protocol_drafts.by_id(command.code):
        await work.protocol_drafts.drop(draft.code)
        work.record(ProtocolDraftDropped(occurred_at=work.now, actor=command.user_id, code=draft.code, edit=draft.edit))


# -- versions --------------------------------------------------------------------------------------------------------


async def publish_draft(command: PublishDraft, work: UnitOfWork) -> ProtocolVersion:
    draft = await work.protocol_drafts.by_id(command.code)
    if draft is None:
        raise UnknownDraft
    if draft.edit != command.edit:
        raise DraftChanged(draft.edit)
    protocol = await _publishable(draft.protocol, work)
    version = await _publish(protocol, command.reason, command.user_id, work)
    await work.protocol_drafts.drop(draft.code)
    return version


async def take_back_version(command: TakeBackVersion, work: UnitOfWork) -> ProtocolVersion:
    old = await work.protocols.version_of(command.code, command.version)
    if old is None:
        raise UnknownProtocol
    protocol = await _publishable(old.protocol, work)
    return await _publish(protocol, command.reason, command.user_id, work, taken_back_to=old.version)


async def _publishable(plain: dict[str, Any], work: UnitOfWork) -> Protocol:
    found = problems(plain, await work.types.codes())
    if not found and await _is_above_itself(plain["code"], plain.get("parent", ""), work):
        found = [Problem("parent", "Induk ini berada di bawah jenis ini sendiri.", "This parent is below this type.")]
    if found:
        raise ProtocolInvalid(found)
    return from_plain(plain)


async def _is_above_itself(code: str, parent: str, work: UnitOfWork) -> bool:
    seen = set()
    while parent and parent != code and parent not in seen:
        seen.add(parent)
        above = await work.types.by_id(parent)
        parent = above.parent if above else ""
    return parent == code


async def _publish(
    protocol: Protocol, reason: str, user_id: str, work: UnitOfWork, taken_back_to: int | None = None
) -> ProtocolVersion:
    reason = reason.strip()
    if not reason:
        raise WhyMissing
    number = await work.protocols.latest(protocol.code) + 1
    version = ProtocolVersion(
        id=f"{protocol.code}.{number}",
        code=protocol.code,
        version=number,
        source="city",
        protocol=to_plain(protocol),
        published_at=work.now,
        published_by=user_id,
        reason=reason,
    )
    await work.protocols.put(version)
    await work.types.put(type_of(protocol, number))
    told = {"code": protocol.code, "version": number, "reason": reason, "taken_back_to": taken_back_to}
    work.record(ProtocolPublished(occurred_at=work.now, actor=user_id, **told))  # type: ignore[arg-type]
    return version


def type_of(protocol: Protocol, version: int) -> IncidentType:
    """What others need of the current version: the type as it stands in lists."""
    return IncidentType(
        code=protocol.code,
        name_id=protocol.name_id,
        name_en=protocol.name_en or protocol.name_id,
        group=protocol.group,
        parent=protocol.parent,
        priority=protocol.priority,
        agencies=list(protocol.agencies),
        capabilities=list(protocol.capabilities),
        version=version,
        active=protocol.active,
        run_card=dict(protocol.run_card),
    )


async def confirm_version(command: ConfirmVersion, work: UnitOfWork) -> ProtocolVersion:
    version = await work.protocols.version_of(command.code, command.version)
    if version is None:
        raise UnknownProtocol
    name = command.name.strip()
    if not name:
        raise NameMissing
    if version.confirmed_at:
        return version
    version = replace(version, confirmed_at=work.now, confirmed_by=command.user_id, confirmed_name=name)
    await work.protocols.put(version)
    told = {"code": version.code, "version": version.version, "name": name}
    work.record(ProtocolConfirmed(occurred_at=work.now, actor=command.user_id, **told))  # type: ignore[arg-type]
    return version


HANDLERS = {
    AnswerQuestion: answer_question,
    TickChecklist: tick_checklist,
    SaveDraft: save_draft,
    DropDraft: drop_draft,
    PublishDraft: publish_draft,
    TakeBackVersion: take_back_version,
    ConfirmVersion: confirm_version,
}
