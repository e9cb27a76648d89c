"""All cameras of the center and their readers: at most one reader a camera."""

import time

from cad.errors import NotFound, Unavailable
from video.camera import Camera, Cameras
from video.relay.reader import LINGER_S, Open, Reader

KNOWN_FOR_S = 15.0  # a camera changed in the database is noticed after so long, a new one when first asked for


class UnknownCamera(NotFound):
    error_id = "unknown_camera"


class Readers:
    def __init__(
        self, cameras: Cameras, open_source: Open, *, linger_s: float = LINGER_S, known_for_s: float = KNOWN_FOR_S
    ) -> None:
        self._cameras = cameras
        self._open = open_source
        self._linger_s = linger_s
        self._known_for_s = known_for_s
        self._readers: dict[str, Reader] = {}
        self._read_at = float("-inf")

    def known(self) -> list[Reader]:
        """Without asking the database."""
        return list(self._readers.values())

    async def all(self) -> list[Reader]:
        """Those known before, while the database is away."""
        if time.monotonic() - self._read_at > self._known_for_s:
            await self._refresh_if_possible()
        return self.known()

    async def of(self, camera_id: str) -> Reader:
        """Raises UnknownCamera, or Unavailable while the database is away and the camera was not known before."""
        fresh = time.monotonic() - self._read_at < self._known_for_s
        if camera_id not in self._readers:
            await self.refresh()
        elif not fresh:
            await self._refresh_if_possible()
        reader = self._readers.get(camera_id)
        if reader is None:
            raise UnknownCamera("Kamera ini tidak dikenal.", en="There is no such camera.")
        return reader

    async def refresh(self) -> None:
        cameras = await self._cameras()
        self._read_at = time.monotonic()
        for gone in self._readers.keys() - {camera.id for camera in cameras}:
            self._readers.pop(gone).close()
        for camera in cameras:
            self._keep(camera)

    async def _refresh_if_possible(self) -> None:
        try:
            await self.refresh()
        except Unavailable:
            if not self._readers:
                raise

    def close(self) -> None:
        for reader in self._readers.values():
            reader.close()

    def _keep(self, camera: Camera) -> None:
        known = self._readers.get(camera.id)
        if known and known.camera.source == camera.source:
            known.camera = camera
            return
        if known:
            known.close()
        self._readers[camera.id] = Reader(camera, self._open, linger_s=self._linger_s)
