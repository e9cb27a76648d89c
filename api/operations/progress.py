"""Progress that a person can follow: one line that moves on a terminal, some lines elsewhere (CI, a log)."""

import sys
import time

ELSEWHERE_EVERY_S = 5.0


class Progress:
    """`step(name)` is called once for each of `total` things."""

    def __init__(self, title: str, total: int) -> None:
        self.title, self.total, self.done = title, total, 0
        self.started = self.shown_at = time.monotonic()
        self.terminal = sys.stdout.isatty()
        self._show("starting")

    def step(self, name: str) -> None:
        self.done = min(self.done + 1, self.total)
        self._show(name)

    def note(self, text: str) -> None:
        self._show(text, always=True)

    def close(self) -> None:
        took = time.monotonic() - self.started
        self._write(f"  {self.title}: {self.done} of {self.total}, {took:.0f} s")
        if self.terminal:
            print(flush=True)

    def _show(self, text: str, *, always: bool = False) -> None:
        now = time.monotonic()
        if self.terminal or always or self.done == 0 or now - self.shown_at > ELSEWHERE_EVERY_S:
            self.shown_at = now
            self._write(f"  {self.title}: {self.done} of {self.total}  {text}")

    def _write(self, line: str) -> None:
        if self.terminal:
            sys.stdout.write(f"\r\x1b[K{line[:110]}")
            sys.stdout.flush()
        else:
            print(line, flush=True)
