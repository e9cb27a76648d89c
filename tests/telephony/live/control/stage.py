"""A call with everybody who may come into it: each has a tone of their own, so that who hears whom is measured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cad.calls.commands import RequestCallAction, RequestOutboundCall, Target
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.store import views
from cad.users.commands import AddUser
from telephony.callers.audio import Sound, read_wav, seconds_among
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks, desk_of
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.recordings.places import wav_path
from tests.support.pbx import Pbx
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site

NUMBER = "081234567890"
AGENCY = Target(kind="number", number="0752113", name="Pemadam")
# The music a caller hears on hold rings at 425 Hz.
TONES = {"caller": 700.0, "desk-01": 500.0, "desk-02": 600.0, "desk-03": 800.0, "outside": 900.0}
LOOK_S = 2.0  # how long a look at what somebody hears is
CLEARLY_S, HARDLY_S = 0.5, 0.15  # of it: heard, and not heard


def voices(sound: Sound) -> set[str]:
    """Whose tones are in it; `?` with a name where it is neither clear nor absent."""
    spans = {name: seconds_among(sound, hz) for name, hz in TONES.items()}
    return {name if span >= CLEARLY_S else f"?{name}" for name, span in spans.items() if span > HARDLY_S}


@dataclass
class Stage:
    site: Site
    phone: Phone
    desks: Desks
    outside: Desks
    users: dict[str, str] = field(default_factory=dict)  # by desk
    caller: Dialog | None = None
    uniqueid: str = ""

    # -- people

    async def seat(self, desk: str, role: str = "dispatcher") -> str:
        """Somebody sits down at the desk, without taking calls from the queue."""
        name = f"{role}-{desk}"
        user = await self.site.bus.handle(AddUser(username=name, name=name, role=role, password_hash="-"))
        await self.site.bus.handle(SignOnDesk(user_id=user.id, desk_id=desk))
        self.users[desk] = str(user.id)
        return str(user.id)

    async def talk(self) -> None:
        """A caller and desk-01 talk, over the queue."""
        await self.set_desk("desk-01", "ready")
        self.caller = await Caller(self.phone, NUMBER, hz=TONES["caller"]).dial(*self.site.pbx.sip)
        await self.hear({"caller": {"desk-01"}, "desk-01": {"caller"}})
        await self.set_desk("desk-01", "paused")
        await self.until(lambda call: call["state"] == "talking")

    async def set_desk(self, desk: str, state: str) -> None:
        reason = "" if state == "ready" else "uji"
        await self.site.bus.handle(SetDeskState(user_id=self.users[desk], state=state, reason=reason))
        await eventually(lambda: self.site.members().get(desk) == state, what=f"{desk} is {state}")

    def at(self, who: str) -> Dialog:
        """The call that somebody has up now."""
        if who == "caller":
            assert self.caller is not None
            return self.caller
        if who == "outside":
            return self.outside.talking()[-1]
        return [call for call in self.desks.talking() if desk_of(call) == who][-1]

    def is_up(self, who: str) -> bool:
        calls = self.outside.talking() if who == "outside" else self.desks.talking()
        return any(who in ("outside", desk_of(call)) for call in calls)

    async def cut(self, desk: str) -> None:
        """The desk's cable is pulled: no BYE, no more voice."""
        dialog = self.at(desk)
        self.desks.phone.dialogs.pop(dialog.call_id)
        dialog.media.close()
        self.desks.calls.remove(dialog)

    async def refuse_outside(self) -> None:
        (await eventually(lambda: self.outside.calls, what="the outside phone rings"))[-1].refuse()

    async def refuse_desk(self) -> None:
        (await eventually(lambda: self.desks.calls, what="the desk rings"))[-1].refuse()

    # -- what is asked

    async def ask(self, action: str, by: str = "desk-01", target: Target | None = None, leg: str = "") -> None:
        call_id = (await self.view())["id"]
        asked = RequestCallAction(call_id=call_id, action=action, user_id=self.users[by], target=target, leg=leg)
        await self.site.bus.handle(asked)

    async def call_out(self, by: str = "desk-01") -> None:
        asked = RequestOutboundCall(user_id=self.users[by], number=NUMBER)
        self.uniqueid = (await self.site.bus.handle(asked)).uniqueid

    # -- what is seen

    async def view(self) -> dict[str, Any]:
        """The call as a screen shows it."""
        which = "uniqueid = :one" if self.uniqueid else ":one = '' AND ended_at IS NULL"
        (row,) = await self.site.rows(f"SELECT id, uniqueid FROM calls WHERE {which}", one=self.uniqueid)
        self.uniqueid = row["uniqueid"]
        async with self.site.database.session() as session:
            return await views.call(session, row["id"])

    async def until(self, so: Any, what: str = "") -> dict[str, Any]:
        """The call's view, as soon as it is so."""

        async def seen() -> dict[str, Any] | None:
            view = await self.view()
            return view if so(view) else None

        found: dict[str, Any] = await eventually(seen, 20, what or "the call is so")
        return found

    # -- what is heard

    async def hear(self, expected: dict[str, set[str]], within_s: float = 20) -> None:
        """For two seconds everybody named hears exactly those."""
        heard: dict[str, set[str]] = {}
        started = {who: self._packets(who) for who in expected}

        looked = dict(started)

        def so() -> bool:
            for who in expected:
                packets = self._packets(who)
                if packets == 0:
                    heard[who] = {"is not there"}
                elif packets - started[who] >= LOOK_S * 50 and packets - looked[who] >= 10:  # five looks a second
                    looked[who] = packets
                    heard[who] = voices(self.at(who).media.heard(LOOK_S))
            return heard == expected

        try:
            await eventually(so, within_s)
        except AssertionError:
            raise AssertionError(f"heard {heard}, expected {expected}") from None

    def _packets(self, who: str) -> int:
        return self.at(who).media.packets_heard if who == "caller" or self.is_up(who) else 0

    async def over(self) -> None:
        """Every channel is gone, and nobody's phone is left with a call."""
        await self.site.pbx.quiet(20)
        await eventually(lambda: not self.desks.talking() and not self.outside.talking(), what="no phone has a call")

    async def recording(self) -> tuple[Sound, Sound]:
        """Caller and desk sides, when the call has ended."""
        file = f"{self.uniqueid}.raw"

        async def ready() -> bool:
            rows = await self.site.rows("SELECT state FROM recordings WHERE file = :file", file=file)
            return bool(rows) and rows[0]["state"] == "ready"

        await eventually(ready, 20, "the recording is ready")
        left, right = read_wav(wav_path(self.site.installation.recordings, file))
        return left, right

    async def recorded_whole(self, *desks: str) -> None:
        """One file from the first second to the last: the caller's tone all the way, and each of these in order."""
        left, right = await self.recording()
        view = await self.view()
        lasted = await self.site.rows(
            "SELECT extract(epoch FROM ended_at - received_at) AS s FROM calls WHERE id = :id", id=view["id"]
        )
        assert abs(len(left) / 8000 - float(lasted[0]["s"])) < 2.5, (len(left) / 8000, lasted)
        assert longest_without(left, TONES["caller"]) < 1.0
        places = [first_of(right, TONES[desk]) for desk in desks]
        assert places == sorted(places), dict(zip(desks, places, strict=True))

    async def recorded_both(self) -> None:
        """A call out: whom we called on the left, the desk on the right."""
        left, right = await self.recording()
        assert first_of(right, TONES["desk-01"]) >= 0
        assert first_of(left, TONES["outside"]) >= 0


