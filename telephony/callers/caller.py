"""A person who dials 112: a number, a voice, and a tone that nobody else has."""

import asyncio
from dataclasses import dataclass, field

from telephony.callers.audio import Sound, seconds_of_tone, tone
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone

PULSE_ON_S, PULSE_OFF_S = 0.5, 0.2  # a browser's noise filter takes a steady tone away, a pulsed one not


@dataclass
class Caller:
    """`number` as the trunk shows it. `withheld`: From is anonymous and the network's P-Asserted-Identity keeps the
    number, with `Privacy: id` (RFC 3323, 3325); without `number` not even the network knows it."""

    phone: Phone
    number: str
    hz: float = 700.0
    sound: Sound | None = None
    withheld: bool = False
    dialled: str = "112"
    dialog: Dialog | None = field(default=None, init=False)

    async def dial(self, host: str, port: int) -> Dialog:
        """Returns when the INVITE is out; await `dialog.talking` (112 answers at once) or `dialog.ended`."""
        sound = tone(self.hz, 7.0, on_s=PULSE_ON_S, off_s=PULSE_OFF_S) if self.sound is None else self.sound
        sender, more = f"<sip:{self.number}@{self.phone.host}>", list[tuple[str, str]]()
        if self.withheld:
            sender = '"Anonymous" <sip:anonymous@anonymous.invalid>'
            more = [("Privacy", "id")]
            more += [("P-Asserted-Identity", f"<sip:{self.number}@{self.phone.host}>")] if self.number else []
        uri = f"sip:{self.dialled}@{host}:{port}"
        self.dialog = await self.phone.call(uri, (host, port), sender, sound, *more)
        return self.dialog

    async def hears(self, hz: float, seconds: float = 1.0, within_s: float = 15.0, since: int = 0) -> bool:
        """True as soon as so many seconds of the tone were heard after sample `since`."""
        assert self.dialog is not None, "dial first"
        try:
            async with asyncio.timeout(within_s):
                while True:
                    if seconds_of_tone(self.dialog.media.heard()[since:], hz) >= seconds:
                        return True
                    await asyncio.sleep(0.1)
        except TimeoutError:
            return False
