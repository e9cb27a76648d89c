"""The supervisor with toy processes: real processes, real signals, short times."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.supervisor import pidfile
from api.supervisor.ending import end_orphan
from api.supervisor.statusfile import read_status, running_supervisor

CHECKOUT = Path(__file__).parents[2]
TOY_UP = str(Path(__file__).with_name("toy_up.py"))


def until(true: Callable[[], object], within_s: float = 15.0) -> None:
    limit = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < limit, "did not happen in time"
        time.sleep(0.02)


class House:
    """One toy installation."""

    def __init__(self, home: Path) -> None:
        self.home, self.run = home, home / "run"
        self.ups: list[subprocess.Popen[str]] = []

    def up(self, *children: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
        out = open(self.home / f"up-{len(self.ups)}.txt", "w+")  # noqa: SIM115 the process keeps it
        with out:
            started = subprocess.Popen(
                [sys.executable, TOY_UP, str(self.home), *children], env=environment, text=True,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.ups.append(started)
        return started

    def up_and_ready(self, *children: str) -> subprocess.Popen[str]:
        """Ready, and each toy has begun to live (the toy engines say so a moment after their start)."""
        started = self.up(*children)
        until(lambda: "READY" in self.said() and all(self.alive(name) for name in ("asterisk", "postgres")))
        return started

    def said(self) -> str:
        return (self.home / f"up-{len(self.ups) - 1}.txt").read_text()

    def lives(self, name: str) -> list[int]:
        file = self.run / f"{name}.lives"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def alive(self, name: str) -> list[int]:
        return [pid for pid in self.lives(name) if pidfile.start_ticks(pid) is not None]

    def shown(self, name: str) -> dict[str, object]:
        services = read_status(self.run).get("services", [])
        assert isinstance(services, list)
        return next((s for s in services if s["name"] == name), {})

    def clear(self) -> None:
        for started in self.ups:
            if started.poll() is None:
                started.kill()
            started.wait()
        for file in self.run.glob("*.pid"):
            assert end_orphan(file, kind_s=0.5)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.clear()


def test_given_a_child_is_killed_then_it_is_started_again_and_shown(house: House) -> None:
    house.up_and_ready("api", "video")
    os.kill(house.lives("api")[0], signal.SIGKILL)
    until(lambda: (house.shown("api").get("restarts"), house.shown("api").get("state")) == (1, "ready"))
    assert len(house.lives("api")) == 2
    assert "api ended (killed by SIGKILL); starting it again in 0.2 s" in house.said()
    assert len(house.lives("video")) == 1


def test_given_a_child_is_frozen_then_it_is_killed_and_started_again(house: House) -> None:
    house.up_and_ready("api")
    os.kill(house.lives("api")[0], signal.SIGSTOP)
    until(lambda: len(house.lives("api")) == 2)
    assert house.alive("api") == house.lives("api")[1:]
    assert "no heartbeat for" in house.said()


def test_given_a_child_that_dies_at_once_then_the_crash_loop_and_its_last_words_are_shown(house: House) -> None:
    house.up("api:crash", "video")
    until(lambda: house.shown("api").get("state") == "crashing")
    assert "the toy is broken" in str(house.shown("api")["detail"])
    assert house.shown("video")["state"] == "ready"


def test_given_the_supervisor_is_killed_then_all_go_on_and_the_next_one_adopts_and_replaces(house: House) -> None:
    first = house.up_and_ready("api")
    first.kill()
    first.wait()
    assert house.alive("api")
    assert house.alive("asterisk")
    assert running_supervisor(house.run) is None
    house.up_and_ready("api")
    assert len(house.lives("asterisk")) == 1, "Asterisk is adopted, not started again"
    assert len(house.lives("postgres")) == 1
    assert house.alive("api") == house.lives("api")[1:], "one api, the new one"


def test_given_the_orphan_ignores_sigterm_and_its_pid_file_is_empty_then_it_is_still_found_and_ended(
    house: House,
) -> None:
    first = house.up_and_ready("api:deaf")
    first.kill()
    first.wait()
    (house.run / "api.pid").write_text("")
    house.up_and_ready("api")
    assert house.alive("api") == house.lives("api")[1:]


def test_given_one_runs_then_a_second_is_refused(house: House) -> None:
    house.up_and_ready()
    second = house.up()
    assert second.wait(10) == 1
    assert "already running" in house.said()


def test_given_sigterm_without_calls_then_nothing_is_left(house: House) -> None:
    up = house.up_and_ready("api", "video")
    up.terminate()
    assert up.wait(10) == 0
    for name in ("api", "video", "asterisk", "postgres"):
        assert not house.alive(name)
    assert read_status(house.run)["state"] == "stopped"


def test_given_sigterm_with_a_call_then_asterisk_alone_goes_on_and_it_says_so(house: House) -> None:
    up = house.up_and_ready("api")
    (house.home / "calls").write_text("1")
    up.terminate()
    assert up.wait(10) == 0
    assert house.alive("asterisk")
    assert not house.alive("api")
    assert "1 call is up, so Asterisk goes on running" in house.said()


def test_given_down_asked_already_then_sigusr1_cuts_off_the_calls(house: House) -> None:
    up = house.up_and_ready("api")
    (house.home / "calls").write_text("2")
    up.send_signal(signal.SIGUSR1)
    assert up.wait(10) == 0
    assert not house.alive("asterisk")


def test_given_another_takes_over_then_everything_goes_on(house: House) -> None:
    up = house.up_and_ready("api")
    up.send_signal(signal.SIGUSR2)
    assert up.wait(10) == 0
    assert house.alive("api")
    assert house.alive("asterisk")
    house.up_and_ready("api")
    assert len(house.alive("api")) == 1


def test_given_the_terminal_is_closed_then_supervising_goes_on(house: House) -> None:
    up = house.up_and_ready("api")
    up.send_signal(signal.SIGHUP)
    until(lambda: read_status(house.run).get("detached") is True)
    os.kill(house.lives("api")[0], signal.SIGKILL)
    until(lambda: len(house.lives("api")) == 2)
    assert up.poll() is None


def test_given_asterisk_dies_then_it_is_started_again(house: House) -> None:
    house.up_and_ready()
    os.kill(house.lives("asterisk")[0], signal.SIGKILL)
    until(lambda: len(house.alive("asterisk")) == 1 and len(house.lives("asterisk")) == 2)


def test_given_asterisk_is_suspended_then_it_is_woken_and_not_killed(house: House) -> None:
    house.up_and_ready()
    os.kill(house.lives("asterisk")[0], signal.SIGSTOP)
    until(lambda: "asterisk was suspended; waking it" in house.said())
    until(lambda: "asterisk answers again" in house.said())
    assert len(house.lives("asterisk")) == 1


def test_given_the_database_refuses_then_one_sentence_and_what_ran_before_goes_on(house: House) -> None:
    first = house.up_and_ready("api")
    first.kill()
    first.wait()
    assert end_orphan(house.run / "postgres.pid")
    (house.run / "postgres.refuses").touch()
    second = house.up("api")
    assert second.wait(10) == 1
    assert house.said().strip().endswith("tanggap: postgres refuses. Ask it nicely.")
    assert "Traceback" not in house.said()
    assert house.alive("asterisk"), "it ran before, with its calls"


def test_given_a_call_when_ctrl_c_on_a_terminal_then_it_asks_and_no_means_go_on(house: House) -> None:
    command = [sys.executable, TOY_UP, str(house.home), "api"]
    house.run.mkdir()
    (house.home / "calls").write_text("1")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["PYTHONPATH"] = str(CHECKOUT)
        os.execv(command[0], command)
    seen = bytearray()

    def shows(text: bytes, times: int = 1) -> bool:
        seen.extend(os.read(terminal, 4096))
        return seen.count(text) >= times

    until(lambda: shows(b"READY"))
    os.write(terminal, b"\x03")
    until(lambda: shows(b"1 call is up. Cut them off and stop?"))
    os.write(terminal, b"n\n")
    until(lambda: shows(b"Going on."))
    os.write(terminal, b"\x03")
    until(lambda: shows(b"Cut them off", times=2))
    os.write(terminal, b"y\n")
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert not house.alive("asterisk")
    os.close(terminal)


def test_status_file_is_whole_json_at_every_moment(house: House) -> None:
    house.up_and_ready("api")
    for _ in range(200):
        assert json.loads((house.run / "supervisor.json").read_text())["services"]
