"""WS /api/live: the journal as it grows, from the position a console last saw."""

import asyncio
import json
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from api import metrics
from api.live.hub import MAX_BEHIND, Hub
from api.live.journal import DATABASE_ERRORS
from api.live.subscriber import Farewell, Subscriber
from api.roles import LIVE
from api.runtime import Runtime
from api.sessions import COOKIE, find_session
from api.visibility import of_role

router = APIRouter(prefix="/api", tags=["live"])

HEAD_TIMEOUT_S = 5.0
GOODBYE_TIMEOUT_S = 2.0


@router.websocket("/live")
async def live(socket: WebSocket, after: str = "") -> None:
    """Messages: hello, entry, ping, reload (see the contract). Send `{"type":"pong"}` or nothing."""
    runtime: Runtime = socket.app.state.runtime
    if not is_our_page(socket.headers.get("origin"), socket.headers.get("host", ""), runtime.installation.base_url):
        await socket.close(1008)  # before accepting: the browser sees 403
        return
    await socket.accept()
    subscriber = await _admit(socket, runtime)
    if isinstance(subscriber, Farewell):
        await _goodbye(socket, subscriber)
        return
    await _serve(socket, runtime.hub, subscriber, _position(after))


def is_our_page(origin: str | None, host: str, base_url: str) -> bool:
    """A browser always says its origin; whoever says none is no foreign page."""
    if origin is None:
        return True
    return urlsplit(origin).netloc in {host, urlsplit(base_url).netloc}


def _position(told: str) -> int | None:
    """None without one; 0 for nonsense, which is answered with `reload`."""
    if not told:
        return None
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 18 else 0


async def _admit(socket: WebSocket, runtime: Runtime) -> Subscriber | Farewell:
    try:
        user = await find_session(runtime, socket.cookies.get(COOKIE, ""))
    except DATABASE_ERRORS:
        return Farewell.UNAVAILABLE
    if user is None:
        return Farewell.SESSION_ENDED
    if user.role not in LIVE or user.must_change:
        return Farewell.FORBIDDEN
    if not await runtime.hub.begun(HEAD_TIMEOUT_S):
        return Farewell.UNAVAILABLE
    scope = None if user.scope.whole else user.scope
    return Subscriber(visibility=of_role(user.role), token_hash=user.token_hash, scope=scope)


async def _serve(socket: WebSocket, hub: Hub, subscriber: Subscriber, after: int | None) -> None:
    joined_at = hub.join(subscriber)
    tasks = [
        asyncio.create_task(_send(socket, hub, subscriber, after, joined_at)),
        asyncio.create_task(_listen(socket)),
        asyncio.create_task(subscriber.dismissed()),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub.leave(subscriber)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if error := task.exception():
            raise error
    if subscriber.farewell:
        await _goodbye(socket, subscriber.farewell)


async def _send(socket: WebSocket, hub: Hub, subscriber: Subscriber, after: int | None, joined_at: int) -> None:
    try:
        await _catch_up(socket, hub, subscriber, after, joined_at)
        while (text := await subscriber.next()) is not None:
            await socket.send_text(text)
    except DATABASE_ERRORS:
        subscriber.dismiss(Farewell.UNAVAILABLE)
    except WebSocketDisconnect:
        return


async def _catch_up(socket: WebSocket, hub: Hub, subscriber: Subscriber, after: int | None, joined_at: int) -> None:
    """What lies between the client's last position and where it joined; or `reload` when that is too much."""
    position = joined_at if after is None else after
    if position > joined_at:  # its snapshot was read a moment before us, or the database was restored from a backup
        subscriber.seen = position
        too_old = position > await hub.head()
    else:
        too_old = joined_at - position > MAX_BEHIND
    if too_old:
        subscriber.seen = position = joined_at
        await socket.send_text('{"type":"reload"}')
    if subscriber.scope is not None:
        missed = await hub.missed(subscriber.scope, position, joined_at)
        if missed is None:
            await socket.send_text('{"type":"reload"}')
            position, missed = joined_at, []
        await socket.send_text(json.dumps({"type": "hello", "position": position}))
        for text in missed:
            await socket.send_text(text)
        return
    await socket.send_text(json.dumps({"type": "hello", "position": position}))
    while position < joined_at and (messages := await hub.between(position, joined_at)):
        for message in messages:
            await socket.send_text(message.text(subscriber.visibility))
        position = messages[-1].position


async def _listen(socket: WebSocket) -> None:
    """Reads and forgets what the client says, to notice when it goes."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _goodbye(socket: WebSocket, farewell: Farewell) -> None:
    if farewell is Farewell.SLOW:
        metrics.LIVE_SLOW.inc()
    try:
        async with asyncio.timeout(GOODBYE_TIMEOUT_S):
            await socket.close(farewell.code, farewell.reason)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):
        return  # it does not even read that
