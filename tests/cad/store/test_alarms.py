"""An alarm is raised once however often it is said, ends by itself, and comes back when its cause does."""

import pytest

from cad.alarms.commands import AcknowledgeAlarm, ClearAlarm, RaiseAlarm
from cad.alarms.errors import NotAnAlarm, UnknownAlarm
from cad.store import views
from tests.cad.store.people import hire
from tests.support.database import Store


def full(severity: str = "critical", left: str = "0") -> RaiseAlarm:
    texts = {"text_id": f"Cakram penuh: {left} MB.", "text_en": f"The disk is full: {left} MB."}
    return RaiseAlarm(key="disk_full", severity=severity, source="telephony", **texts)


async def open_keys(store: Store) -> list[str]:
    async with store.database.session() as session:
        return [alarm["key"] for alarm in await views.alarms(session)]


async def test_given_it_is_said_at_every_look_then_it_is_one_alarm_and_one_entry(store: Store) -> None:
    for _ in range(3):
        await store.bus.handle(full())
        store.clock.forward(5)

    assert await open_keys(store) == ["disk_full"]
    assert await store.kinds() == ["AlarmRaised"]


async def test_given_the_cause_is_gone_then_it_is_over_and_may_come_back_fresh(store: Store) -> None:
    sari = await hire(store, "sari", "supervisor")
    first = await store.bus.handle(full())
    await store.bus.handle(AcknowledgeAlarm(user_id=sari.id, key="disk_full"))
    store.clock.forward(60)
    for _ in range(2):
        await store.bus.handle(ClearAlarm(key="disk_full", source="telephony"))
    assert await open_keys(store) == []

    store.clock.forward(60)
    again = await store.bus.handle(full())

    assert again.raised_at > first.raised_at
    assert again.acknowledged_at is None
    assert await store.kinds() == ["UserAdded", "AlarmRaised", "AlarmAcknowledged", "AlarmCleared", "AlarmRaised"]


async def test_given_an_acknowledged_warning_becomes_critical_then_somebody_has_to_look_again(store: Store) -> None:
    sari = await hire(store, "sari", "supervisor")
    warned = await store.bus.handle(full("warning", left="900"))
    seen = await store.bus.handle(AcknowledgeAlarm(user_id=sari.id, key="disk_full"))
    assert seen.acknowledged_by == sari.id
    told = await store.bus.handle(full("warning", left="800"))
    assert told.acknowledged_by == sari.id  # the same alarm with another figure

    worse = await store.bus.handle(full("critical"))

    assert worse.raised_at == warned.raised_at
    assert worse.acknowledged_at is None


async def test_what_is_not_up_cannot_be_acknowledged_and_a_key_fits_an_address(store: Store) -> None:
    sari = await hire(store, "sari", "supervisor")
    with pytest.raises(UnknownAlarm):
        await store.bus.handle(AcknowledgeAlarm(user_id=sari.id, key="disk_full"))
    with pytest.raises(NotAnAlarm):
        await store.bus.handle(RaiseAlarm(key="a b", severity="critical", text_id="x", text_en="x", source="x"))
    assert await store.bus.handle(ClearAlarm(key="disk_full", source="telephony")) is None
