"""A viewer's pictures as the track that aiortc sends: packets, so nothing is decoded or encoded."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from video.packets import CLOCK_HZ
from video.relay.viewer import Ended, Viewer

BASE = Fraction(1, CLOCK_HZ)


class PictureTrack(MediaStreamTrack):
    kind = "video"

    def __init__(self, viewer: Viewer, on_stop: Callable[[], None]) -> None:
        super().__init__()
        self._viewer = viewer
        self._on_stop = on_stop

    async def recv(self) -> Any:
        try:
            picture = await self._viewer.next()
        except Ended:
            raise MediaStreamError from None
        packet = av.Packet(picture.data)
        packet.pts = packet.dts = picture.pts
        packet.time_base = BASE
        return packet

    def stop(self) -> None:
        super().stop()
        self._on_stop()
