"""`./tanggap demo`: callers arrive, and a person at the browser answers them. Ctrl-C ends it."""

import asyncio
from itertools import count

from rich.console import Console
from rich.table import Table

from api.demo import city
from api.demo.located import tell_where
from api.demo.place import Say
from api.demo.story import Emergency, emergencies
from cad.installation import Installation
from telephony.callers.caller import Caller
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.callers.speech import say as speak

AT_ONCE = 2  # callers waiting or talking: enough to see a queue, few enough for one person
PATIENCE_S = 240.0  # then a caller gives up


async def play(installation: Installation, console: Console, every_s: float, calls: int | None = None) -> None:
    """Calls come one after the other, again from the first when all have called."""
    await city.prepare(installation)
    explain(installation, console)
    phone = Phone()
    await phone.open()
    places = asyncio.Semaphore(AT_ONCE)
    told = emergencies()
    try:
        async with asyncio.TaskGroup() as group:
            for number in count() if calls is None else range(calls):
                await places.acquire()
                emergency = told[number % len(told)]
                group.create_task(_one_caller(installation, phone, emergency, console.print, places))
                await asyncio.sleep(every_s)
    finally:
        await phone.close()


def explain(installation: Installation, console: Console) -> None:
    """What the person can do now."""
    table = Table(title=f"Open {installation.base_url} in Chrome or Firefox and sign in")
    for heading in ("user", "password", "is"):
        table.add_column(heading)
    for username, role in (
        ("dina", "dispatcher: press Siap, then answer with Angkat"),
        ("sari", "supervisor: recordings"),
    ):
        table.add_row(username, city.login(installation, username).password, role)
    console.print(table)
    console.print(
        f"The responders' messages: http://{installation.settings.bind}:{installation.settings.standin_port}/"
    )
    console.print("Callers dial 112 from now on. Ctrl-C ends the demo.\n")


async def _one_caller(
    installation: Installation, phone: Phone, emergency: Emergency, say: Say, places: asyncio.Semaphore
) -> None:
    try:
        sound = await asyncio.to_thread(speak, installation, list(emergency.says), emergency.hz)
        caller = Caller(phone, emergency.number, emergency.hz, sound)
        call = await caller.dial("127.0.0.1", installation.settings.sip_port)
        say(f'{emergency.number} dials 112: "{" ".join(emergency.says)}" ({emergency.kelurahan}, {emergency.place})')
        where = asyncio.create_task(tell_where(installation, emergency))
        await _until_over(call)
        where.cancel()
        say(f"{emergency.number}: {call.end_reason}, after {call.ended_at - call.started_at:.0f} s")
    finally:
        places.release()


async def _until_over(call: Dialog) -> None:
    try:
        await asyncio.wait_for(call.ended.wait(), PATIENCE_S)
    except TimeoutError:
        await call.hang_up()
