"""One call of a `Phone`, out or in: its state, its requests, its voice."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from telephony.callers import message as sip
from telephony.callers.audio import Sound
from telephony.callers.media import Media
from telephony.callers.message import Message

if TYPE_CHECKING:
    from telephony.callers.phone import Phone

TUTUP = ("Reason", 'Q.850;cause=31;text="tutup"')  # the dispatcher pressed Tutup; see the dialplan


class Dialog:
    """Await `ringing`, `talking`, `ended` (events). `status` is the last final answer, `end_reason` who ended it."""

    def __init__(self, phone: Phone, remote: tuple[str, int], sound: Sound) -> None:
        self.phone = phone
        self.remote = remote
        self.media = Media(sound)
        self.call_id = sip.new_tag() + "@" + phone.host
        self.dialled = ""
        self.status = 0
        self.end_reason = ""
        self.started_at = time.monotonic()
        self.heard_at = self.talking_at = self.ended_at = 0.0  # time.monotonic(); the first: any answer at all
        self.ringing, self.talking, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._is_caller = True
        self._local = self._peer = self._target = ""
        self._invite = Message()
        self._final: Message | None = None
        self._cseq = 1
        self._sdp_version = 1
        self._heard_back = asyncio.Event()  # our INVITE got any answer; for a call in, our 200 was acknowledged
        self._pending: dict[int, asyncio.Event] = {}
        self._routes: list[str] = []

    @property
    def caller(self) -> str:
        """The number in From, whoever dialled."""
        return sip.address(self._local if self._is_caller else self._peer).removeprefix("sip:").partition("@")[0]

    def header(self, name: str) -> str:
        """Of the INVITE that began this call."""
        return self._invite.get(name)

    # -- calling out

    def invite(self, uri: str, sender: str, more: tuple[tuple[str, str], ...]) -> None:
        self._local, self._peer, self._target, self.dialled = f"{sender};tag={sip.new_tag()}", f"<{uri}>", uri, uri
        content = ("Content-Type", "application/sdp")
        self._invite = self._request("INVITE", 1, *more, content, body=self._our_sdp([8, 0]))
        self.phone.spawn(self._until_answered())

    async def _until_answered(self) -> None:
        if not await self.phone.repeat(self._invite, self.remote, self._heard_back, slowest_s=16.0):
            self._finish("no answer from the PBX")

    # -- being called

    def offered(self, invite: Message) -> None:
        self._is_caller, self._invite, self.dialled = False, invite, invite.uri
        self.call_id = invite.get("Call-ID")
        self._local, self._peer = f"{invite.get('To')};tag={sip.new_tag()}", invite.get("From")
        self._target = sip.address(invite.get("Contact")) or sip.address(self._peer)
        self._routes = invite.all("Record-Route")
        self._cseq = 1000

    def ring(self) -> None:
        self._answer(180, "Ringing")
        self.ringing.set()

    def refuse(self, status: int = 486, reason: str = "Busy Here") -> None:
        self._answer(status, reason)
        self._finish("refused by us")

    async def answer(self) -> None:
        """200 with our audio, repeated until the ACK comes."""
        if self.ended.is_set() or not self._take(self._invite.body):
            return
        ok = self._answer(200, "OK", body=self._our_sdp([self.media.payload_type]))
        self._begin()
        if not await self.phone.repeat(ok, self.remote, self._heard_back):
            await self.hang_up()

    # -- both

    async def hang_up(self, *more: tuple[str, str], closed: bool = False) -> None:
        """BYE, or CANCEL (486 for a call in) while it is not answered yet. `closed` adds the dispatcher's Tutup."""
        if self.ended.is_set():
            return
        if not self.talking.is_set() and not self._is_caller:
            self.refuse()
            return
        if not self.talking.is_set():
            await self._cancel()
            return
        headers = (*more, TUTUP) if closed else more
        self._cseq += 1
        bye = self._request("BYE", self._cseq, *headers)
        self._finish("hung up by us")
        await self.phone.repeat(bye, self.remote, self._pending.setdefault(self._cseq, asyncio.Event()))

    async def _cancel(self) -> None:
        cancel = Message("CANCEL", self._invite.uri, headers=[("Via", self._invite.get("Via")), ("Max-Forwards", "70")])
        cancel.headers += [(name, self._invite.get(name)) for name in ("From", "To", "Call-ID")] + [
            ("CSeq", "1 CANCEL")
        ]
        self.phone.send(cancel, self.remote)
        try:
            await asyncio.wait_for(self.ended.wait(), 4)
        except TimeoutError:
            self._finish("cancelled, not confirmed")

    def receive(self, message: Message, addr: tuple[str, int]) -> None:
        if message.status:
            self._response(message)
        else:
            self._asked(message, addr)

    def _response(self, message: Message) -> None:
        number, method = message.cseq
        if method != "INVITE":
            if message.status >= 200 and number in self._pending:
                self._pending[number].set()
            return
        self._heard_back.set()
        self.heard_at = self.heard_at or time.monotonic()
        if message.status == 180 or (message.status == 183 and message.body):
            self.ringing.set()
        elif 200 <= message.status < 300:
            self._accepted(message)
        elif message.status >= 300:
            self._acknowledge(message)
            self.status = message.status
            self._finish(f"{message.status} {message.reason}")

    def _accepted(self, message: Message) -> None:
        self._peer, self._target = message.get("To"), sip.address(message.get("Contact")) or self._target
        self._routes = list(reversed(message.all("Record-Route")))
        self._final, self.status = message, message.status
        self._acknowledge(message)
        if self.ended.is_set():  # answered while we gave up: end it at once
            self.phone.spawn(self._late_bye())
        elif not self.talking.is_set():
            self._take(message.body)
            self._begin()

    async def _late_bye(self) -> None:
        self._cseq += 1
        self.phone.send(self._request("BYE", self._cseq), self.remote)

    def _acknowledge(self, message: Message) -> None:
        accepted = message.status < 300
        ack = self._request("ACK", message.cseq[0])
        if not accepted:  # same transaction: the INVITE's own branch and address
            ack.uri = self._invite.uri
            ack.headers[0] = ("Via", self._invite.get("Via"))
            ack.headers = [(name, message.get("To") if name == "To" else value) for name, value in ack.headers]
        self.phone.send(ack, self.remote)

    def _asked(self, message: Message, addr: tuple[str, int]) -> None:
        tag = sip.parameter(self._local, "tag")
        if message.method == "ACK":
            self._heard_back.set()
        elif message.method == "CANCEL":
            self.phone.send(sip.reply(message, 200, "OK", tag), addr)
            if not self.talking.is_set() and not self.ended.is_set():
                self._answer(487, "Request Terminated")
                self._finish("cancelled by the other side")
        elif message.method == "BYE":
            self.phone.send(sip.reply(message, 200, "OK", tag), addr)
            self._finish("hung up by the other side")
        elif message.method in ("INVITE", "UPDATE"):
            self._again(message, addr, tag)
        else:
            self.phone.send(sip.reply(message, 200, "OK", tag), addr)

    def _again(self, message: Message, addr: tuple[str, int], tag: str) -> None:
        """A repeated first INVITE is answered by what repeats already; a later one may move or hold the audio."""
        if not self._is_caller and message.branch == self._invite.branch:
            return
        if message.body:
            self._take(message.body)
        body = self._our_sdp([self.media.payload_type]) if message.body or message.method == "INVITE" else ""
        self.phone.send(sip.reply(message, 200, "OK", tag, ("Contact", self._contact()), body=body), addr)

    def _take(self, body: str) -> bool:
        offer = sip.parse_sdp(body)
        if offer is None:
            return False
        self.media.remote = (offer.host, offer.port) if offer.direction in ("sendrecv", "recvonly") else None
        self.media.payload_type = offer.payload_types[0]
        return True

    def _begin(self) -> None:
        self.talking_at = time.monotonic()
        self.talking.set()

    def _finish(self, reason: str) -> None:
        if self.ended.is_set():
            return
        self.end_reason, self.ended_at = reason, time.monotonic()
        self.media.remote = None
        self.media.close()
        self.ended.set()

    def _answer(self, status: int, reason: str, body: str = "") -> Message:
        tag = sip.parameter(self._local, "tag")
        answer = sip.reply(self._invite, status, reason, tag, ("Contact", self._contact()), body=body)
        self.phone.send(answer, self.remote)
        return answer

    def _contact(self) -> str:
        return f"<sip:{self.phone.host}:{self.phone.port}>"

    def _our_sdp(self, payload_types: list[int]) -> str:
        self._sdp_version += 1
        return sip.sdp(self.phone.host, self.media.port, self._sdp_version, payload_types)

    def _request(self, method: str, number: int, *more: tuple[str, str], body: str = "") -> Message:
        via = f"SIP/2.0/UDP {self.phone.host}:{self.phone.port};rport;branch={sip.new_branch()}"
        headers = [("Via", via), ("Max-Forwards", "70"), *(("Route", route) for route in self._routes)]
        headers += [("From", self._local), ("To", self._peer), ("Call-ID", self.call_id)]
        headers += [
            ("CSeq", f"{number} {method}"),
            ("Contact", self._contact()),
            ("User-Agent", "Tanggap caller"),
            *more,
        ]
        return Message(method, self._target, headers=headers, body=body)
