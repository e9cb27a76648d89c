"""A camera over RTSP or HTTP, or a file, read with PyAV; H.264 is passed on untouched wherever that works.

Traps met here (all tried): an MP4 holds no Annex B, so a filter makes it; SPS and PPS may stand only in the
SDP, so a filter puts them before each keyframe; B-frames make time run backwards, and other codecs are not
understood by browsers: those cameras are transcoded, once for all viewers.
"""

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.bitstream import BitStreamFilterContext

from video.packets import CLOCK_HZ, Picture, SourceBroken
from video.sources.transcoder import Transcoder

ANSWER_WITHIN_S = 5.0  # to open, and between packets
LIVE = ("rtsp://", "rtsps://", "http://", "https://", "rtmp://")
STEP = CLOCK_HZ // 25  # for packets without a time


class ContainerStream:
    def __init__(self, source: str) -> None:
        self._live = source.startswith(LIVE)
        self._container = _open(source, self._live)
        if not self._container.streams.video:
            self.close()
            raise SourceBroken("it sends no video")
        self._video = self._container.streams.video[0]
        self._transcoder = Transcoder(self._video) if _needs_transcoding(self._video) else None
        self._filter = None if self._transcoder else _annex_b(self._video)
        self._pictures = self._produce()
        self._last_pts = -1

    @property
    def transcoded(self) -> bool:
        return self._transcoder is not None

    def read(self) -> Picture:
        try:
            return next(self._pictures)
        except StopIteration:
            raise SourceBroken("it stopped sending") from None
        except (av.FFmpegError, OSError) as error:
            raise SourceBroken(f"it stopped answering ({type(error).__name__})") from None

    def close(self) -> None:
        self._container.close()

    def _produce(self) -> Iterator[Picture]:
        began, offset = time.monotonic(), 0
        while True:
            end = offset
            for data, pts, keyframe in self._units():
                end = max(end, offset + pts)
                if not self._live:
                    _wait_for(began + (offset + pts) / CLOCK_HZ)
                yield Picture(data, offset + pts, keyframe, time.monotonic())
            if self._live or end == offset:
                return
            offset = end + STEP  # a file is played again and again, and time goes on
            self._container.seek(0)

    def _units(self) -> Iterator[tuple[bytes, int, bool]]:
        first: int | None = None
        for packet in self._container.demux(self._video):
            for data, pts, keyframe in self._encoded(packet):
                first = pts if first is None else first
                yield data, pts - first, keyframe

    def _encoded(self, packet: Any) -> Iterator[tuple[bytes, int, bool]]:
        if self._transcoder:
            yield from self._transcoder.encode(packet)
            return
        if packet.size == 0:  # the flush at the end
            return
        for unit in self._filter.filter(packet) if self._filter else [packet]:
            yield bytes(unit), self._ticks(unit.pts, unit.time_base), bool(unit.is_keyframe)

    def _ticks(self, pts: int | None, base: Fraction | None) -> int:
        self._last_pts = self._last_pts + STEP if pts is None else int(pts * (base or Fraction(1, CLOCK_HZ)) * CLOCK_HZ)
        return self._last_pts


def _open(source: str, live: bool) -> Any:
    options = {"rtsp_transport": "tcp", "fflags": "nobuffer"} if live else {}
    try:
        return av.open(source, options=options, timeout=ANSWER_WITHIN_S)
    except (av.FFmpegError, OSError, ValueError) as error:
        # the error's own text holds the address, and that a password
        raise SourceBroken(f"it cannot be opened ({type(error).__name__})") from None


def _needs_transcoding(video: Any) -> bool:
    context = video.codec_context
    return context.name != "h264" or bool(getattr(context, "has_b_frames", False))


def _annex_b(video: Any) -> BitStreamFilterContext | None:
    extradata = video.codec_context.extradata
    if not extradata:
        return None
    name = "h264_mp4toannexb" if extradata[0] == 1 else "dump_extra=freq=keyframe"
    return BitStreamFilterContext(name, video)


def _wait_for(moment: float) -> None:
    if (left := moment - time.monotonic()) > 0:
        time.sleep(left)
