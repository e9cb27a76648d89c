"""The voice of one call: G.711 over RTP (RFC 3550, 3551), 20 ms a packet, both ways; keys as events (RFC 4733)."""

import asyncio
import secrets
import struct
import time

from telephony.callers.audio import RATE, Sound, decode, encode, join, silence

FRAME = RATE // 50
HEADER = struct.Struct("!BBHII")
KEYS = "0123456789*#"  # the event's number is its place
EVENT, EVENT_PAYLOAD = struct.Struct("!BBH"), 101
PRESSED_FRAMES, END_FRAMES = 8, 3  # 160 ms; the end is said three times
GAP_S = 0.1  # a pause in the packets that becomes silence in what was heard


class Media(asyncio.DatagramProtocol):
    """Speaks `sound` over and over from the moment it has a destination, and keeps all that it hears.

    What was heard stands on the clock: where no packet came there is silence of that length.
    """

    def __init__(self, sound: Sound) -> None:
        self.sound = sound if len(sound) >= FRAME else silence(1)
        self.muted = False
        self.cut_off = False  # neither sends nor hears, as with the cable pulled
        self.payload_type = 8
        self.remote: tuple[str, int] | None = None
        self.port = 0
        self.packets_heard = 0
        self.packets_sent = 0
        self.last_heard_at = 0.0  # time.monotonic()
        self._pressed: list[tuple[int, int]] = []  # frames to come of a key: event, how many before it
        self._heard: list[Sound] = []
        self._samples = 0
        self._began = 0.0
        self._at = 0
        self._sequence = secrets.randbelow(30000)
        self._stamp = secrets.randbelow(1 << 30)
        self._source = secrets.randbits(32)
        self._transport: asyncio.DatagramTransport | None = None

    def number_from(self, first: int) -> None:
        """The first packet's number, which a telephone chooses at random."""
        self._sequence = first

    async def open(self, host: str) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0))
        self.port = self._transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def speak(self) -> None:
        """One packet; the phone's clock calls this each 20 ms."""
        if self._transport is None or self.remote is None or self.cut_off:
            return
        if self._pressed:
            self._speak_key(*self._pressed.pop(0))
            return
        frame = self.sound[self._at : self._at + FRAME]
        if len(frame) < FRAME:
            frame = join([frame, self.sound[: FRAME - len(frame)]])
        self._at = (self._at + FRAME) % len(self.sound)
        header = HEADER.pack(0x80, self.payload_type, self._sequence & 0xFFFF, self._stamp & 0xFFFFFFFF, self._source)
        self._transport.sendto(
            header + encode(silence(FRAME / RATE) if self.muted else frame, self.payload_type), self.remote
        )
        self._sequence += 1
        self._stamp += FRAME
        self.packets_sent += 1

    def press(self, key: str) -> None:
        """A key of the telephone; its packets take the voice's place for a moment."""
        event = KEYS.index(key)
        self._pressed += [(event, n) for n in range(PRESSED_FRAMES + END_FRAMES)]

    def _speak_key(self, event: int, n: int) -> None:
        assert self._transport is not None
        marker, ended = 0x80 if n == 0 else 0, 0x80 if n >= PRESSED_FRAMES else 0
        header = HEADER.pack(
            0x80, marker | EVENT_PAYLOAD, self._sequence & 0xFFFF, self._stamp & 0xFFFFFFFF, self._source
        )
        body = EVENT.pack(event, ended | 10, min(n + 1, PRESSED_FRAMES) * FRAME)
        self._transport.sendto(header + body, self.remote)
        self._sequence += 1
        if not self._pressed:
            self._stamp += PRESSED_FRAMES * FRAME

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self.cut_off or len(data) <= HEADER.size or data[0] >> 6 != 2:
            return
        payload_type = data[1] & 0x7F
        if payload_type not in (0, 8):
            return
        start = HEADER.size + 4 * (data[0] & 0x0F)
        now = time.monotonic()
        self._keep(decode(data[start:], payload_type), now)
        self.packets_heard += 1
        self.last_heard_at = now

    def _keep(self, frame: Sound, now: float) -> None:
        self._began = self._began or now
        missing = (now - self._began) - self._samples / RATE
        if missing > GAP_S:
            self._heard.append(silence(missing))
            self._samples += len(self._heard[-1])
        self._heard.append(frame)
        self._samples += len(frame)

    def heard(self, last_s: float | None = None) -> Sound:
        """All that was heard, or its last seconds."""
        self._heard = [join(self._heard)]
        whole = self._heard[0]
        return whole if last_s is None else whole[-round(last_s * RATE) :]
