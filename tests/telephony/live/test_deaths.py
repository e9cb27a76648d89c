"""Asterisk, PostgreSQL and we ourselves die or freeze in mid-call; afterwards every call is there, once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.pbx import process
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site, ended

pytestmark = pytest.mark.timeout(120)


def asterisk(site: Site) -> process.Running:
    running = process.find(site.installation)
    assert running is not None
    return running


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_given_asterisk_is_killed_in_mid_call_then_the_call_is_broken_and_the_next_one_works(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony() as telephony:
        await site.sit_down("dina")
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        caller = Caller(phone, "081234567890")
        await caller.dial(*site.pbx.sip)
        await site.until_journal("CallAnswered")
        assert await caller.hears(desks.hz, seconds=2)
        asterisk(site).signal(signal.SIGKILL)
        await eventually(lambda: not telephony.ari.connected.is_set())
        site.pbx.start()
        await site.until_journal("CallEnded")
        await site.until_journal("RecordingFinished")
        call = await site.call()
        (recording,) = await site.rows("SELECT * FROM recordings")
        assert (call["outcome"], call["broken"]) == ("broken", True)
        assert (recording["state"], recording["note"]) == ("ready", "cut_short")
        assert recording["duration_ms"] > 1000
        talked_s = (call["ended_at"] - call["answered_at"]).total_seconds()
        assert talked_s > 1
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        await Caller(phone, "081234567891").dial(*site.pbx.sip)
        await site.until_journal("CallAnswered", 2)


async def test_given_asterisk_is_frozen_then_we_say_so_and_go_on_afterwards(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony() as telephony:
        dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
        await site.until_journal("RecordingStarted")
        with frozen(asterisk(site).pid):
            await eventually(lambda: not telephony.ari.connected.is_set(), 20)
            await eventually(lambda: not telephony.ami.connected.is_set(), 20)
        await eventually(lambda: not any(complain() for complain in telephony.complaints()), 20)
        await dialog.hang_up()
        await site.until_journal("CallEnded")
        await site.until_journal("RecordingFinished")
    assert (await site.kinds()).count("CallReceived") == 1


async def test_given_the_database_refuses_us_for_a_whole_call_then_all_of_it_is_told_afterwards(
    site: Site, phone: Phone, desks: Desks
) -> None:
    """As when PostgreSQL restarts: connections are cut, new ones refused."""
    async with site.telephony() as telephony:
        await site.sit_down("dina")
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        async with site.database_away():
            dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
            await eventually(desks.talking)
            await eventually(lambda: telephony.courier.stalled_since is not None, 20)
            await desks.talking()[0].hang_up(closed=True)
            await ended(dialog)
        await site.until_journal("CallEnded", within_s=30)
        await site.until_journal("RecordingFinished", within_s=30)
        await eventually(lambda: not any(complain() for complain in telephony.complaints()), 20)
    call = await site.call()
    assert (call["outcome"], call["number_e164"], call["returned"]) == ("answered", "+6281234567890", 0)
    assert (await site.kinds()).count("CallAnswered") == 1


async def call_that_is_recorded(site: Site, phone: Phone, number: str) -> Dialog:
    """Who hears the queue's sound is being recorded; who hangs up within 20 ms of the answer is not yet."""
    dialog = await Caller(phone, number).dial(*site.pbx.sip)
    await eventually(lambda: len(dialog.media.heard()) > 800)
    return dialog


async def test_given_we_die_again_and_again_then_each_call_is_told_once(site: Site, phone: Phone) -> None:
    for number in range(3):
        async with site.telephony():
            dialog = await call_that_is_recorded(site, phone, f"08123456789{number}")
        await dialog.hang_up()
    async with site.telephony():
        await site.until_journal("RecordingFinished", 3)
        await site.until_journal("CallEnded", 3)
    kinds = await site.kinds()
    assert [kinds.count(kind) for kind in ("CallReceived", "CallEnded", "RecordingFinished")] == [3, 3, 3]
