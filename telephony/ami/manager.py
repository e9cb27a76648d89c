"""pyst2's Manager with what a supervisor needs: timeouts, and an end that cannot hang.

pyst2 waits for ever for an answer, in connect, in send_action and even in close. Shutting the socket down
wakes all of its threads, so that is how a connection is ended here.
"""

import socket
import threading
from contextlib import suppress
from typing import Any

from asterisk.manager import Event, Manager, ManagerException, ManagerMsg, ManagerSocketException

Answer = dict[str, str]


class DeadlineManager(Manager):  # type: ignore[misc]  # pyst2 has no annotations
    """One connection, used once. Every question has a deadline, kept by the caller through `abort`."""

    def __init__(self) -> None:
        super().__init__()
        self._ending = threading.Lock()
        self._ended = False
        self._raw: socket.socket | None = None

    def connect(self, host: str, port: int = 5038, timeout_s: float = 3.0) -> None:
        """As pyst2's, with a timeout to connect. Raises ManagerSocketException."""
        try:
            raw = socket.create_connection((host, port), timeout_s)
        except OSError as error:
            raise ManagerSocketException(error.errno, error.strerror) from error
        raw.settimeout(None)
        self._begin(raw)
        if not self._response_queue.get():
            raise ManagerSocketException(0, "closed before its greeting")

    def _begin(self, raw: socket.socket) -> None:
        with self._ending:
            if self._ended:  # given up while it was still connecting
                raw.close()
                raise ManagerSocketException(0, "ended before it was connected")
            self._raw, self._sock = raw, raw.makefile(mode="rwb", buffering=0)
            self._connected.set()
            self._running.set()
            self.message_thread.start()
            self.event_dispatch_thread.start()

    def _receive_data(self) -> None:
        """pyst2 closes the socket only when it reads its end; it may also stop before it looks again."""
        try:
            super()._receive_data()
        finally:
            self._sock.close()
            if self._raw is not None:
                self._raw.close()

    def abort(self) -> None:
        """Ends the connection at once, from any thread; whoever waits for an answer gets ManagerException."""
        with self._ending:
            self._ended = True
            self._connected.clear()
            if self._raw is not None:
                with suppress(OSError):
                    self._raw.shutdown(socket.SHUT_RDWR)
        self._message_queue.put(None)
        self._event_queue.put(None)
        self._response_queue.put(None)

    def close(self) -> None:
        self.abort()

    def __del__(self) -> None:
        if hasattr(self, "_raw"):
            self.abort()


class Collector:
    """Gathers the events that answer one question, until its last one.

    pyst2 takes an answer whose text says "status will follow" (QueueStatus) together with all of its events for
    one message; those are found in its raw lines.
    """

    def __init__(self, manager: DeadlineManager, action_id: str, last: str) -> None:
        self._manager, self._action_id, self._last = manager, action_id, last
        self._done = threading.Event()
        self.found: list[Answer] = []

    def __enter__(self) -> "Collector":
        self._manager.register_event("*", self._take)
        return self

    def __exit__(self, *_: object) -> None:
        self._manager.unregister_event("*", self._take)

    def take_from(self, answer: ManagerMsg) -> None:
        for headers in blocks(answer.response):
            self._note(headers)

    def wait(self, timeout_s: float) -> list[Answer]:
        if not self._done.wait(timeout_s):
            raise ManagerException(f"no {self._last} in {timeout_s} s")
        return self.found

    def _take(self, event: Event, _: Any) -> bool:
        self._note(event.headers)
        return False

    def _note(self, headers: Answer) -> None:
        if headers.get("ActionID") != self._action_id:
            return
        if headers.get("Event") == self._last:
            self._done.set()
        elif "Event" in headers:
            self.found.append(dict(headers))


def blocks(lines: list[str]) -> list[Answer]:
    """AMI's messages out of raw lines: `Name: value` each, an empty line between two."""
    found: list[Answer] = [{}]
    for line in lines:
        name, colon, value = line.strip().partition(":")
        if colon:
            found[-1][name] = value.strip()
        elif not name:
            found.append({})
    return found


def answer_of(message: ManagerMsg) -> Answer:
    return {str(name): str(value) for name, value in message.headers.items()}
