"""Cameras: where they are, their live pictures (WHEP) and stills, passed on from the video process.

The browser speaks to us alone: it has the session; the video process knows only our service token.
"""

import math
from typing import Annotated, Any

import httpx
import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.roles import Reader
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.city import CameraView
from api.schemas.common import Latitude, Longitude, PathId
from api.sessions import SignedIn
from cad.errors import Invalid, Unavailable
from cad.store import views

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/api/cameras", tags=["cameras"])

STATES_WITHIN_S = 1.0  # the list does not wait for video
WITHIN_S = 12.0  # an offer waits for the camera's first word at most
SDP = "application/sdp"
FRAGMENT = "application/trickle-ice-sdpfrag"
PASSED_ON = {"sdp": {"application/sdp": {"schema": {"type": "string"}}}, "jpeg": {"image/jpeg": {}}}
SDP_BODY = {"requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}}}
FRAGMENT_BODY = {"requestBody": {"required": True, "content": {FRAGMENT: {"schema": {"type": "string"}}}}}


class VideoAway(Unavailable):
    error_id = "video_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "Layanan kamera sedang tidak menjawab; panggilan tidak terganggu. Coba lagi sebentar.",
            en="The camera service does not answer now; calls are not affected. Try again in a moment.",
        )


@router.get("", response_model=list[CameraView])
async def list_cameras(
    user: Reader,
    session: Reading,
    runtime: RuntimeOf,
    lat: Annotated[Latitude | None, Query()] = None,
    lon: Annotated[Longitude | None, Query()] = None,
) -> Any:
    """All cameras; with a point, the nearest first. `state` is the video process's, `unknown` while it is away."""
    if (lat is None) != (lon is None):
        raise Invalid("Beri lat dan lon, atau tidak keduanya.", en="Give both lat and lon, or neither.")
    cameras = await views.cameras(session)
    states = await _states(runtime)
    shown = [{**camera, "state": states.get(camera["id"], "unknown")} for camera in cameras]
    if lat is not None and lon is not None:
        shown.sort(key=lambda camera: _apart(camera, lat, lon))
    return shown


@router.post(
    "/{camera_id}/whep",
    status_code=201,
    response_class=Response,
    responses={201: {"content": PASSED_ON["sdp"]}},
    openapi_extra=SDP_BODY,
)
async def watch(camera_id: PathId, user: Reader, request: Request, runtime: RuntimeOf) -> Response:
    """WHEP: an SDP offer, answered with 201, our SDP and the session's Location."""
    answer = await _ask(runtime, "POST", f"/cameras/{camera_id}/whep", await _body(request, SDP), SDP)
    if answer.status_code == 201:
        _note(user, camera_id, "live")
        location = "/api" + answer.headers["location"]
        return Response(answer.content, 201, {"Location": location}, media_type=SDP)
    return _passed(answer)


@router.patch("/{camera_id}/whep/{session_id}", status_code=204, openapi_extra=FRAGMENT_BODY)
async def trickle(
    camera_id: PathId, session_id: PathId, user: Reader, request: Request, runtime: RuntimeOf
) -> Response:
    """Later ICE candidates (RFC 8840)."""
    path = f"/cameras/{camera_id}/whep/{session_id}"
    return _passed(await _ask(runtime, "PATCH", path, await _body(request, FRAGMENT), FRAGMENT))


@router.delete("/{camera_id}/whep/{session_id}", status_code=204)
async def stop_watching(camera_id: PathId, session_id: PathId, user: Reader, runtime: RuntimeOf) -> Response:
    return _passed(await _ask(runtime, "DELETE", f"/cameras/{camera_id}/whep/{session_id}"))


@router.get("/{camera_id}/snapshot.jpg", response_class=Response, responses={200: {"content": PASSED_ON["jpeg"]}})
async def still(camera_id: PathId, user: Reader, runtime: RuntimeOf) -> Response:
    """The camera's picture now."""
    answer = await _ask(runtime, "GET", f"/cameras/{camera_id}/snapshot.jpg")
    if answer.status_code == 200:
        _note(user, camera_id, "still")
    return _passed(answer)


def _note(user: SignedIn, camera_id: str, kind: str) -> None:
    log.info("camera.watched", user_id=user.user_id, camera_id=camera_id, kind=kind)


async def _states(runtime: Runtime) -> dict[str, str]:
    try:
        answer = await _ask(runtime, "GET", "/cameras", within_s=STATES_WITHIN_S)
    except VideoAway:
        return {}
    return {camera["id"]: camera["state"] for camera in answer.json()} if answer.status_code == 200 else {}


async def _body(request: Request, kind: str) -> bytes:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != kind:
        raise Invalid(f"Kirim isi sebagai {kind}.", en=f"Send the body as {kind}.")
    return await request.body()


async def _ask(
    runtime: Runtime, method: str, path: str, body: bytes = b"", kind: str = "", within_s: float = WITHIN_S
) -> httpx.Response:
    """Raises VideoAway when the video process is not there or too slow."""
    headers = {"Authorization": f"Bearer {runtime.installation.secrets.service_token}"}
    base = f"http://127.0.0.1:{runtime.installation.settings.video_port}"
    try:
        async with httpx.AsyncClient(base_url=base, timeout=within_s, trust_env=False) as client:
            return await client.request(
                method, path, content=body, headers=headers | ({"Content-Type": kind} if kind else {})
            )
    except httpx.HTTPError:
        raise VideoAway from None


def _passed(answer: httpx.Response) -> Response:
    """The video process's answer as it is; its refusals have our shape already."""
    if answer.status_code >= 500 and answer.status_code != 503:
        raise VideoAway
    return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))


def _apart(camera: dict[str, Any], lat: float, lon: float) -> float:
    """Good enough to sort by within a city: degrees, with longitude shortened by latitude."""
    return math.hypot(camera["lat"] - lat, (camera["lon"] - lon) * math.cos(math.radians(lat)))