def longest_without(sound: Sound, hz: float) -> float:
    size = 800
    found = [seconds_among(sound[at : at + size], hz) > 0 for at in range(0, len(sound) - size, size)]
    there = np.flatnonzero(found)
    assert len(there), f"{hz} Hz is not in it"
    return float(np.diff(there).max(initial=0)) / 10


def first_of(sound: Sound, hz: float) -> int:
    """Where the tone begins: 300 ms of it, as a spoken sentence has any tone for a moment."""
    for at in range(0, len(sound) - 2400, 800):
        if seconds_among(sound[at : at + 2400], hz) > 0.25:
            return at
    raise AssertionError(f"{hz} Hz is not in it")


def is_found(pbx: Pbx) -> bool:
    lines = pbx.ask("pjsip show contacts").splitlines()
    return any("out-trunk/" in line and " Avail" in line for line in lines)


@asynccontextmanager
async def staged(site: Site, **switches: bool) -> AsyncIterator[Stage]:
    """Phones for everybody, telephony running; desk-01 and desk-02 are dispatchers', desk-03 the supervisor's."""
    settings = site.installation.settings
    # Each call's RTP begins below the one before: what came first is what Asterisk's translators remember.
    numbers = iter(range(60000, 0, -3000))
    desks, outside = Desks(tones=TONES, numbers=numbers), Desks(hz=TONES["outside"], numbers=numbers)
    phone = Phone()
    await phone.open()
    await desks.open(settings.desk_sip_port)
    await outside.open(int(settings.trunk_host.rpartition(":")[2]))
    stage = Stage(site, phone, desks, outside)
    try:
        async with site.telephony(**switches):
            for desk in ("desk-01", "desk-02"):
                await stage.seat(desk)
            await stage.seat("desk-03", "supervisor")
            await eventually(lambda: is_found(site.pbx), 20, "the outside phone is found alive")
            yield stage
            if stage.caller and not stage.caller.ended.is_set():
                await stage.caller.hang_up()
            await asyncio.gather(*(call.hang_up() for call in [*desks.talking(), *outside.talking()]))
            await stage.site.pbx.quiet(20)
    finally:
        for one in (phone, desks.phone, outside.phone):
            one.vanish()
