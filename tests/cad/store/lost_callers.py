"""Callers for tests: who hangs up, who gets through, who sits at a desk."""

from itertools import count
from typing import Any

from cad.abandoned.commands import CallBack
from cad.calls.commands import AnswerCall, EndCall, OfferCall, ReceiveCall, ReleaseLeg
from cad.calls.model import Call
from cad.desks.commands import SeeDesk, SetDeskState, SignOnDesk
from cad.store import views
from cad.users.model import User
from tests.cad.store.people import fact, hire
from tests.support.database import Store

NUMBER = "08123456789"
_UNIQUEIDS = count(1)


def uniqueid() -> str:
    return f"7.{next(_UNIQUEIDS)}"


async def dials(store: Store, number: str = NUMBER, **more: Any) -> dict[str, Any]:
    """The channel of a caller who waits now."""
    told = fact(store, uniqueid(), **more)
    await store.bus.handle(ReceiveCall(**told, number_raw=number))
    return told


async def gives_up(store: Store, number: str = NUMBER, after_s: float = 12.0, **more: Any) -> Call:
    told = await dials(store, number, **more)
    call: Call = await store.bus.handle(EndCall(**(told | {"occurred_at": store.clock.forward(after_s)}), cause=16))
    return call


async def gets_through(store: Store, number: str = NUMBER, talk_s: float = 60.0, desk: str = "desk-08") -> Call:
    told = await dials(store, number)
    leg = {"leg_uniqueid": f"{told['uniqueid']}-leg", "desk_id": desk}
    await store.bus.handle(OfferCall(**told, **leg))
    await store.bus.handle(AnswerCall(**told, **leg))
    later = told | {"occurred_at": store.clock.forward(talk_s)}
    await store.bus.handle(ReleaseLeg(**later, **leg))
    call: Call = await store.bus.handle(EndCall(**later, cause=16))
    return call


async def at_desk(store: Store, name: str, desk: str, state: str = "ready") -> User:
    user = await hire(store, name)
    await store.bus.handle(SignOnDesk(user_id=user.id, desk_id=desk))
    await store.bus.handle(SetDeskState(user_id=user.id, state=state, reason="rapat" if state == "paused" else ""))
    await store.bus.handle(SeeDesk(desk_id=desk, registered=True, source="ari"))
    return user


async def call_back(store: Store, user: User, abandoned_id: str) -> Call:
    call: Call = await store.bus.handle(CallBack(user_id=user.id, abandoned_id=abandoned_id))
    return call


async def entries(store: Store, state: str | None = None) -> list[dict[str, Any]]:
    async with store.database.session() as session:
        return await views.abandoned(session, state=state, limit=200)


async def entry(store: Store) -> dict[str, Any]:
    """The only one there is."""
    (only,) = await entries(store)
    return only
