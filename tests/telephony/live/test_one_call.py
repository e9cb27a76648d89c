"""One call on a real Asterisk, told by the observer alone, by the reconciler alone, and by both: the same."""

import asyncio
import hashlib
import wave

import pytest

from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from telephony.recordings.places import raw_path, wav_path
from telephony.service import app_name
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site, ended

pytestmark = pytest.mark.timeout(90)

BOTH = {"observes": True, "reconciles": True}
OBSERVER = {"observes": True, "reconciles": False}
RECONCILER = {"observes": False, "reconciles": True}
WHOLE = ["CallReceived", "RecordingStarted", "CallOffered", "CallAnswered"]
WHOLE += ["LegReleased", "CallEnded", "RecordingFinished"]
each = pytest.mark.parametrize("who", [BOTH, OBSERVER, RECONCILER], ids=["both", "observer", "reconciler"])


@each
async def test_a_call_that_is_answered_and_closed(site: Site, phone: Phone, desks: Desks, who: dict[str, bool]) -> None:
    async with site.telephony(**who):
        await site.sit_down("dina")
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
        await eventually(desks.talking)
        await site.until_journal("CallAnswered")
        await desks.talking()[0].hang_up(closed=True)
        await ended(dialog)
        await site.until_journal("RecordingFinished")

    kinds = [kind for kind in await site.kinds() if kind not in ("PersonSeen", "UserAdded")]
    assert sorted(kinds) == sorted(WHOLE)
    call = await site.call()
    assert (call["state"], call["outcome"], call["number_e164"]) == ("ended", "answered", "+6281234567890")
    assert (call["desk_id"], call["returned"], call["withheld"]) == ("desk-01", 0, False)
    assert call["sip_call_id"] == dialog.call_id
    assert call["user_id"] is not None
    (leg,) = await site.rows("SELECT * FROM legs")
    assert (leg["closed"], leg["cause"]) == (True, 31)
    await the_recording_is_playable(site)


async def the_recording_is_playable(site: Site) -> None:
    (recording,) = await site.rows("SELECT * FROM recordings")
    assert (recording["state"], recording["note"]) == ("ready", "")
    wav = wav_path(site.installation.recordings, recording["file"])
    assert hashlib.sha256(wav.read_bytes()).hexdigest() == recording["sha256"]
    assert not raw_path(site.installation.recordings, recording["file"]).exists()
    with wave.open(str(wav)) as played:
        assert played.getnchannels() == 2
        assert abs(played.getnframes() / 8 - recording["duration_ms"]) <= 1


@each
async def test_a_caller_who_gives_up_while_waiting(site: Site, phone: Phone, who: dict[str, bool]) -> None:
    async with site.telephony(**who):
        dialog = await Caller(phone, "", withheld=True).dial(*site.pbx.sip)
        await site.until_journal("RecordingStarted")
        await dialog.hang_up()
        await site.until_journal("CallEnded")
    call = await site.call()
    assert (call["outcome"], call["withheld"], call["number_raw"]) == ("abandoned", True, "")


@each
async def test_a_desk_that_loses_its_leg_gives_the_caller_back(
    site: Site, phone: Phone, desks: Desks, who: dict[str, bool]
) -> None:
    async with site.telephony(**who):
        await site.sit_down("dina")
        await eventually(lambda: site.members() == {"desk-01": "ready"})
        dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
        await eventually(desks.talking)
        await site.until_journal("CallAnswered")
        await desks.talking()[0].hang_up(closed=False)
        await site.until_journal("CallReturned")
        await site.until_journal("CallAnswered", 2)
        await dialog.hang_up()
        await site.until_journal("CallEnded")
        await site.until_journal("LegReleased", 2)
    call = await site.call()
    assert (call["returned"], call["outcome"]) == (1, "answered")
    assert (await site.kinds()).count("CallReturned") == 1
    assert [leg["closed"] for leg in await site.rows("SELECT closed FROM legs")] == [False, False]


async def test_given_telephony_was_away_for_the_whole_call_when_it_is_back_then_the_call_is_there(
    site: Site, phone: Phone, desks: Desks
) -> None:
    site.pbx.add_desk("desk-01")
    dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
    await eventually(desks.talking)
    await desks.talking()[0].hang_up(closed=True)
    await ended(dialog)
    async with site.telephony():
        await site.until_journal("RecordingFinished")
    assert (await site.call())["outcome"] == "answered"


async def test_given_telephony_comes_back_in_mid_call_then_the_call_is_adopted(
    site: Site, phone: Phone, desks: Desks
) -> None:
    site.pbx.add_desk("desk-01")
    desks.answer_after_s = None
    dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
    await eventually(lambda: desks.calls)
    await site.sit_down("dina")
    async with site.telephony(reconciles=False):
        await desks.calls[0].answer()
        await site.until_journal("CallAnswered")
    async with site.telephony():
        await site.until_journal("CallReceived")
        await desks.calls[0].hang_up(closed=True)
        await ended(dialog)
        await site.until_journal("CallEnded")
    call = await site.call()
    assert (call["outcome"], call["number_e164"], call["returned"]) == ("answered", "+6281234567890", 0)


async def test_ten_callers_at_once_are_ten_calls(site: Site, phone: Phone) -> None:
    async with site.telephony():
        callers = [Caller(phone, f"08123456789{number}") for number in range(10)]
        dialogs = [await caller.dial(*site.pbx.sip) for caller in callers]
        await site.until_journal("CallReceived", 10)
        await asyncio.gather(*(dialog.hang_up() for dialog in dialogs))
        await site.until_journal("CallEnded", 10)
        await site.until_journal("RecordingFinished", 10)
    numbers = await site.rows("SELECT number_e164 FROM calls ORDER BY 1")
    assert [row["number_e164"] for row in numbers] == [f"+628123456789{number}" for number in range(10)]


async def test_asterisk_answers_us_though_it_sends_only_the_events_we_want(site: Site, phone: Phone) -> None:
    async with site.telephony() as telephony:
        await telephony.ari.applications.filter(app_name(site.installation), ["RESTResponse", "ChannelUserevent"])
        dialog = await Caller(phone, "081234567890").dial(*site.pbx.sip)
        await site.until_journal("CallReceived")
        assert len(await telephony.ari.channels.list()) == 1
        await dialog.hang_up()
