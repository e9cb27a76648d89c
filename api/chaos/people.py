"""Who calls 112 in the chaos: the mass from SIPp, and some SIP clients that listen to what they hear."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from api.operations.ports import free_block
from cad.installation import Installation
from telephony.callers import sipp
from telephony.callers.audio import seconds_of_tone
from telephony.callers.caller import Caller
from telephony.callers.dialog import Dialog
from telephony.callers.phone import Phone
from telephony.callers.sipp import Sipp
from telephony.callers.sipp_log import MessageLog, Spoken

CLIENT_HZ = 850.0
EVERY = 10  # one caller in ten is a client of our own
HANGS_UP_SHARE = 0.2  # of the clients
NO_VOICE_S = 12.0  # a person says "hello?" no longer than this


@dataclass
class Dialled:
    """One call to 112 as its own phone knows it; times in seconds since 1970, 0 when it never happened."""

    number: str
    invited_at: float
    last_invited_at: float = 0.0
    heard_at: float = 0.0  # the PBX said anything at all
    answered_at: float = 0.0
    ended_at: float = 0.0  # BYE, whoever sent it; CANCEL
    hung_up: bool = False  # the caller did
    heard_desk_s: float | None = None  # None: nobody listened

    @property
    def is_over(self) -> bool:
        return self.ended_at > 0


def of_sipp(spoken: Spoken) -> Dialled:
    invited, last = spoken.first("INVITE", sent=True), spoken.last("INVITE", sent=True)
    heard = spoken.answers
    refused = next((one.at for one in heard if one.what[0] in "3456"), 0.0)
    ended = spoken.first("BYE", sent=False) or spoken.first("BYE", sent=True) or spoken.first("CANCEL", sent=True)
    return Dialled(
        spoken.number,
        invited or 0.0,
        last or 0.0,
        heard[0].at if heard else 0.0,
        spoken.first("200 INVITE", sent=False) or 0.0,
        ended or refused,
    )


@dataclass
class Mass:
    """SIPp's callers."""

    process: Sipp
    log: MessageLog

    @classmethod
    def dial(cls, installation: Installation, folder: Path, numbers: list[str], rate: float) -> "Mass":
        media = free_block(2 * (len(numbers) + 50), probes=20)
        ports = (media, media + 2 * (len(numbers) + 50) - 1)
        sip_port = installation.settings.sip_port
        process = sipp.callers(installation, folder, numbers, rate, sip_port, free_block(2), ports, logs_messages=True)
        return cls(process, MessageLog(process.messages))

    def dialled(self) -> list[Dialled]:
        return [of_sipp(spoken) for spoken in self.log.read().values()]


@dataclass
class Clients:
    """People with a SIP client each: they say when they heard the dispatcher, or hang up before."""

    installation: Installation
    desk_hz: float
    seed: int
    phone: Phone = field(default_factory=Phone)
    kept: list[Dialled] = field(default_factory=list)

    async def dial(self, numbers: list[str], rate: float) -> None:
        """One after the other is begun; returns when all have ended."""
        draw = random.Random(self.seed)
        lives = list[asyncio.Task[None]]()
        for number in numbers:
            gives_up_s = draw.uniform(0.3, 2.5) if draw.random() < HANGS_UP_SHARE else None
            lives.append(asyncio.create_task(self._call(number, gives_up_s)))
            await asyncio.sleep(draw.uniform(0.5, 1.5) / rate)
        await asyncio.gather(*lives)

    async def _call(self, number: str, gives_up_s: float | None) -> None:
        caller = Caller(self.phone, number, hz=CLIENT_HZ)
        told = Dialled(number, time.time())
        self.kept.append(told)
        dialog = await caller.dial("127.0.0.1", self.installation.settings.sip_port)
        clock = time.time() - time.monotonic()
        if gives_up_s is not None:
            await _set_within(dialog.ended, gives_up_s)
        else:
            while not dialog.ended.is_set() and not _is_dead(dialog):
                await _set_within(dialog.ended, 0.5)
        told.hung_up = not dialog.ended.is_set()
        told.ended_at = time.time()
        await dialog.hang_up()
        told.heard_at = dialog.heard_at + clock if dialog.heard_at else 0.0
        told.last_invited_at = told.heard_at or told.ended_at
        told.answered_at = dialog.talking_at + clock if dialog.talking_at else 0.0
        if gives_up_s is None and dialog.talking_at:
            told.heard_desk_s = seconds_of_tone(dialog.media.heard(), self.desk_hz)


def _is_dead(dialog: Dialog) -> bool:
    """Nothing is heard any more, or it never began though the PBX had said that it tries."""
    sign = max(dialog.heard_at, dialog.talking_at, dialog.media.last_heard_at)
    return bool(sign) and time.monotonic() - sign > NO_VOICE_S


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
