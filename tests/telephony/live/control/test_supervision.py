"""A supervisor hears a call, speaks to the desk alone, or joins: who hears whom, and all of it on the record."""

import pytest

from cad.calls.commands import RequestCallAction
from cad.errors import Forbidden
from tests.telephony.live.control.stage import Stage, voices

pytestmark = pytest.mark.timeout(120)
SUPERVISOR = "desk-03"
HEARS_BOTH = {"desk-03": {"caller", "desk-01"}}
LISTENING = HEARS_BOTH | {"caller": {"desk-01"}, "desk-01": {"caller"}}
WHISPERING = HEARS_BOTH | {"caller": {"desk-01"}, "desk-01": {"caller", "desk-03"}}
TOGETHER = HEARS_BOTH | {"caller": {"desk-01", "desk-03"}, "desk-01": {"caller", "desk-03"}}


async def test_listening_nobody_hears_the_supervisor_also_after_a_hold(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("listen", by=SUPERVISOR)
    await stage.hear(LISTENING)
    assert stage.at(SUPERVISOR).header("X-Tanggap-Auto") == "1"
    await stage.ask("hold")
    await stage.hear({"caller": set(), "desk-03": {"desk-01"}})
    await stage.ask("resume")
    await stage.hear(LISTENING)
    await stage.ask("stop", by=SUPERVISOR)
    await stage.until(lambda call: len(call["parties"]) == 1)
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01")
    (told,) = await stage.site.rows("SELECT actor, data FROM journal WHERE kind = 'CallListened'")
    assert (told["actor"], told["data"]["role"]) == (stage.users[SUPERVISOR], "listen")
    assert told["data"]["since"] < told["data"]["until"]


async def test_from_listening_to_a_whisper_to_joining_and_back(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("listen", by=SUPERVISOR)
    await stage.hear(LISTENING)
    await stage.until(lambda call: any(party["role"] == "listen" for party in call["parties"]))
    await stage.ask("whisper", by=SUPERVISOR)
    await stage.hear(WHISPERING)
    await stage.until(lambda call: any(party["role"] == "whisper" for party in call["parties"]))
    await stage.ask("barge", by=SUPERVISOR)
    await stage.hear(TOGETHER)
    view = await stage.until(lambda call: any(party["role"] == "barge" for party in call["parties"]))
    assert (view["state"], view["desk_id"]) == ("talking", "desk-01")
    await stage.at("caller").hang_up()
    await stage.over()
    await stage.recorded_whole("desk-01", SUPERVISOR)
    kinds = await stage.site.rows("SELECT data FROM journal WHERE kind = 'LegJoined' ORDER BY position")
    assert [row["data"]["role"] for row in kinds] == ["listen", "whisper", "barge"]


async def test_a_whisper_by_itself_is_not_for_the_caller_nor_in_the_recording(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("whisper", by=SUPERVISOR)
    await stage.hear(WHISPERING)
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01")
    assert "desk-03" not in voices((await stage.recording())[1])


async def test_given_the_supervisor_joined_when_they_go_then_the_two_talk_on(stage: Stage) -> None:
    await stage.talk()
    await stage.ask("barge", by=SUPERVISOR)
    await stage.hear(TOGETHER)
    await stage.at(SUPERVISOR).hang_up(closed=True)
    await stage.hear({"caller": {"desk-01"}, "desk-01": {"caller"}})
    await stage.at("desk-01").hang_up(closed=True)
    await stage.over()
    await stage.recorded_whole("desk-01", SUPERVISOR)
    assert (await stage.view())["returned"] == 0


async def test_a_dispatcher_may_not(stage: Stage) -> None:
    await stage.talk()
    call_id = (await stage.view())["id"]
    for action in ("listen", "whisper", "barge"):
        with pytest.raises(Forbidden):
            await stage.site.bus.handle(
                RequestCallAction(call_id=call_id, action=action, user_id=stage.users["desk-02"])
            )
