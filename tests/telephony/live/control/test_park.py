"""Parked callers, and taking a call to another desk, out of the park or out of a talk."""

import pytest

from tests.telephony.live.control.stage import Stage

pytestmark = pytest.mark.timeout(120)


async def test_parked_here_taken_there(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("park")
    await stage.hear({"caller": set()})
    assert not stage.is_up("desk-01")
    view = await stage.until(lambda call: call["parked_at"])
    assert (view["state"], view["park_label"], view["desk_id"], view["parties"]) == ("held", "1", None, [])
    await stage.ask("take", by="desk-02")
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    assert stage.at("desk-02").header("X-Tanggap-Auto") == "1"
    assert stage.at("desk-02").header("X-Tanggap-Call") == stage.uniqueid
    view = await stage.until(lambda call: call["desk_id"] == "desk-02")
    assert (view["state"], view["parked_at"], view["park_label"], view["returned"]) == ("talking", None, "", 0)
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "desk-02")


async def test_given_nobody_takes_a_parked_caller_then_it_rings_where_it_was_parked(stage: Stage) -> None:
    stage.site.pbx.action("Setvar", Variable="PARK_S", Value="2")
    await stage.talk()
    await stage.ask("park")
    await stage.until(lambda call: call["parked_at"])
    await stage.hear({"caller": {"desk-01"}, "desk-01": {"caller"}})
    await stage.until(lambda call: call["parked_at"] is None and call["desk_id"] == "desk-01")
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_a_parked_caller_hangs_up_then_nobody_is_left(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("park")
    await stage.until(lambda call: call["parked_at"])
    await stage.at("caller").hang_up()
    await stage.over()
    view = await stage.until(lambda call: call["state"] == "ended")
    assert (view["outcome"], view["parked_at"]) == ("answered", None)


@pytest.mark.parametrize("held", [False, True], ids=["talking", "held"])
async def test_a_colleague_takes_a_talk_over(stage: Stage, held: bool) -> None:
    await stage.talk()
    if held:
        await stage.ask("hold")
        await stage.until(lambda call: call["state"] == "held")
    await stage.ask("take", by="desk-02")
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    assert not stage.is_up("desk-01")
    view = await stage.until(lambda call: call["desk_id"] == "desk-02" and call["state"] == "talking")
    assert view["returned"] == 0
    assert [party["desk_id"] for party in view["parties"]] == ["desk-02"]
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "desk-02")


async def test_given_whoever_took_the_call_is_cut_off_then_the_caller_is_first_in_the_queue(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("take", by="desk-02")
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    await stage.cut("desk-02")
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.at("caller").hang_up()
    await stage.over()
