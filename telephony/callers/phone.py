"""A SIP user agent on one UDP port (RFC 3261): calls out, calls in, with voice.

It does what a telephone on a trunk does: repeats what is not answered, acknowledges, cancels while it rings, answers
BYE, OPTIONS, re-INVITE and UPDATE. It has no registration and no passwords: it stands for a
trunk or a desk on loopback.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from telephony.callers.audio import Sound
from telephony.callers.dialog import Dialog
from telephony.callers.message import Message, parse, reply

TICK_S = 0.02
T1_S, T2_S, GIVE_UP_S = 0.5, 4.0, 32.0  # RFC 3261, 17.1.1.1


class Phone(asyncio.DatagramProtocol):
    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.on_call: Callable[[Dialog], Awaitable[None]] | None = None
        self.sound_for: Callable[[Message], Sound] | None = None
        self.dialogs: dict[str, Dialog] = {}
        self.is_cut_off: Callable[[Message], bool] = lambda _: False  # nothing of such a message goes in or out
        self._transport: asyncio.DatagramTransport | None = None
        self._clock: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, port: int = 0) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, port))
        self.port = self._transport.get_extra_info("sockname")[1]
        self._clock = asyncio.create_task(self._speak())

    async def close(self) -> None:
        """Hangs up what is up, and is silent from then on."""
        await asyncio.gather(*(dialog.hang_up() for dialog in list(self.dialogs.values())), return_exceptions=True)
        self.vanish()

    def vanish(self) -> None:
        """As if the power were cut: no BYE, no more voice."""
        for task in [self._clock, *self._tasks]:
            if task is not None:
                task.cancel()
        for dialog in self.dialogs.values():
            dialog.media.close()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    async def call(
        self, uri: str, remote: tuple[str, int], sender: str, sound: Sound, *more: tuple[str, str]
    ) -> Dialog:
        """Dials `uri` at `remote`; `sender` is the whole From address. Returns at once: await `dialog.talking`."""
        self._forget_old()
        dialog = Dialog(self, remote, sound)
        await dialog.media.open(self.host)
        dialog.invite(uri, sender, more)
        self.dialogs[dialog.call_id] = dialog
        return dialog

    def send(self, message: Message, remote: tuple[str, int]) -> None:
        if self._transport is not None and not self.is_cut_off(message):
            self._transport.sendto(message.encode(), remote)

    def spawn(self, work: Awaitable[None]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def repeat(
        self, message: Message, remote: tuple[str, int], enough: asyncio.Event, slowest_s: float = T2_S
    ) -> bool:
        """Sends until `enough` is set, each time later. False when nobody answered in 32 s."""
        wait, until = T1_S, time.monotonic() + GIVE_UP_S
        while time.monotonic() < until:
            self.send(message, remote)
            try:
                await asyncio.wait_for(enough.wait(), wait)
                return True
            except TimeoutError:
                wait = min(wait * 2, slowest_s)
        return False

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse(data)
        if message is None or self.is_cut_off(message):
            return
        dialog = self.dialogs.get(message.get("Call-ID"))
        if dialog is not None:
            dialog.receive(message, addr)
        elif message.method == "INVITE":
            self.spawn(self._ring(message, addr))
        elif message.method == "OPTIONS":
            self.send(reply(message, 200, "OK", "options"), addr)
        elif message.method and message.method != "ACK":
            self.send(reply(message, 481, "Call/Transaction Does Not Exist", "gone"), addr)

    async def _ring(self, invite: Message, addr: tuple[str, int]) -> None:
        if self.on_call is None or self.sound_for is None:
            self.send(reply(invite, 486, "Busy Here", "busy"), addr)
            return
        self._forget_old()
        dialog = Dialog(self, addr, self.sound_for(invite))
        self.dialogs[invite.get("Call-ID")] = dialog  # before any await: the INVITE may be repeated meanwhile
        dialog.offered(invite)
        await dialog.media.open(self.host)
        await self.on_call(dialog)

    def _forget_old(self) -> None:
        """What ended longer ago than anything of it can be repeated."""
        until = time.monotonic() - GIVE_UP_S
        self.dialogs = {
            name: one for name, one in self.dialogs.items() if not one.ended.is_set() or one.ended_at > until
        }

    async def _speak(self) -> None:
        """One clock for all voices of this phone, on time whatever the loop does in between."""
        due = time.monotonic()
        while True:
            due += TICK_S
            late = time.monotonic() - due
            if late > 0.5:  # we were frozen: speak on from now instead of all at once
                due += late
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            for dialog in list(self.dialogs.values()):
                dialog.media.speak()
