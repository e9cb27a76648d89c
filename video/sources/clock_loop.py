"""A clip of one minute, played in step with the wall clock for ever: the demo cameras."""

import time
from pathlib import Path

import av

from video.packets import CLOCK_HZ, Picture, SourceBroken


class ClockLoop:
    """The whole clip is held in memory (2 MB); there is no file to read while it plays."""

    def __init__(self, clip: Path) -> None:
        self._units = _load(clip)
        self._fps = len(self._units) / 60
        self._next = int(time.time() * self._fps)
        self._next -= self._next % int(self._fps)  # begin with a keyframe: one each second

    def read(self) -> Picture:
        due = self._next / self._fps
        if (left := due - time.time()) > 0:
            time.sleep(left)
        data, keyframe = self._units[self._next % len(self._units)]
        pts = int(self._next * CLOCK_HZ / self._fps)
        self._next += 1
        if time.time() - due > 5:  # the machine slept: go on from now
            self._next = int(time.time() * self._fps) // int(self._fps) * int(self._fps)
        return Picture(data, pts, keyframe, time.monotonic())

    def close(self) -> None:
        self._units = []


def _load(clip: Path) -> list[tuple[bytes, bool]]:
    try:
        with av.open(str(clip)) as container:
            packets = container.demux(container.streams.video[0])
            units = [(bytes(packet), bool(packet.is_keyframe)) for packet in packets if packet.size]
    except (av.FFmpegError, OSError) as error:
        raise SourceBroken(f"the demo clip cannot be read ({type(error).__name__})") from None
    if len(units) < 60 or len(units) % 60:
        clip.unlink(missing_ok=True)  # drawn anew next time
        raise SourceBroken("the demo clip is damaged")
    return units
