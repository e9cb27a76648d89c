"""The application: what it opens at its start, its routes, and the console beside them."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api import edge, errors
from api.live.hub import Hub
from api.live.journal import DATABASE_ERRORS, PostgresJournal
from api.live.narrow_journal import NarrowJournal
from api.pages import BuiltPage
from api.routers import all_routers
from api.runtime import Runtime
from api.sessions import living_sessions
from cad.heartbeat import Heartbeat
from cad.installation import Installation
from cad.store.bootstrap import open_bus
from cad.store.server import database_url

log = structlog.get_logger(__name__)

TITLE = "Tanggap"
# A path that answers none of these belongs to the console, which does its own routing.
NOT_THE_CONSOLES = ("api", "health", "metrics", "sms", "aml", "docs")


def create_app(installation: Installation) -> FastAPI:
    page = BuiltPage(installation)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        bus, database = open_bus(installation)
        journal = PostgresJournal(database, database_url(installation))
        hub = Hub(
            journal,
            lambda hashes: living_sessions(database, bus, hashes),
            DATABASE_ERRORS,
            NarrowJournal(database),
        )
        runtime = app.state.runtime = Runtime(installation, bus, database, hub, page)
        tasks = [_supervised(hub.run()), _supervised(_beat(Heartbeat(installation.run, "api"), hub))]
        # What was loaded so far stays: the collector need not walk it again in the middle of a call.
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            hub.shut()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            runtime.passwords.close()
            await database.dispose()

    app = FastAPI(
        title=TITLE,
        version="0.1.0",
        summary="112 emergency call platform",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses=_REFUSALS,
    )
    errors.install(app)
    for router in all_routers():
        app.include_router(router)
    app.router.default = _Console(page)
    # Inside the edge, which refuses a told length at once; this one counts a body that comes in pieces.
    app.add_middleware(edge.BodyLimits)
    app.add_middleware(edge.Edge, policy=page.policy)
    return app


_REFUSALS: dict[int | str, dict[str, object]] = {
    "4XX": {"model": errors.ErrorBody, "description": "Refused; the sentence says what to do."},
    503: {"model": errors.ErrorBody, "description": "The database does not answer now; nothing was lost."},
}


def _operation_id(route: APIRoute) -> str:
    return route.name


class _Console:
    """What no route answers: the built page for a browser, a named refusal for everything else."""

    def __init__(self, page: BuiltPage) -> None:
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        path = scope["path"].lstrip("/")
        if path.split("/", 1)[0] in NOT_THE_CONSOLES:
            answer = errors.of_status(404)
        elif Request(scope).method not in {"GET", "HEAD"}:
            answer = errors.of_status(405, {"Allow": "GET, HEAD"})
        else:
            await self._page.answer(path)(scope, receive, send)
            return
        await answer(scope, receive, send)


async def _beat(heartbeat: Heartbeat, hub: Hub) -> None:
    """From our own loop, so that the supervisor sees a frozen one by its silence."""
    while True:
        heartbeat.say(*hub.condition)
        await hub.pass_time(heartbeat.period_s)


def _supervised(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """A task whose unforeseen end ends the process: the supervisor starts a sound one."""

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("api.task_died", exc_info=error)
            os.kill(os.getpid(), signal.SIGTERM)

    task: asyncio.Task[None] = asyncio.create_task(work)
    task.add_done_callback(ended)
    return task
