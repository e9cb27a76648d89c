"""Hold, resume and hang up, asked through the journal, done in dialplan."""

import pytest

from cad.calls.commands import AnswerCall, ReceiveCall, RequestCallAction
from cad.calls.model import Call
from cad.clock import utc_now
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site, ended

pytestmark = pytest.mark.timeout(90)


class Talk:
    """A dispatcher and a caller in conversation."""

    def __init__(self, site: Site, desks: Desks, user_id: str, caller: Dialog) -> None:
        self.site, self.desks, self.user_id, self.caller = site, desks, user_id, caller

    async def ask(self, action: str) -> None:
        call_id = (await self.site.call())["id"]
        await self.site.bus.handle(RequestCallAction(call_id=call_id, action=action, user_id=self.user_id))

    async def state(self) -> str:
        return str((await self.site.call())["state"])


async def talk(site: Site, phone: Phone, desks: Desks) -> Talk:
    user_id = await site.sit_down("dina")
    await eventually(lambda: site.members() == {"desk-01": "ready"})
    caller = await Caller(phone, "081234567890").dial(*site.pbx.sip)
    await site.until_journal("CallAnswered")
    return Talk(site, desks, user_id, caller)


async def test_hold_and_resume_twice_then_hang_up(site: Site, phone: Phone, desks: Desks) -> None:
    async with site.telephony():
        talking = await talk(site, phone, desks)
        for times in (1, 2):
            await talking.ask("hold")
            await site.until_journal("CallHeld", times)
            assert await talking.state() == "held"
            await talking.ask("resume")
            await site.until_journal("CallResumed", times)
            assert await talking.state() == "talking"
        assert len(desks.talking()) == 1
        await talking.ask("hang_up")
        await ended(talking.caller)
        await ended(desks.calls[0])
        await site.until_journal("CallEnded")
        await site.until_journal("RecordingFinished")
    kinds = await site.kinds()
    assert "CallReturned" not in kinds and "CallActionFailed" not in kinds
    assert (kinds.count("CallHeld"), kinds.count("CallResumed"), kinds.count("CallAnswered")) == (2, 2, 1)


async def test_hang_up_in_plain_talk_does_not_return_the_caller(site: Site, phone: Phone, desks: Desks) -> None:
    async with site.telephony():
        talking = await talk(site, phone, desks)
        await talking.ask("hang_up")
        await ended(talking.caller)
        await site.until_journal("CallEnded")
    assert (await site.call())["returned"] == 0


async def a_call_that_asterisk_has_not(site: Site) -> Call:
    """Too young to be taken for one that died with an Asterisk before this one."""
    uniqueid = f"{int(utc_now().timestamp()) + 60}.1"
    about = {"pbx_id": "pbx-1", "uniqueid": uniqueid, "occurred_at": utc_now(), "source": "ari"}
    await site.bus.handle(ReceiveCall(**about, number_raw="0811"))  # type: ignore[arg-type]
    answer = AnswerCall(**about, leg_uniqueid="1000000000.2", desk_id="desk-01")  # type: ignore[arg-type]
    call: Call = await site.bus.handle(answer)
    return call


async def test_given_the_caller_is_gone_when_something_is_asked_then_the_screen_is_told(site: Site) -> None:
    """The caller's end is on its way to us; the button is faster."""
    user_id = await site.sit_down("dina")
    call = await a_call_that_asterisk_has_not(site)
    async with site.telephony():
        for action in ("hang_up", "hold", "resume"):
            await site.bus.handle(RequestCallAction(call_id=call.id, action=action, user_id=user_id))
        await site.until_journal("CallActionFailed", 3)
    rows = await site.rows("SELECT data FROM journal WHERE kind = 'CallActionFailed' ORDER BY position")
    told = [(row["data"]["action"], row["data"]["reason"]) for row in rows]
    assert told == [("hang_up", "call_gone"), ("hold", "call_gone"), ("resume", "call_gone")]
