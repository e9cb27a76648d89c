"""Plain SIP desks for tests: one port answers the INVITEs of all desks (`desk_transport = "sip"`).

Each desk speaks its own tone. `answer_after_s` None lets it ring; `talk_s` None leaves the call up until the test or
the caller ends it. For load use `sipp.py`.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from telephony.callers.audio import Sound, tone
from telephony.callers.dialog import Dialog
from telephony.callers.message import Message
from telephony.callers.phone import Phone


@dataclass
class Desks:
    hz: float = 440.0
    answer_after_s: float | None = 0.2
    talk_s: float | None = None
    tones: dict[str, float] = field(default_factory=dict)  # of single desks, where they must be told apart
    numbers: Iterator[int] | None = None  # where the RTP of each call begins; else at random
    closes: bool = True  # hangs up with Tutup; otherwise like a desk that lost its leg
    phone: Phone = field(default_factory=Phone)
    calls: list[Dialog] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    cut_off: set[str] = field(default_factory=set)  # desks whose cable is pulled

    async def open(self, port: int) -> None:
        self.phone.on_call, self.phone.sound_for = self._ring, self._sound
        self.phone.is_cut_off = self._is_cut_off
        await self.phone.open(port)

    async def close(self) -> None:
        await self.phone.close()

    def cut(self, desk: str) -> None:
        """Its cable is pulled: SIP and voice, of the calls that are up and of those that would come."""
        self.cut_off.add(desk)
        self._set_media(desk)

    def mend(self, desk: str) -> None:
        self.cut_off.discard(desk)
        self._set_media(desk)

    def _set_media(self, desk: str) -> None:
        for call in self.calls:
            if desk_of(call) == desk:
                call.media.cut_off = desk in self.cut_off

    def _is_cut_off(self, message: Message) -> bool:
        if not self.cut_off:
            return False
        call = self.phone.dialogs.get(message.get("Call-ID"))
        return desk_in(call.dialled if call else message.uri) in self.cut_off

    def talking(self) -> list[Dialog]:
        return [call for call in self.calls if call.talking.is_set() and not call.ended.is_set()]

    def _sound(self, invite: Message) -> Sound:
        return tone(self.tones.get(desk_in(invite.uri), self.hz), 7.0, on_s=0.5, off_s=0.2)

    async def _ring(self, call: Dialog) -> None:
        self.calls.append(call)
        if self.numbers:
            call.media.number_from(next(self.numbers))
        call.ring()
        if self.answer_after_s is None:
            return
        await asyncio.sleep(self.answer_after_s)
        self.phone.spawn(call.answer())
        await asyncio.wait(
            {asyncio.ensure_future(call.talking.wait()), asyncio.ensure_future(call.ended.wait())},
            return_when=asyncio.FIRST_COMPLETED,
        )
        if call.ended.is_set():
            return
        self.answered.set()
        if self.talk_s is not None:
            await asyncio.sleep(self.talk_s)
            await call.hang_up(closed=self.closes)


def desk_of(call: Dialog) -> str:
    """`desk-07` out of the address that was dialled."""
    return desk_in(call.dialled)


def desk_in(address: str) -> str:
    found = re.search(r"desk-\d+", address)
    return found.group(0) if found else ""
