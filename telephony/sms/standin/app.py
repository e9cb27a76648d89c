"""The stand-in as one FastAPI app: Twilio's API, and a page with the responders' phones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import FileResponse, JSONResponse, Response

from cad.installation import Installation
from telephony.sms.account import account_of
from telephony.sms.standin.api import Refusal, answer_refusal, twilio_api
from telephony.sms.standin.messages import Messages
from telephony.sms.standin.reports import Reports

PAGE = Path(__file__).with_name("phones.html")
SHOWN = 300
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"


def make_app(installation: Installation, *, pace: float = 1.0) -> FastAPI:
    """`pace` stretches or shortens every wait of a message's way (tests use a small one)."""
    settings, account = installation.settings, account_of(installation)
    messages = Messages(installation.home / "standin")
    reports = Reports(messages, account.sid, account.token, ca_file=settings.tls_certificate, pace=pace)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        reports.resume()
        yield
        await reports.close()
        messages.close()

    app = FastAPI(title="Tanggap: stand-in for Twilio", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    # loopback names only: a page elsewhere that points its own name at 127.0.0.1 reads nothing here
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    app.add_exception_handler(Refusal, answer_refusal)
    app.include_router(twilio_api(messages, reports, account.sid, account.token))

    @app.get("/")
    async def phones() -> Response:
        return FileResponse(PAGE, media_type="text/html", headers={"Content-Security-Policy": POLICY})

    @app.get("/messages.json")
    async def seen() -> Response:
        shown = [message.seen() for message in messages.newest_first()[:SHOWN]]
        return JSONResponse({"center": settings.center_name, "timezone": settings.timezone, "messages": shown})

    @app.get("/health")
    async def health() -> Response:
        return JSONResponse({"state": "ready"})

    return app
