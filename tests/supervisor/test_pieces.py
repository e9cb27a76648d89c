"""Back-off, heartbeat and signal decisions, without processes."""

import json
import os
import signal
from pathlib import Path

import pytest

from api.supervisor import pidfile
from api.supervisor.backoff import Backoff
from api.supervisor.logfiles import last_words, rotate
from api.supervisor.pulse import Pulse
from api.supervisor.stopping import Wish, decide


def test_back_off_doubles_from_a_fifth_of_a_second_to_ten_seconds_and_heals() -> None:
    backoff = Backoff()
    assert [backoff.after(0.0) for _ in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert backoff.looping
    assert backoff.after(31.0) == 0.2


class FakeClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def write_beat(folder: Path, at: str, state: str = "ready") -> None:
    (folder / "api.beat").write_text(json.dumps({"state": state, "at": at, "detail": "well"}))


def test_silence_is_counted_from_the_last_change_of_the_beat(tmp_path: Path) -> None:
    clock = FakeClock()
    pulse = Pulse(tmp_path, "api", clock)
    write_beat(tmp_path, "1")
    assert pulse.silent_s() == 0
    for second in range(1, 17):
        clock.now = float(second)
        silent_s = pulse.silent_s()
    assert silent_s == 16
    write_beat(tmp_path, "2", "degraded")
    assert pulse.silent_s() == 0
    assert pulse.state == "degraded"


def test_time_in_which_the_supervisor_itself_was_stopped_is_not_held_against_a_process(tmp_path: Path) -> None:
    clock = FakeClock()
    pulse = Pulse(tmp_path, "api", clock)
    write_beat(tmp_path, "1")
    pulse.silent_s()
    clock.now = 100.0
    assert pulse.silent_s() == 0


@pytest.mark.parametrize(
    ("received", "calls", "terminal", "asked", "wish"),
    [
        (signal.SIGINT, 0, True, False, Wish.EVERYTHING),
        (signal.SIGINT, 2, True, False, Wish.ASK),
        (signal.SIGINT, None, True, False, Wish.ASK),
        (signal.SIGINT, 2, True, True, Wish.ALL_BUT_ASTERISK),
        (signal.SIGINT, 2, False, False, Wish.ALL_BUT_ASTERISK),
        (signal.SIGTERM, 0, False, False, Wish.EVERYTHING),
        (signal.SIGTERM, 1, True, False, Wish.ALL_BUT_ASTERISK),
        (signal.SIGUSR1, 3, False, False, Wish.CUT_CALLS),
        (signal.SIGUSR2, 3, True, False, Wish.LEAVE),
    ],
)
def test_what_a_signal_means(
    received: signal.Signals, calls: int | None, terminal: bool, asked: bool, wish: Wish
) -> None:
    assert decide(received, calls, terminal=terminal, asked=asked) is wish


def test_a_pid_that_another_program_has_now_is_nobody(tmp_path: Path) -> None:
    file = tmp_path / "api.pid"
    file.write_text(json.dumps({"pid": os.getpid(), "started": 1}))
    assert pidfile.owner(file) is None


def test_a_claimed_file_is_held_until_it_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "api.pid"
    assert not pidfile.is_held(file)
    lock = pidfile.claim(file)
    assert lock is not None
    pidfile.record(lock, os.getpid())
    assert pidfile.is_held(file)
    assert pidfile.claim(file, patience_s=0) is None
    os.close(lock)
    assert not pidfile.is_held(file)


def test_last_words_prefer_a_reason(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_text("starting\nOSError: address in use\nbye\n")
    assert last_words(log) == "OSError: address in use"
    assert last_words(tmp_path / "none.log") == ""


def test_a_large_log_is_cut_and_kept(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    for text in ("one", "two"):
        log.write_text(text * 100)
        rotate(log, largest=100)
    assert log.read_text() == ""
    assert log.with_suffix(".log.1").read_text() == "two" * 100
    assert log.with_suffix(".log.2").read_text() == "one" * 100
