"""Calls that start here: the desk's phone picks up, the number is dialled, and then it is a call like any other."""

import pytest

from tests.telephony.live.control.stage import Stage

pytestmark = pytest.mark.timeout(120)
# Whom we called is the call's "caller": the phone outside.
TALK = {"desk-01": {"outside"}, "outside": {"desk-01"}}


async def reached(stage: Stage) -> None:
    await stage.call_out()
    await stage.hear(TALK)
    await stage.until(lambda call: call["state"] == "talking" and call["answered_at"])


async def test_a_call_out_is_recorded_and_shown(stage: Stage) -> None:
    await reached(stage)
    assert stage.at("desk-01").header("X-Tanggap-Auto") == "1"
    assert stage.at("desk-01").header("X-Tanggap-Call") == stage.uniqueid
    view = await stage.view()
    assert (view["direction"], view["desk_id"], view["number_e164"]) == ("out", "desk-01", "+6281234567890")
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    view = await stage.until(lambda call: call["state"] == "ended")
    assert (view["outcome"], view["returned"]) == ("answered", 0)
    await stage.recorded_both()


async def test_given_they_hang_up_then_the_desk_is_free(stage: Stage) -> None:
    await reached(stage)
    await stage.at("outside").hang_up()
    await stage.over()
    assert (await stage.until(lambda call: call["state"] == "ended"))["outcome"] == "answered"


async def test_whom_we_called_may_be_held_parked_and_taken(stage: Stage) -> None:
    await reached(stage)
    await stage.ask("hold")
    await stage.until(lambda call: call["state"] == "held")
    await stage.hear({"outside": set()})
    await stage.ask("resume")
    await stage.hear(TALK)
    await stage.ask("take", by="desk-02")
    await stage.hear({"desk-02": {"outside"}, "outside": {"desk-02"}})
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()


async def test_given_the_desk_is_cut_off_then_whom_we_called_is_first_in_the_queue(stage: Stage) -> None:
    await reached(stage)
    await stage.cut("desk-01")
    await stage.until(lambda call: call["state"] == "waiting" and call["returned"] == 1)
    await stage.at("outside").hang_up()
    await stage.over()


async def test_given_they_are_busy_then_the_desk_is_told_and_free(stage: Stage) -> None:
    stage.outside.answer_after_s = None
    await stage.call_out()
    await stage.until(lambda call: call["state"] == "talking")
    await stage.refuse_outside()
    await stage.over()
    view = await stage.until(lambda call: call["state"] == "ended")
    assert (view["outcome"], view["answered_at"]) == ("unanswered", None)
    (told,) = await stage.site.rows("SELECT data FROM journal WHERE kind = 'CallActionFailed'")
    assert (told["data"]["action"], told["data"]["reason"]) == ("outbound", "target_busy")


async def test_given_the_desks_phone_does_not_pick_up_then_the_call_is_over(stage: Stage) -> None:
    stage.desks.answer_after_s = None
    await stage.call_out()
    await stage.refuse_desk()
    view = await stage.until(lambda call: call["state"] == "ended")
    assert view["outcome"] == "unanswered"
    await stage.over()
    assert not stage.outside.calls
