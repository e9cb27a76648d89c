"""Reads one camera, once, for all who look; opened by the first viewer and closed after the last.

The source blocks, so it runs in a thread; whatever it says comes to the event loop by `call_soon_threadsafe`.
A camera that breaks is opened again with a back-off, as long as somebody looks.
"""

import asyncio
import threading
import time
from collections.abc import Callable

import structlog

from video import metrics
from video.camera import Camera
from video.packets import CLOCK_HZ, GroupOfPictures, Picture, SourceBroken, Stream
from video.relay.viewer import Viewer

log = structlog.get_logger(__name__)

Open = Callable[[str], Stream]
LINGER_S = 3.0  # after the last viewer: a page that is reloaded does not open the camera anew
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 15.0
STALE_AFTER_S = 5.0


class Reader:
    """`state`: closed (nobody looks), opening, live, stale (open, no picture for 5 s), broken (`detail`: how)."""

    def __init__(self, camera: Camera, open_source: Open, *, linger_s: float = LINGER_S) -> None:
        self.camera = camera
        self._open = open_source
        self._linger_s = linger_s
        self._loop = asyncio.get_running_loop()
        self._viewers: set[Viewer] = set()
        self._group = GroupOfPictures()
        self._stop: threading.Event | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._state, self.detail = "closed", ""
        self.opened = 0
        self.last_picture_at: float | None = None

    @property
    def state(self) -> str:
        behind = self.last_picture_at is not None and time.monotonic() - self.last_picture_at > STALE_AFTER_S
        return "stale" if self._state == "live" and behind else self._state

    @property
    def viewers(self) -> int:
        return len(self._viewers)

    @property
    def reading(self) -> bool:
        return self._stop is not None

    def join(self) -> Viewer:
        """A viewer who is given the pictures since the last keyframe at once, and all that follow."""
        viewer = Viewer()
        for picture in self._group:
            viewer.offer(picture)
        self._viewers.add(viewer)
        metrics.VIEWERS.inc()
        self._cancel_closing()
        if self._stop is None:
            self._start()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        if viewer not in self._viewers:
            return
        viewer.close()
        self._viewers.discard(viewer)
        metrics.VIEWERS.dec()
        if not self._viewers and self._closing is None:
            self._closing = self._loop.call_later(self._linger_s, self._close_if_alone)

    def close(self) -> None:
        """Ends it for all: the camera is gone, or the process ends."""
        for viewer in tuple(self._viewers):
            self.leave(viewer)
        self._close()

    def latest(self) -> list[Picture]:
        """The pictures since the last keyframe, for a snapshot."""
        return list(self._group)

    # -- in the event loop ------------------------------------------------------------------------------------

    def _cancel_closing(self) -> None:
        if self._closing:
            self._closing.cancel()
            self._closing = None

    def _close_if_alone(self) -> None:
        self._closing = None
        if not self._viewers:
            self._close()

    def _close(self) -> None:
        self._cancel_closing()
        if self._stop:
            self._stop.set()
            self._stop = None
        self._group.clear()
        self._state, self.detail, self.last_picture_at = "closed", "", None

    def _start(self) -> None:
        self._stop = threading.Event()
        self._state, self.detail = "opening", ""
        name = f"camera-{self.camera.id}"
        threading.Thread(target=self._work, args=(self._stop,), name=name, daemon=True).start()

    def _on_open(self, stop: threading.Event) -> None:
        if stop is self._stop:
            self.opened += 1
            metrics.OPENED.inc()
            log.info("camera.opened", camera_id=self.camera.id)
            self._group.clear()
            for viewer in self._viewers:
                viewer.restart()

    def _on_picture(self, stop: threading.Event, picture: Picture) -> None:
        if stop is not self._stop:
            return
        self._state, self.detail, self.last_picture_at = "live", "", picture.at
        metrics.PICTURES.inc()
        self._group.add(picture)
        for viewer in self._viewers:
            viewer.offer(picture)

    def _on_broken(self, stop: threading.Event, reason: str, pause_s: float) -> None:
        if stop is self._stop:
            self._state, self.detail = "broken", reason
            metrics.BROKEN.inc()
            log.warning("camera.broken", camera_id=self.camera.id, reason=reason, again_in_s=round(pause_s, 1))

    # -- in the thread ----------------------------------------------------------------------------------------

    def _work(self, stop: threading.Event) -> None:
        pause_s, began = FIRST_PAUSE_S, time.monotonic()
        while not stop.is_set():
            opened_at = time.monotonic()
            try:
                self._read(stop, began)
            except SourceBroken as error:
                if time.monotonic() - opened_at > LONGEST_PAUSE_S:
                    pause_s = FIRST_PAUSE_S  # it had worked for a while
                self._tell(self._on_broken, stop, str(error), pause_s)
                stop.wait(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _read(self, stop: threading.Event, began: float) -> None:
        stream = self._open(self.camera.source)
        try:
            self._tell(self._on_open, stop)
            # time goes on over a reopening, whatever the camera's own clock says
            offset = int((time.monotonic() - began) * CLOCK_HZ)
            first: int | None = None
            while not stop.is_set():
                picture = stream.read()
                first = picture.pts if first is None else first
                told = Picture(picture.data, offset + picture.pts - first, picture.keyframe, picture.at)
                self._tell(self._on_picture, stop, told)
        finally:
            stream.close()

    def _tell(self, what: Callable[..., None], *facts: object) -> None:
        try:
            self._loop.call_soon_threadsafe(what, *facts)
        except RuntimeError:  # the loop is closed: the process ends
            return
