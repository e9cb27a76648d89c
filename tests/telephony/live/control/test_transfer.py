"""Giving a call to a colleague, an agency or a skill's queue, by who hears whom."""

import pytest

from cad.calls.commands import Target
from tests.telephony.live.control.stage import AGENCY, Stage

pytestmark = pytest.mark.timeout(120)
COLLEAGUE = Target(kind="desk", id="desk-02")


async def test_blind_to_a_colleague_then_they_talk_and_the_giver_is_out_of_it(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("transfer", target=COLLEAGUE)
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    assert not stage.is_up("desk-01")
    view = await stage.until(lambda call: call["desk_id"] == "desk-02")
    assert (view["state"], view["returned"]) == ("talking", 0)
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "desk-02")


async def test_blind_to_an_agencys_number_then_they_talk_alone(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("transfer", target=AGENCY)
    await stage.hear({"caller": {"outside"}, "outside": {"caller"}})
    assert not stage.is_up("desk-01")
    view = await stage.until(lambda call: [p["name"] for p in call["parties"]] == ["Pemadam"])
    assert (view["state"], view["desk_id"], view["parties"][0]["kind"]) == ("talking", None, "party")
    await stage.at("caller").hang_up()
    await stage.over()
    await stage.recorded_whole("desk-01", "outside")


async def test_attended_then_the_caller_hears_music_until_they_are_given_over(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("consult", target=AGENCY)
    await stage.hear({"caller": set(), "desk-01": {"outside"}, "outside": {"desk-01"}})
    view = await stage.until(lambda call: any(p["role"] == "consult" for p in call["parties"]))
    assert view["state"] == "held"
    await stage.ask("complete")
    await stage.hear({"caller": {"outside"}, "outside": {"caller"}})
    assert not stage.is_up("desk-01")
    await stage.at("caller").hang_up()
    await stage.over()
    await stage.recorded_whole("desk-01", "outside")
