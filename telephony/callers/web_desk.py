"""A dispatcher's browser without the browser: SIP over WebSocket, ICE, DTLS-SRTP, in a process of its own.

    python -m telephony.callers.web_desk ws://127.0.0.1:8088/ws desk-01 --hz 440

The desk's password is the first line of stdin. It says on stdout what happens (`registered`, `ringing`, `talking`,
`ended`) and hears on stdin `answer` (once) and `auto` (from now on). Being a process, it can be killed, which closes
its socket, or stopped, which is a cable pulled.
"""

import argparse
import asyncio
import hashlib
import secrets
import sys
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame
from websockets.asyncio.client import ClientConnection, connect

from telephony.callers import message as sip
from telephony.callers.audio import RATE, tone
from telephony.callers.message import Message, parse, reply

FRAME = RATE // 50
REALM = "tanggap"


class Tone(MediaStreamTrack):
    """A pulsed tone for ever, 20 ms a frame."""

    kind = "audio"

    def __init__(self, hz: float) -> None:
        super().__init__()
        self._sound, self._at, self._due = tone(hz, 7.0, on_s=0.5, off_s=0.2), 0, 0.0

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._due = max(self._due, loop.time() - 0.5) + FRAME / RATE
        await asyncio.sleep(max(0.0, self._due - loop.time()))
        place = self._at % len(self._sound)
        samples = np.resize(np.roll(self._sound, -place), FRAME)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._at, Fraction(1, RATE)
        self._at += FRAME
        return frame


class WebDesk:
    def __init__(self, desk: str, password: str, hz: float) -> None:
        self._desk, self._password, self._hz = desk, password, hz
        self._host = f"{secrets.token_hex(6)}.invalid"
        self._call_id, self._cseq = secrets.token_hex(8), 0
        self._tag = sip.new_tag()
        self._answer, self._auto = asyncio.Event(), False
        self._peer: RTCPeerConnection | None = None
        self._ringing: Message | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._socket: ClientConnection | None = None

    async def run(self, url: str) -> None:
        async with connect(url, subprotocols=["sip"], proxy=None) as socket:  # type: ignore[list-item]
            self._socket = socket
            await self._register("")
            async for text in socket:
                message = parse(text.encode() if isinstance(text, str) else text)
                if message is not None:
                    await self._receive(message)

    def told(self, word: str) -> None:
        self._auto = self._auto or word == "auto"
        self._answer.set()

    async def _receive(self, message: Message) -> None:
        if message.status == 401:
            await self._register(message.get("WWW-Authenticate"))
        elif message.status == 200 and message.cseq[1] == "REGISTER":
            say("registered")
        elif message.method == "INVITE":
            await self._rung(message)
        elif message.method == "CANCEL":
            await self._send(reply(message, 200, "OK", self._tag))
            if self._ringing is not None:
                await self._send(reply(self._ringing, 487, "Request Terminated", self._tag))
            await self._ended()
        elif message.method == "BYE":
            await self._send(reply(message, 200, "OK", self._tag))
            await self._ended()
        elif message.method and message.method != "ACK":
            await self._send(reply(message, 200, "OK", self._tag))

    async def _rung(self, invite: Message) -> None:
        self._ringing = invite
        await self._send(reply(invite, 180, "Ringing", self._tag, ("Contact", self._contact())))
        say("ringing")
        if not self._auto:
            self._answer.clear()
        task = asyncio.create_task(self._pick_up(invite))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pick_up(self, invite: Message) -> None:
        await self._answer.wait()
        if self._ringing is not invite:
            return
        peer = self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        await peer.setRemoteDescription(RTCSessionDescription(invite.body, "offer"))
        peer.addTrack(Tone(self._hz))
        await peer.setLocalDescription(await peer.createAnswer())
        body = peer.localDescription.sdp
        await self._send(reply(invite, 200, "OK", self._tag, ("Contact", self._contact()), body=body))
        self._ringing = None
        say("talking")

    async def _ended(self) -> None:
        self._ringing = None
        peer, self._peer = self._peer, None
        if peer is not None:
            await peer.close()
        say("ended")

    async def _register(self, challenge: str) -> None:
        self._cseq += 1
        uri = f"sip:{REALM}"
        via = f"SIP/2.0/WS {self._host};branch={sip.new_branch()}"
        ours = f"<sip:{self._desk}@{REALM}>"
        headers = [("Via", via), ("Max-Forwards", "70"), ("From", f"{ours};tag={self._tag}"), ("To", ours)]
        headers += [("Call-ID", self._call_id), ("CSeq", f"{self._cseq} REGISTER"), ("Contact", self._contact())]
        headers += [("Expires", "300"), ("Supported", "path")]
        if challenge:
            headers.append(("Authorization", self._proof(challenge, uri)))
        await self._send(Message("REGISTER", uri, headers=headers))

    def _proof(self, challenge: str, uri: str) -> str:
        """RFC 2617, MD5 with qop=auth, as Asterisk asks."""
        asked = {
            name.strip(): value.strip().strip('"')
            for name, _, value in (part.partition("=") for part in challenge.removeprefix("Digest ").split(","))
        }
        nonce, client, count = asked["nonce"], secrets.token_hex(8), "00000001"
        first = _md5(f"{self._desk}:{asked['realm']}:{self._password}")
        second = _md5(f"REGISTER:{uri}")
        answer = _md5(f"{first}:{nonce}:{count}:{client}:auth:{second}")
        told = {"username": self._desk, "realm": asked["realm"], "nonce": nonce, "uri": uri, "response": answer}
        told |= {"cnonce": client} | ({"opaque": asked["opaque"]} if "opaque" in asked else {})
        quoted = ", ".join(f'{name}="{value}"' for name, value in told.items())
        return f"Digest {quoted}, algorithm=MD5, qop=auth, nc={count}"

    def _contact(self) -> str:
        return f"<sip:{self._desk}@{self._host};transport=ws>"

    async def _send(self, message: Message) -> None:
        assert self._socket is not None
        await self._socket.send(message.encode().decode())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def say(word: str) -> None:
    print(word, flush=True)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="web_desk")
    parser.add_argument("url")
    parser.add_argument("desk")
    parser.add_argument("--hz", type=float, default=440.0)
    told = parser.parse_args()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    desk = WebDesk(told.desk, (await reader.readline()).decode().strip(), told.hz)
    phone = asyncio.create_task(desk.run(told.url))
    while line := await reader.readline():
        desk.told(line.decode().strip())
    phone.cancel()


if __name__ == "__main__":
    asyncio.run(main())
