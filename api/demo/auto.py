"""`./tanggap demo --auto`: the whole story without a person, counted from outside.

Real callers dial, a headless browser is the dispatcher and does what a person does at the real page. What it and the
callers heard, what a supervisor can play, and what the SMS stand-in was asked, is the evidence; nothing is taken from
what a process says of its own work.
"""

import asyncio
import time
from contextlib import suppress

from playwright.async_api import Error as BrowserError

from api.demo import city
from api.demo.aftermath import put_away
from api.demo.counting import count
from api.demo.dispatcher import Dispatcher
from api.demo.evidence import LEAST_TONE_S, Evidence
from api.demo.place import Say
from api.demo.story import Emergency, emergencies
from api.operations.refusal import Refusal
from cad.clock import utc_now
from cad.errors import TanggapError
from cad.installation import Installation
from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from telephony.callers.speech import say as speak

DISPATCHER, SUPERVISOR = "budi", "sari"
ANSWER_WITHIN_S = 20.0
TALK_S = 15.0  # at most, until each has heard enough of the other


async def play(installation: Installation, say: Say, calls: int = 6) -> list[Evidence]:
    """One caller after the other; a step that fails is noted, and the next caller comes all the same."""
    await city.prepare(installation)
    since = utc_now().isoformat()
    told = [Evidence(emergency.number, emergency.hz) for emergency in emergencies()[:calls]]
    budi = city.login(installation, DISPATCHER)
    async with Dispatcher(installation.base_url) as dispatcher:
        await _begin_shift(dispatcher, budi)
        for emergency, one in zip(emergencies(), told, strict=False):
            say(f"{one.number}: {emergency.what}")
            await _one_call(installation, dispatcher, emergency, one)
        with suppress(BrowserError, AssertionError):
            await dispatcher.leave()
        for error in dispatcher.errors:
            say(f"The page complained: {error}")
    async with await city.signed_in(installation, SUPERVISOR) as supervisor:
        await count(installation, supervisor, told, dispatcher.hz, since)
    async with await city.signed_in(installation, DISPATCHER) as person:
        await put_away(person, told)
    return told


async def _begin_shift(dispatcher: Dispatcher, known: city.Login) -> None:
    try:
        await dispatcher.sign_in(known.username, known.password)
        await dispatcher.be_ready()
    except (BrowserError, AssertionError) as error:
        raise Refusal(
            f"The dispatcher cannot sign in and get ready at {dispatcher.base_url} ({_first_line(error)})."
            " See ./tanggap status."
        ) from None


async def _one_call(installation: Installation, dispatcher: Dispatcher, emergency: Emergency, one: Evidence) -> None:
    sound = await asyncio.to_thread(speak, installation, list(emergency.says), emergency.hz)
    phone = Phone()
    await phone.open()
    caller = Caller(phone, emergency.number, emergency.hz, sound)
    began = time.monotonic()
    try:
        call = await caller.dial("127.0.0.1", installation.settings.sip_port)
        one.shown_number = await dispatcher.number_ringing()
        await dispatcher.answer()
        one.wait_s = round(time.monotonic() - began, 1)
        await dispatcher.write_incident(emergency.kind, emergency.kelurahan, emergency.place, emergency.what)
        await dispatcher.send_recommended()
        await _talk(dispatcher, caller, one)
        await dispatcher.close_call()
        await asyncio.wait_for(call.ended.wait(), 5)
    except (BrowserError, AssertionError, TimeoutError, TanggapError) as error:
        one.troubles.append(_first_line(error))
        await dispatcher.picture(installation.logs / f"demo-{emergency.number}.png")
    finally:
        await phone.close()
        with suppress(BrowserError, AssertionError):  # what is wrong with the page shows at the next call
            await dispatcher.tidy_up()


async def _talk(dispatcher: Dispatcher, caller: Caller, one: Evidence) -> None:
    """Until each has heard the other's tone, or it takes too long."""
    assert caller.dialog is not None
    until = time.monotonic() + TALK_S
    while time.monotonic() < until and min(one.dispatcher_heard_s, one.caller_heard_s) < 2 * LEAST_TONE_S:
        await asyncio.sleep(0.25)
        one.dispatcher_heard_s = round(seconds_of_tone(await dispatcher.hears(), one.hz), 1)
        one.caller_heard_s = round(seconds_of_tone(caller.dialog.media.heard(), dispatcher.hz), 1)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
