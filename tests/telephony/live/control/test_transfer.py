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


async def test_given_the_target_does_not_answer_then_it_comes_back_to_the_desk_that_gave_it(stage: Stage) -> None:
    stage.site.pbx.action("Setvar", Variable="GIVE_S", Value="2")
    await stage.talk()
    stage.outside.answer_after_s = None
    await stage.ask("transfer", target=AGENCY)
    await stage.hear({"caller": {"desk-01"}, "desk-01": {"caller"}})
    assert not stage.outside.talking()
    view = await stage.until(lambda call: call["desk_id"] == "desk-01")
    assert view["returned"] == 0
    assert "CallActionFailed" in await stage.site.kinds()
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01")


async def test_given_neither_target_nor_giver_answers_then_the_caller_is_first_in_the_queue(stage: Stage) -> None:
    for name in ("GIVE_S", "BACK_S"):
        stage.site.pbx.action("Setvar", Variable=name, Value="2")
    await stage.talk()
    stage.desks.answer_after_s = None
    await stage.ask("transfer", target=COLLEAGUE)
    await stage.site.pbx.mark("returned")
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_whom_the_caller_was_given_to_hangs_up_at_once_then_the_caller_is_kept(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("transfer", target=AGENCY)
    await stage.hear({"caller": {"outside"}})
    await stage.at("outside").hang_up()
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_the_caller_hangs_up_while_somebody_is_asked_then_nobody_is_left(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("consult", target=COLLEAGUE)
    await stage.hear({"caller": set(), "desk-01": {"desk-02"}, "desk-02": {"desk-01"}})
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_the_caller_hangs_up_while_the_other_rings_then_it_rings_no_more(stage: Stage) -> None:
    await stage.talk()
    stage.desks.answer_after_s = None
    await stage.ask("consult", target=COLLEAGUE)
    await stage.until(lambda call: any(p["state"] == "ringing" for p in call["parties"]))
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_the_desk_is_cut_off_while_it_asks_then_the_caller_is_first_in_the_queue(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("consult", target=AGENCY)
    await stage.hear({"desk-01": {"outside"}, "outside": {"desk-01"}})
    await stage.cut("desk-01")
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.until(lambda call: call["parties"] == [])
    await stage.at("caller").hang_up()
    await stage.over()
