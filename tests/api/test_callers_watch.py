"""The jobs process sees to what only time changes, also after the database was away."""

import asyncio

from api.jobs.callers import look_once, watch_callers
from cad.abandoned.model import KEPT_OPEN
from cad.nuisance.commands import LowerNumber
from tests.cad.store.lost_callers import gives_up
from tests.cad.store.people import hire
from tests.fakes.command_bus import CommandBus
from tests.support.database import Store
from tests.support.waiting import eventually


async def test_what_has_run_out_is_ended(seeded: Store) -> None:
    dina = await hire(seeded)
    call = await gives_up(seeded)
    await seeded.bus.handle(LowerNumber(user_id=dina.id, call_id=call.id, days=1, reason="iseng"))

    await look_once(seeded.bus)
    assert "AbandonedStruck" not in await seeded.kinds()
    seeded.clock.forward(KEPT_OPEN.total_seconds() + 60)
    await look_once(seeded.bus)

    assert (await seeded.kinds())[-2:] == ["AbandonedStruck", "NumberLifted"]


async def test_given_the_database_is_away_then_it_looks_again_when_it_is_back() -> None:
    bus = CommandBus()
    bus.away = True
    watching = asyncio.create_task(watch_callers(bus, period_s=0.01))
    await eventually(lambda: bus.attempts > 1, what="it tries again")
    bus.away = False
    await eventually(lambda: {"SweepAbandoned", "ExpireLowered"} <= set(bus.names()), what="it looks")
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
