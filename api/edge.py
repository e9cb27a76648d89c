"""What stands before every route: size, CSRF, characters no database holds, security headers, the last catch."""

import re
import secrets
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.looks import look_of
from api.runtime import Runtime
from cad.errors import TanggapError

log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 256 * 1024  # the longest thing a person sends is a narrative; an SDP offer is about 10 kB
MAX_IMPORT_BYTES = 32 * 1024 * 1024  # a province's boundaries; read only after the administrator is known
IMPORTS = "/api/imports"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# No cookie counts here: the token in the path, or the signature over the form, is the permission.
WITHOUT_COOKIE = ("/api/responder/", "/api/eido")
_HOST = re.compile(r"^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$")

Policy = Callable[[str], str]


def host_of(headers: Headers) -> str:
    """The Host header without its port, or empty when it is no plain host name (it goes into our CSP)."""
    told = headers.get("host", "")
    return re.sub(r":\d+$", "", told) if _HOST.match(told) else ""


def most_bytes(path: str) -> int:
    return MAX_IMPORT_BYTES if path.startswith(IMPORTS) else MAX_BODY_BYTES


def refusal(scope: Scope) -> JSONResponse | None:
    """Why this request goes no further, or None."""
    headers = Headers(scope=scope)
    path = scope["path"]
    if "\0" in path or b"%00" in scope.get("query_string", b""):
        return errors.of_status(400)
    length = headers.get("content-length", "0")
    if not length.isdigit() or len(length) > 18:
        return errors.of_status(400)
    if int(length) > most_bytes(path):
        return errors.of_status(413)
    return _csrf(scope["method"], path, headers)


def _csrf(method: str, path: str, headers: Headers) -> JSONResponse | None:
    """A foreign page can make a browser post a form, but cannot set this header."""
    if method in SAFE_METHODS or not path.startswith("/api/") or path.startswith(WITHOUT_COOKIE):
        return None
    if headers.get("x-tanggap") == "1":
        return None
    return errors.of_tanggap(
        errors.Csrf(
            "Sertakan tajuk X-Tanggap: 1 pada setiap perubahan.", en="Send the header X-Tanggap: 1 with every change."
        )
    )


class BodyLimits:
    """Counts a body that comes in pieces, of which no length was told."""

    def __init__(self, app: ASGIApp) -> None:
        self._limited = {
            size: RequestBodyLimitMiddleware(app, max_body_size=size) for size in (MAX_BODY_BYTES, MAX_IMPORT_BYTES)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._limited[most_bytes(scope.get("path", ""))](scope, receive, send)


class Edge:
    """Pure ASGI, so that a streamed recording is not buffered."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                if not started:
                    await _note_look(scope, message["status"])
                started = True
                self._add_headers(scope, message)
            await send(message)

        if answer := refusal(scope):
            await answer(scope, receive, send_with_headers)
            return
        try:
            await self.app(scope, receive, send_with_headers)
        except TanggapError as error:  # a look that could not be put on record: nothing has left yet
            if started:
                raise
            await errors.of_tanggap(error)(scope, receive, send_with_headers)
        except Exception as error:  # the last catch: whatever a route did not foresee
            reference = _journal_unexpected(scope, error)
            if started:
                raise
            answer = errors.error_response(
                500,
                "internal",
                f"Ada yang gagal di sini. Beri tahu administrator: {reference}.",
                {"reference": reference},
                en=f"Something failed here. Tell your administrator: {reference}.",
            )
            await answer(scope, receive, send_with_headers)

    def _add_headers(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        headers.setdefault("Content-Security-Policy", self.policy(host_of(Headers(scope=scope))))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "microphone=(self), geolocation=(self), camera=()")
        if scope["path"].startswith("/api/"):
            headers.setdefault("Cache-Control", "no-store")


async def _note_look(scope: Scope, status: int) -> None:
    """Raises what the store raises: a record of a person is not shown when the look cannot be kept."""
    runtime: Runtime | None = getattr(scope["app"].state, "runtime", None) if "app" in scope else None
    if runtime and (look := look_of(scope, status, runtime)):
        await runtime.bus.handle(look)


def _journal_unexpected(scope: Scope, error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("api.unexpected", reference=reference, method=scope["method"], path=scope["path"], exc_info=error)
    return reference
