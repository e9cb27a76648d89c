"""Video's own HTTP side, on loopback, for the API only: it asks with the service token and passes viewers on."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from cad.errors import Invalid, TanggapError, Unauthenticated
from video.relay.reader import Reader
from video.relay.readers import Readers
from video.relay.snapshot import snapshot
from video.relay.whep import Sessions

SDP = "application/sdp"
LONGEST_OFFER = 100_000  # bytes; a browser's is about 6,000


def make_app(readers: Readers, token: str) -> FastAPI:
    sessions = Sessions()

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        await sessions.end_all()
        readers.close()

    app = FastAPI(title="Tanggap video", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(TanggapError, _answer)
    app.include_router(_cameras(readers, sessions, token))

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"state": "ready", "sessions": len(sessions)}

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


def _cameras(readers: Readers, sessions: Sessions, token: str) -> APIRouter:
    async def ours(authorization: Annotated[str, Header()] = "") -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise Unauthenticated("Hanya untuk layanan Tanggap.", en="For Tanggap's own services only.")

    router = APIRouter(prefix="/cameras", dependencies=[Depends(ours)])

    @router.get("")
    async def states() -> list[dict[str, Any]]:
        return [state_of(reader) for reader in await readers.all()]

    @router.post("/{camera_id}/whep")
    async def begin(camera_id: str, request: Request) -> Response:
        reader = await readers.of(camera_id)
        session_id, answer = await sessions.begin(reader, await _sdp(request, SDP))
        location = f"/cameras/{camera_id}/whep/{session_id}"
        return Response(answer, 201, {"Location": location}, media_type=SDP)

    @router.patch("/{camera_id}/whep/{session_id}")
    async def trickle(camera_id: str, session_id: str, request: Request) -> Response:
        await sessions.trickle(session_id, await _sdp(request, "application/trickle-ice-sdpfrag"))
        return Response(status_code=204)

    @router.delete("/{camera_id}/whep/{session_id}")
    async def end(camera_id: str, session_id: str) -> Response:
        await sessions.end(session_id, camera_id)
        return Response(status_code=204)

    @router.get("/{camera_id}/snapshot.jpg")
    async def still(camera_id: str) -> Response:
        return Response(await snapshot(await readers.of(camera_id)), media_type="image/jpeg")

    return router


def state_of(reader: Reader) -> dict[str, Any]:
    return {
        "id": reader.camera.id,
        "name": reader.camera.name,
        "state": reader.state,
        "detail": reader.detail,
        "viewers": reader.viewers,
    }


async def _sdp(request: Request, kind: str) -> str:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != kind:
        raise Invalid(f"Kirim isi sebagai {kind}.", en=f"Send the body as {kind}.")
    body = await request.body()
    if not body or len(body) > LONGEST_OFFER:
        raise Invalid("SDP kosong atau terlalu panjang.", en="The SDP is empty or too long.")
    return body.decode("utf-8", "replace")


async def _answer(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TanggapError)
    body = {"error_id": error.error_id, "sentence": str(error), "fields": error.fields}
    return JSONResponse(body, error.status)
