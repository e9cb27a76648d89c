"""Three in one talk, by who hears whom, and what is left when one of them goes."""

import pytest

from cad.calls.commands import Target
from tests.telephony.live.control.stage import AGENCY, Stage

pytestmark = pytest.mark.timeout(120)
COLLEAGUE = Target(kind="desk", id="desk-02")
ALL_THREE = {"caller": {"desk-01", "outside"}, "desk-01": {"caller", "outside"}, "outside": {"caller", "desk-01"}}
TWO = {"caller": {"desk-01"}, "desk-01": {"caller"}}


async def three(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("conference", target=AGENCY)
    await stage.hear(ALL_THREE)


async def test_all_three_hear_each_other_and_the_third_may_be_dropped(stage: Stage) -> None:
    await three(stage)
    view = await stage.until(lambda call: len(call["parties"]) == 2)
    assert view["state"] == "talking"
    party = next(one for one in view["parties"] if one["kind"] == "party")
    await stage.ask("drop", leg=party["leg"])
    await stage.hear(TWO)
    assert not stage.is_up("outside")
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "outside")
    assert (await stage.view())["returned"] == 0


async def test_somebody_who_was_asked_first_may_be_taken_into_the_talk(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("consult", target=AGENCY)
    await stage.hear({"caller": set(), "desk-01": {"outside"}, "outside": {"desk-01"}})
    await stage.ask("conference")
    await stage.hear(ALL_THREE)
    view = await stage.until(lambda call: call["state"] == "talking")
    assert {party["role"] for party in view["parties"]} == {"talk"}
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_the_third_hangs_up_then_caller_and_desk_talk_on(stage: Stage) -> None:
    await three(stage)
    await stage.at("outside").hang_up()
    await stage.hear(TWO)
    await stage.at("caller").hang_up()
    await stage.over()


async def test_given_the_desk_is_cut_off_then_the_caller_is_first_in_the_queue_and_the_third_gone(
    stage: Stage,
) -> None:
    await three(stage)
    await stage.cut("desk-01")
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.until(lambda call: call["parties"] == [])
    assert not stage.is_up("outside")
    await stage.at("caller").hang_up()
    await stage.over()


@pytest.mark.parametrize("how", ["tutup", "cut off"])
async def test_given_a_colleague_is_in_the_room_when_the_first_desk_goes_then_they_have_the_call(
    stage: Stage, how: str
) -> None:
    await stage.talk()
    await stage.ask("conference", target=COLLEAGUE)
    await stage.hear({"caller": {"desk-01", "desk-02"}, "desk-02": {"caller", "desk-01"}})
    if how == "tutup":
        await stage.at("desk-01").hang_up(closed=True)
    else:
        await stage.cut("desk-01")
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    view = await stage.until(lambda call: [party["desk_id"] for party in call["parties"]] == ["desk-02"])
    assert (view["state"], view["returned"]) == ("talking", 0)
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "desk-02")
