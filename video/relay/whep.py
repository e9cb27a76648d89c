"""WHEP: a browser's SDP offer in, our answer out, and the session until it is deleted or its connection ends.

https://datatracker.ietf.org/doc/draft-ietf-wish-whep/
"""

import asyncio
import secrets
from dataclasses import dataclass

import structlog
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.sdp import candidate_from_sdp

from cad.errors import Invalid, NotFound, Unavailable
from video import metrics
from video.relay.reader import Reader
from video.relay.track import PictureTrack

log = structlog.get_logger(__name__)

AT_MOST = 48  # sessions: 0.8 % of a core each at 720p25, and the cores are the calls' first
CONNECT_WITHIN_S = 20.0
OVER = {"failed", "closed"}
# whatever aiortc and its parser stumble over: the offer was not one we can answer
BAD_OFFER = (
    OperationError, InvalidStateError, InvalidAccessError,
    ValueError, LookupError, AttributeError, AssertionError, TypeError,
)  # fmt: skip


class OfferRefused(Invalid):
    error_id = "offer_refused"


class UnknownSession(NotFound):
    error_id = "unknown_session"


class TooManyViewers(Unavailable):
    error_id = "too_many_viewers"


@dataclass
class Session:
    id: str
    camera_id: str
    peer: RTCPeerConnection
    watchdog: asyncio.TimerHandle


class Sessions:
    def __init__(self, *, connect_within_s: float = CONNECT_WITHIN_S) -> None:
        self._connect_within_s = connect_within_s
        self._sessions: dict[str, Session] = {}
        self._endings: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._sessions)

    async def begin(self, reader: Reader, offer: str) -> tuple[str, str]:
        """The new session's id and our SDP answer. Raises OfferRefused or TooManyViewers."""
        if len(self._sessions) >= AT_MOST:
            raise TooManyViewers(
                "Terlalu banyak yang menonton kamera sekarang. Tutup kamera lain dahulu.",
                en="Too many viewers now. Close another camera first.",
            )
        # no STUN server: nothing of ours asks a foreign server who we are
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        viewer = reader.join()
        session = self._register(reader.camera.id, peer)
        try:
            answer = await _negotiate(peer, PictureTrack(viewer, lambda: reader.leave(viewer)), offer)
        except BAD_OFFER as error:
            log.info("whep.offer_refused", camera_id=reader.camera.id, reason=type(error).__name__)
            reader.leave(viewer)
            await self._end(session)
            raise OfferRefused(
                "Tawaran SDP ini tidak dapat dijawab: harus meminta video H.264.",
                en="This SDP offer cannot be answered: it must ask for H.264 video.",
            ) from None
        log.info("whep.began", camera_id=reader.camera.id, session_id=session.id)
        return session.id, answer

    async def trickle(self, session_id: str, fragment: str) -> None:
        """Candidates that came after the offer (RFC 8840 fragment)."""
        peer, mid = self._find(session_id).peer, "0"
        for line in fragment.splitlines():
            if line.startswith("a=mid:"):
                mid = line.removeprefix("a=mid:").strip()
            elif line.startswith("a=candidate:"):
                await _add_candidate(peer, line.removeprefix("a=candidate:").strip(), mid)

    async def end(self, session_id: str, camera_id: str) -> None:
        session = self._find(session_id)
        if session.camera_id != camera_id:
            raise _unknown()
        await self._end(session)

    async def end_all(self) -> None:
        await asyncio.gather(*(self._end(session) for session in tuple(self._sessions.values())))

    def _find(self, session_id: str) -> Session:
        session = self._sessions.get(session_id)
        if session is None:
            raise _unknown()
        return session

    def _register(self, camera_id: str, peer: RTCPeerConnection) -> Session:
        loop = asyncio.get_running_loop()
        session_id = secrets.token_urlsafe(12).replace("_", "-").strip("-") or secrets.token_hex(8)
        watchdog = loop.call_later(self._connect_within_s, self._give_up, session_id)
        session = self._sessions[session_id] = Session(session_id, camera_id, peer, watchdog)
        metrics.SESSIONS.set(len(self._sessions))

        @peer.on("connectionstatechange")
        async def changed() -> None:
            if peer.connectionState == "connected":
                session.watchdog.cancel()
            elif peer.connectionState in OVER:
                self._end_soon(session)

        return session

    def _give_up(self, session_id: str) -> None:
        if session := self._sessions.get(session_id):
            log.info("whep.never_connected", camera_id=session.camera_id, session_id=session_id)
            self._end_soon(session)

    def _end_soon(self, session: Session) -> None:
        """Outside of the peer's own callback, which its close would wait for."""
        task = asyncio.create_task(self._end(session))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def _end(self, session: Session) -> None:
        session.watchdog.cancel()
        if self._sessions.pop(session.id, None) is None:
            return
        metrics.SESSIONS.set(len(self._sessions))
        await session.peer.close()
        log.info("whep.ended", camera_id=session.camera_id, session_id=session.id)


async def _negotiate(peer: RTCPeerConnection, track: PictureTrack, offer: str) -> str:
    peer.addTrack(track)
    # before setRemoteDescription, or VP8 is negotiated and H.264 bytes are sent as VP8
    h264 = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/H264"]
    rtx = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/rtx"]
    peer.getTransceivers()[0].setCodecPreferences(h264 + rtx)
    await peer.setRemoteDescription(RTCSessionDescription(sdp=offer, type="offer"))
    if len(peer.getTransceivers()) != 1:
        raise ValueError("one video section is all we answer")
    await peer.setLocalDescription(await peer.createAnswer())
    answer = peer.localDescription.sdp
    if "m=video 0 " in answer or "H264/90000" not in answer:
        raise ValueError("no H.264 in common")
    return str(answer)


async def _add_candidate(peer: RTCPeerConnection, text: str, mid: str) -> None:
    try:
        candidate = candidate_from_sdp(text)
        candidate.sdpMid = mid
        await peer.addIceCandidate(candidate)
    except (ValueError, AssertionError, IndexError) as error:
        log.debug("whep.candidate_passed_over", reason=type(error).__name__)


def _unknown() -> UnknownSession:
    return UnknownSession("Sesi kamera ini sudah berakhir.", en="This camera session is over.")
