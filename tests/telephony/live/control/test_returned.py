"""A caller whose desk was lost, with the next desk."""

import pytest

from tests.telephony.live.control.stage import Stage

pytestmark = pytest.mark.timeout(120)


async def test_the_second_desk_is_in_the_recording_too(stage: Stage) -> None:
    await stage.talk()
    await stage.set_desk("desk-02", "ready")
    await stage.cut("desk-01")
    await stage.hear({"caller": {"desk-02"}, "desk-02": {"caller"}})
    view = await stage.until(lambda call: call["desk_id"] == "desk-02" and call["state"] == "talking")
    assert view["returned"] == 1
    await stage.at("desk-02").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", "desk-02")
    view = await stage.until(lambda call: call["state"] == "ended")
    assert (view["outcome"], view["returned"]) == ("answered", 1)
