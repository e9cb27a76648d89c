"""A dispatcher at the real page, and callers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from api.bench.system import System
from api.demo import city
from api.demo.dispatcher import Dispatcher
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from tests.support.system import pictures, system

__all__ = ["system"]

Dial = Callable[..., Awaitable[Caller]]


@pytest.fixture
async def dispatcher(system: System, request: pytest.FixtureRequest) -> AsyncIterator[Dispatcher]:
    """Budi, signed in and ready; hangs up and leaves the desk afterwards."""
    budi = city.login(system.installation, "budi")
    async with Dispatcher(system.installation.base_url) as dispatcher:
        await dispatcher.sign_in(budi.username, budi.password)
        await dispatcher.be_ready()
        yield dispatcher
        await dispatcher.picture(pictures(system) / f"{request.node.name}.png")
        await dispatcher.leave()
        assert dispatcher.errors == []


@pytest.fixture
async def dial(system: System) -> AsyncIterator[Dial]:
    """`await dial(number, hz)`: somebody calls 112, and the call is up (it is answered at once)."""
    phone = Phone()
    await phone.open()

    async def call(number: str = "08005550112", hz: float = 700.0, withheld: bool = False) -> Caller:
        caller = Caller(phone, number, hz, withheld=withheld)
        dialog = await caller.dial("127.0.0.1", system.installation.settings.sip_port)
        await asyncio.wait_for(dialog.talking.wait(), 5)
        return caller

    yield call
    await phone.close()
