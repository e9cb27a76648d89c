"""Alarms reach every console at once; who keeps the center running acknowledges them."""

import httpx

from cad.alarms.commands import ClearAlarm, RaiseAlarm
from cad.bus import Bus
from tests.api.client import live


def raised(key: str) -> RaiseAlarm:
    return RaiseAlarm(key=key, severity="critical", text_id="Penuh.", text_en="Full.", source="telephony")


async def test_given_an_alarm_then_it_is_on_the_channel_in_the_state_and_goes_when_it_is_over(
    dina: httpx.AsyncClient, bus: Bus
) -> None:
    async with live(dina) as channel:
        await channel.hello()
        await bus.handle(raised("disk_full"))
        entry = await channel.entry(lambda m: m["kind"] == "AlarmRaised")
        assert [alarm["key"] for alarm in entry["changed"]["alarms"]] == ["disk_full"]
        assert "disk_full" in [alarm["key"] for alarm in (await dina.get("/api/state")).json()["alarms"]]

        seen = await dina.post("/api/alarms/disk_full/acknowledge")
        assert seen.json()["acknowledged_by"] == "Dina"
        await channel.entry(lambda m: m["kind"] == "AlarmAcknowledged")

        await bus.handle(ClearAlarm(key="disk_full", source="telephony"))
        entry = await channel.entry(lambda m: m["kind"] == "AlarmCleared")
        assert entry["changed"]["alarms"][0]["cleared_at"]
        assert "disk_full" not in [alarm["key"] for alarm in (await dina.get("/api/alarms")).json()]


async def test_an_auditor_sees_alarms_and_acknowledges_none_and_one_that_is_over_is_not_there(
    audi: httpx.AsyncClient, sari: httpx.AsyncClient, nobody: httpx.AsyncClient, bus: Bus
) -> None:
    await bus.handle(raised("trunk.one"))
    assert (await audi.get("/api/alarms")).status_code == 200
    assert (await audi.post("/api/alarms/trunk.one/acknowledge")).status_code == 403
    assert (await nobody.get("/api/alarms")).status_code == 401
    await bus.handle(ClearAlarm(key="trunk.one", source="telephony"))
    assert (await sari.post("/api/alarms/trunk.one/acknowledge")).json()["error_id"] == "unknown_alarm"
