"""Who is rung follows who sits where, whatever restarts."""

import signal

import pytest

from cad.desks.commands import SetDeskState, SignOffDesk
from telephony.pbx import process
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site

pytestmark = pytest.mark.timeout(60)


async def test_signing_on_pausing_and_leaving_reach_the_queue(site: Site) -> None:
    async with site.telephony():
        user_id = await site.sit_down("dina")
        await eventually(lambda: site.members() == {"desk-01": "ready"}, 3)
        await site.bus.handle(SetDeskState(user_id=user_id, state="paused", reason="makan\r\nAction: Logoff"))
        await eventually(lambda: site.members() == {"desk-01": "paused"}, 3)
        await site.bus.handle(SetDeskState(user_id=user_id, state="ready"))
        await eventually(lambda: site.members() == {"desk-01": "ready"}, 3)
        await site.bus.handle(SignOffDesk(user_id=user_id))
        await eventually(lambda: site.members() == {}, 3)


async def test_what_nobody_wants_is_corrected(site: Site) -> None:
    site.pbx.add_desk("desk-03")
    await site.sit_down("dina")
    async with site.telephony():
        await eventually(lambda: site.members() == {"desk-01": "ready"}, 3)


async def test_given_asterisk_is_killed_when_it_is_back_then_the_members_are_too(site: Site) -> None:
    async with site.telephony() as telephony:
        await site.sit_down("dina")
        await site.sit_down("budi", "paused")
        await eventually(lambda: site.members() == {"desk-01": "ready", "desk-02": "paused"}, 3)
        running = process.find(site.installation)
        assert running is not None
        running.signal(signal.SIGKILL)
        await eventually(lambda: not telephony.ami.connected.is_set())
        site.pbx.start()
        await eventually(lambda: site.members() == {"desk-01": "ready", "desk-02": "paused"})


async def test_the_desks_phones_are_seen(site: Site) -> None:
    """Plain SIP desks have an address of their own, so Asterisk takes them for registered."""
    async with site.telephony():
        await site.until_journal_of_desks("DeskSeen", 4)
    desks = await site.rows("SELECT registered FROM desks")
    assert [desk["registered"] for desk in desks] == [True] * 4
