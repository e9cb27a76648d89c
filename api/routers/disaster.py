"""Disaster mode: the center's switch, many incidents at once, printed snapshots, numbers for paper."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from api import printing, snapshots
from api.roles import Dispatcher, Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.disaster import (
    Beginning,
    BlockView,
    Changed,
    DisasterView,
    Grouping,
    Notes,
    PaperIncident,
    Priorities,
    Reserving,
    SnapshotView,
)
from api.schemas.incidents import IncidentView
from cad.clock import utc_now
from cad.disaster.commands import (
    BeginDisaster,
    EndDisaster,
    EnterPaperIncident,
    GroupIncidents,
    NoteMany,
    PaperLine,
    PaperUnit,
    ReserveNumbers,
    SetPriorities,
)
from cad.errors import NotFound
from cad.events import iso
from cad.places.model import Place
from cad.store import views

router = APIRouter(prefix="/api/disaster", tags=["disaster"])

SnapshotName = Annotated[str, Path(pattern=r"^snapshot-\d{8}T\d{6}Z\.html$")]
# The sheets hold callers' numbers and what was said; they are opened in a tab, not kept by anybody on the way.
SHEET_HEADERS = {"Content-Security-Policy": printing.POLICY, "Cache-Control": "no-store"}


class NoSuchSheet(NotFound):
    error_id = "no_such_sheet"

    def __init__(self) -> None:
        super().__init__("Lembar ini tidak ada lagi. Buka yang terbaru.", en="There is no such sheet. Open the newest.")


async def _mode(runtime: Runtime) -> Any:
    async with runtime.database.session() as session:
        return await views.disaster(session)


@router.get("", response_model=DisasterView)
async def see_mode(user: Reader, session: Reading) -> Any:
    """The disaster that is on, or the last one. The journal tells of changes: DisasterBegan, DisasterEnded."""
    return await views.disaster(session)


@router.post("/begin", response_model=DisasterView)
async def begin(given: Beginning, user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(BeginDisaster(user_id=user.user_id, reason=given.reason))
    return await _mode(runtime)


@router.post("/end", response_model=DisasterView)
async def end(user: Dispatcher, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(EndDisaster(user_id=user.user_id))
    return await _mode(runtime)


@router.post("/group", response_model=Changed)
async def group(given: Grouping, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Under one major incident; without `major_incident_id` out of it again."""
    command = GroupIncidents(
        user_id=user.user_id, incident_ids=given.incident_ids, major_incident_id=given.major_incident_id
    )
    return {"changed": await runtime.bus.handle(command)}


@router.post("/priority", response_model=Changed)
async def priority(given: Priorities, user: Dispatcher, runtime: RuntimeOf) -> Any:
    command = SetPriorities(user_id=user.user_id, incident_ids=given.incident_ids, priority=given.priority)
    return {"changed": await runtime.bus.handle(command)}


@router.post("/note", response_model=Changed)
async def note(given: Notes, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """One line into the narrative of each."""
    command = NoteMany(user_id=user.user_id, incident_ids=given.incident_ids, text=given.text)
    return {"changed": await runtime.bus.handle(command)}


@router.get("/snapshots", response_model=list[SnapshotView])
async def list_snapshots(user: Reader, runtime: RuntimeOf) -> Any:
    """Newest first. `stale`: older than a sheet may be trusted; it says so loudly itself."""
    now = utc_now()
    found = await asyncio.to_thread(snapshots.all_of, runtime.installation)
    return [
        {"name": one.name, "at": iso(one.at), "age_s": round(one.age_s(now), 1), "stale": one.stale(now)}
        for one in found
    ]


@router.get("/snapshots/{name}", response_class=HTMLResponse)
async def see_snapshot(name: SnapshotName, user: Dispatcher, runtime: RuntimeOf) -> HTMLResponse:
    """To read and to print. Whoever may not see callers' numbers may not see the sheet."""
    if not user.scope.whole:  # the sheet is of the whole city
        raise NoSuchSheet
    path = snapshots.folder(runtime.installation) / name
    try:
        html = await asyncio.to_thread(path.read_text, encoding="utf-8")
    except FileNotFoundError:
        raise NoSuchSheet from None
    return HTMLResponse(html, headers=SHEET_HEADERS)


@router.get("/numbers", response_model=list[BlockView])
async def list_blocks(user: Reader, session: Reading) -> Any:
    return await views.number_blocks(session)


@router.post("/numbers", status_code=201, response_model=BlockView)
async def reserve(given: Reserving, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """Numbers that no screen gives out from now on, for somebody who writes on paper."""
    command = ReserveNumbers(user_id=user.user_id, holder=given.holder, count=given.count)
    block = await runtime.bus.handle(command)
    async with runtime.database.session() as session:
        return next(one for one in await views.number_blocks(session) if one["id"] == block.id)


@router.get("/numbers/{block_id}/sheets", response_class=HTMLResponse)
async def print_sheets(block_id: PathId, user: Dispatcher, session: Reading, runtime: RuntimeOf) -> HTMLResponse:
    """An empty form for each number of the block, to print."""
    block = next((one for one in await views.number_blocks(session) if one["id"] == block_id), None)
    if block is None:
        raise NoSuchSheet
    center = runtime.installation.settings.center_name
    html = printing.sheets(block["first"], block["last"], block["holder"], center)
    return HTMLResponse(html, headers=SHEET_HEADERS)


@router.post("/paper", status_code=201, response_model=IncidentView)
async def enter_paper(given: PaperIncident, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """What was written on a numbered sheet; marked `entered_late`. 409 `number_used` when it was entered already."""
    command = EnterPaperIncident(
        user_id=user.user_id,
        number=given.number,
        opened_at=given.opened_at,
        type_code=given.type_code,
        priority=given.priority,
        what=given.what,
        place=Place(**given.place.model_dump()),
        units=[PaperUnit(**unit.model_dump()) for unit in given.units],
        lines=[PaperLine(at=line.at, text=line.text) for line in given.lines],
        closed_at=given.closed_at,
        disposition=given.disposition,
        note=given.note,
    )
    incident = await runtime.bus.handle(command)
    async with runtime.database.session() as session:
        return await views.incident(session, incident.id)
