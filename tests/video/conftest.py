"""A camera whose pictures a test controls, the app in front of it, and a browser's stand-in: an aiortc viewer."""

import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import httpx
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription

from cad.errors import Unavailable
from video.app import make_app
from video.camera import Camera
from video.packets import CLOCK_HZ, Picture, SourceBroken
from video.relay.readers import Readers

TOKEN = "service-token"
FPS = 25
LINGER_S = 0.05


def encoded(pictures: int = FPS * 2, options: dict[str, str] | None = None) -> list[tuple[bytes, bool]]:
    """A grey ramp in H.264, a keyframe each second."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuv420p"
    encoder.framerate, encoder.gop_size = Fraction(FPS), FPS
    encoder.options = options or {"profile": "baseline", "preset": "ultrafast", "tune": "zerolatency"}
    units = []
    for n in range(pictures):
        frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), 40 + n * 2, np.uint8), format="bgr24")
        units += encoder.encode(frame)
    units += encoder.encode(None)
    return [(bytes(unit), bool(unit.is_keyframe)) for unit in units]


class FakeStream:
    """Honours `Stream`: gives pictures at their time, until the test breaks the camera."""

    def __init__(self, camera: "FakeCamera") -> None:
        self._camera, self._n, self._began = camera, 0, time.monotonic()
        with camera.lock:
            camera.open_now += 1
            camera.opened += 1

    def read(self) -> Picture:
        if self._camera.broken.wait(max(0.0, self._began + self._n / FPS - time.monotonic())):
            raise SourceBroken("it stopped sending")
        data, keyframe = self._camera.units[self._n % len(self._camera.units)]
        self._n += 1
        return Picture(data, self._n * CLOCK_HZ // FPS, keyframe, time.monotonic())

    def close(self) -> None:
        with self._camera.lock:
            self._camera.open_now -= 1


@dataclass
class FakeCamera:
    units: list[tuple[bytes, bool]]
    lock: threading.Lock = field(default_factory=threading.Lock)
    broken: threading.Event = field(default_factory=threading.Event)
    opened: int = 0
    open_now: int = 0

    def open(self, source: str) -> FakeStream:
        if self.broken.is_set():
            raise SourceBroken("it cannot be opened")
        return FakeStream(self)


@pytest.fixture(scope="session")
def units() -> list[tuple[bytes, bool]]:
    return encoded()


@pytest.fixture
def fake(units: list[tuple[bytes, bool]]) -> Iterator[FakeCamera]:
    camera = FakeCamera(units)
    yield camera
    camera.broken.set()


@dataclass
class Register:
    """The cameras of the center, as the database would say them."""

    cameras: list[Camera] = field(default_factory=lambda: [Camera(id="cam-1", name="Pasar", source="fake")])
    away: bool = False

    async def read(self) -> list[Camera]:
        if self.away:
            raise Unavailable("away")
        return self.cameras


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
async def readers(fake: FakeCamera, register: Register) -> AsyncIterator[Readers]:
    made = Readers(register.read, fake.open, linger_s=LINGER_S)
    yield made
    made.close()


@pytest.fixture
async def http(readers: Readers) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app(readers, TOKEN)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://video", headers=headers) as client,
    ):
        yield client


class Watching:
    """A viewer as a browser would be: offers, and receives decoded frames."""

    def __init__(self, http: httpx.AsyncClient, camera_id: str = "cam-1", prefix: str = "/cameras") -> None:
        self._http, self._path = http, f"{prefix}/{camera_id}/whep"
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._peer.addTransceiver("video", direction="recvonly")
        self.location = ""
        self.answer = ""

    async def start(self) -> "Watching":
        await self._peer.setLocalDescription(await self._peer.createOffer())
        response = await self._http.post(
            self._path,
            content=self._peer.localDescription.sdp,
            headers={"Content-Type": "application/sdp"},
        )
        assert response.status_code == 201, response.text
        self.location, self.answer = response.headers["Location"], response.text
        await self._peer.setRemoteDescription(RTCSessionDescription(sdp=self.answer, type="answer"))
        return self

    async def frame(self) -> av.VideoFrame:
        receiver: RTCRtpReceiver = self._peer.getReceivers()[0]
        frame = await receiver.track.recv()
        assert isinstance(frame, av.VideoFrame)
        return frame

    async def stop(self) -> None:
        await self._http.delete(self.location)
        await self._peer.close()

    async def vanish(self) -> None:
        """Closes without saying so, as a browser's tab does."""
        await self._peer.close()


@pytest.fixture
def demo_folder(tmp_path: Path) -> Path:
    return tmp_path / "video"
