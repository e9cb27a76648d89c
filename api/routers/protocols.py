"""Incident types and their protocols: reading them, working through them on an incident, and the city's editor."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.roles import Dispatcher, Manager, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.incidents import IncidentView
from api.schemas.protocols import (
    DraftView,
    EditedView,
    GivenAnswer,
    GivenConfirmation,
    GivenDraft,
    GivenProtocol,
    GivenPublishing,
    GivenTakingBack,
    GivenTick,
    ProblemView,
    ProtocolView,
    TypeTree,
    VersionView,
)
from cad.protocols.check import problems
from cad.protocols.commands import (
    AnswerQuestion,
    ConfirmVersion,
    DropDraft,
    PublishDraft,
    SaveDraft,
    TakeBackVersion,
    TickChecklist,
)
from cad.protocols.model import GROUPS
from cad.store import views

router = APIRouter(prefix="/api", tags=["protocols"])
Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
AskedVersion = Annotated[int | None, Query(ge=0, lt=2**31, description="The current one when none is named.")]


@router.get("/types", response_model=TypeTree)
async def see_types(user: Reader, session: Reading) -> Any:
    """Groups, and the types below them in their order; a type's `parent` is a wider type."""
    return {"groups": [vars(group) for group in GROUPS], "types": await views.types(session)}


@router.get("/types/edited", response_model=list[EditedView])
async def see_edited_types(user: Manager, session: Reading) -> Any:
    """What is confirmed, and what is being worked on."""
    return await views.types_edited(session)


@router.get("/types/{code}/protocol", response_model=ProtocolView)
async def see_protocol(code: Code, user: Reader, session: Reading, version: AskedVersion = None) -> Any:
    """An incident's own is the one of its `type_version`."""
    return await views.protocol(session, code, version)


@router.get("/types/{code}/versions", response_model=list[VersionView])
async def see_versions(code: Code, user: Manager, session: Reading) -> Any:
    return await views.protocol_versions(session, code)


# -- on an incident --------------------------------------------------------------------------------------------------


async def _incident(runtime: Runtime, incident_id: str) -> Any:
    async with runtime.database.session() as session:
        return await views.incident(session, incident_id)


@router.post("/incidents/{incident_id}/answers", response_model=IncidentView)
async def answer_question(incident_id: PathId, given: GivenAnswer, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """On the card the incident was taken under; `unknown` answers any question. The latest answer counts."""
    command = AnswerQuestion(
        user_id=user.user_id, incident_id=incident_id, question=given.question, answer=given.answer
    )
    await runtime.bus.handle(command)
    return await _incident(runtime, incident_id)


@router.post("/incidents/{incident_id}/checklist", response_model=IncidentView)
async def tick_checklist(incident_id: PathId, given: GivenTick, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(
        TickChecklist(user_id=user.user_id, incident_id=incident_id, item=given.item, ticked=given.ticked)
    )
    return await _incident(runtime, incident_id)


# -- the editor ------------------------------------------------------------------------------------------------------


@router.post("/types/check", response_model=list[ProblemView])
async def check_protocol(given: GivenProtocol, user: Manager, session: Reading) -> Any:
    """What stands in the way of publishing it; nothing is kept."""
    return [vars(problem) for problem in problems(given.protocol, await views.type_codes(session))]


async def _draft(runtime: Runtime, code: str) -> Any:
    async with runtime.database.session() as session:
        return await views.protocol_draft(session, code)


@router.get("/types/{code}/draft", response_model=DraftView)
async def see_draft(code: Code, user: Manager, session: Reading) -> Any:
    return await views.protocol_draft(session, code)


@router.put("/types/{code}/draft", response_model=DraftView)
async def save_draft(code: Code, given: GivenDraft, user: Manager, runtime: RuntimeOf) -> Any:
    """`edit` is the one that was read, 0 for a new draft. 409 `draft_changed` when somebody was faster."""
    await runtime.bus.handle(SaveDraft(user_id=user.user_id, code=code, edit=given.edit, protocol=given.protocol))
    return await _draft(runtime, code)


@router.delete("/types/{code}/draft", status_code=204)
async def drop_draft(code: Code, user: Manager, runtime: RuntimeOf) -> Response:
    await runtime.bus.handle(DropDraft(user_id=user.user_id, code=code))
    return Response(status_code=204)


async def _version(runtime: Runtime, code: str, version: int) -> Any:
    async with runtime.database.session() as session:
        return await views.protocol(session, code, version)


@router.post("/types/{code}/publish", response_model=ProtocolView)
async def publish_draft(code: Code, given: GivenPublishing, user: Manager, runtime: RuntimeOf) -> Any:
    """New incidents are taken under it from now on; those that are open keep theirs. 422 `protocol_invalid` says what
    is wrong."""
    command = PublishDraft(user_id=user.user_id, code=code, edit=given.edit, reason=given.reason)
    published = await runtime.bus.handle(command)
    return await _version(runtime, code, published.version)


@router.post("/types/{code}/take-back", response_model=ProtocolView)
async def take_back(code: Code, given: GivenTakingBack, user: Manager, runtime: RuntimeOf) -> Any:
    """Publishes that earlier version again, as a new one."""
    command = TakeBackVersion(user_id=user.user_id, code=code, version=given.version, reason=given.reason)
    published = await runtime.bus.handle(command)
    return await _version(runtime, code, published.version)


@router.post("/types/{code}/confirm", response_model=ProtocolView)
async def confirm(code: Code, given: GivenConfirmation, user: Manager, runtime: RuntimeOf) -> Any:
    """`name` answers for this version, as the city's medical director does."""
    command = ConfirmVersion(user_id=user.user_id, code=code, version=given.version, name=given.name)
    await runtime.bus.handle(command)
    return await _version(runtime, code, given.version)
