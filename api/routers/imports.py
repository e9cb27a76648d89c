"""Data of the city from files: shown, taken whole, taken back. The file is sent as the body, both times."""

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.imports import reader_of
from api.roles import Administrator
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import Id, Keepable, PathId
from api.schemas.places import UPLOADED, ImportPreview, ImportView
from cad.imports.commands import TakeBackImport, TakeImport
from cad.imports.errors import ImportChanged, UnknownImport
from cad.imports.model import Draft
from cad.store import views

router = APIRouter(prefix="/api/imports", tags=["imports"])

SHOWN = 100  # problems in one answer
FileName = Annotated[str, Query(min_length=1, max_length=200), Keepable]
Sha256 = Annotated[str, Query(pattern="^[0-9a-f]{64}$", description="Of the file that was previewed.")]
A_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", response_model=list[ImportView])
async def list_imports(user: Administrator, session: Reading) -> Any:
    """Newest first, those that were taken back too."""
    return await views.imports(session)


@router.post("/preview", response_model=ImportPreview, openapi_extra=A_FILE)
async def preview_import(kind: UPLOADED, user: Administrator, runtime: RuntimeOf, request: Request) -> Any:
    """Nothing is changed. A wrong file is answered too, with what is wrong in it."""
    told = await request.body()
    draft = await _draft(kind, told, runtime)
    async with runtime.database.session() as session:
        tables = [] if draft.problems else await views.import_preview(session, draft)
    return {
        "kind": kind,
        "sha256": hashlib.sha256(told).hexdigest(),
        "problem_count": len(draft.problems),
        "problems": [
            {"line": one.line, "sentence": one.sentence, "sentence_en": one.en} for one in draft.problems[:SHOWN]
        ],
        "summary": dict(draft.summary),
        "tables": tables,
    }


@router.post("", status_code=201, response_model=ImportView, openapi_extra=A_FILE)
async def take_import(
    kind: UPLOADED,
    file_name: FileName,
    sha256: Sha256,
    id: Annotated[Id, Query()],
    user: Administrator,
    runtime: RuntimeOf,
    request: Request,
) -> Any:
    """All or nothing. The same `id` again takes it once. 409 `import_changed`: it is not the file previewed."""
    told = await request.body()
    if hashlib.sha256(told).hexdigest() != sha256:
        raise ImportChanged
    draft = await _draft(kind, told, runtime)
    command = TakeImport(user_id=user.user_id, import_id=id, file_name=file_name, sha256=sha256, draft=draft)
    async with runtime.bus.transaction() as transaction:  # a large file may take longer than one command
        await transaction.handle(command)
    return await _one(runtime, id)


@router.post("/{import_id}/undo", response_model=ImportView)
async def take_back_import(import_id: PathId, user: Administrator, runtime: RuntimeOf) -> Any:
    """What was there before is there again. Only the last of its kind; never when its rows are in use."""
    async with runtime.bus.transaction() as transaction:
        await transaction.handle(TakeBackImport(user_id=user.user_id, import_id=import_id))
    return await _one(runtime, import_id)


async def _draft(kind: str, told: bytes, runtime: Runtime) -> Draft:
    settings = runtime.installation.settings
    async with runtime.database.session() as session:
        known = await views.known_city(session, settings.center_id, settings.country_code, settings.area_code)

    def read() -> Draft:
        with tempfile.TemporaryDirectory(prefix="tanggap-import-") as folder:
            file = Path(folder) / "file"
            file.write_bytes(told)
            return reader_of(kind)(file, known)

    return await asyncio.to_thread(read)


async def _one(runtime: Runtime, import_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        found = [one for one in await views.imports(session, 1000) if one["id"] == import_id]
    if not found:
        raise UnknownImport
    return found[0]
