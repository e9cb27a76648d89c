"""What a person gets wrong: one sentence that says what to do, exit 1, never a traceback."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from api.operations import ports, running
from api.operations.refusal import Refusal
from api.operations.status import look
from api.operations.web_page import why_npm_failed
from api.operations.welcome import users
from api.supervisor import pidfile
from api.supervisor.statusfile import supervisor_pidfile
from cad.installation import Settings
from tests.support.typed import Typed


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done
    sentence = done.stderr.strip()
    assert "Traceback" not in sentence
    assert len(sentence.splitlines()) == 1, sentence
    assert sentence.startswith("tanggap: ")
    return sentence


def test_given_a_port_is_taken_then_up_names_the_program_and_the_setting(typed: Typed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refused(typed("up", TANGGAP_HTTP_PORT=str(port)))
    assert f"Port {port} is taken by " in sentence
    assert f"(pid {os.getpid()})" in sentence
    assert "TANGGAP_HTTP_PORT=" in sentence


def test_given_a_database_that_is_away_then_up_says_so_and_leaves_nothing(typed: Typed, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"postgresql://someone:secret@127.0.0.1:{port}/x"
    sentence = refused(typed("up", "--free-ports", TANGGAP_DATABASE_URL=url))
    assert "No database answers at 127.0.0.1" in sentence
    assert "secret" not in sentence
    assert not look(home / "run")[0]


def test_given_settings_that_are_no_toml_then_up_names_the_file(typed: Typed, home: Path) -> None:
    (home / "settings.toml").write_text("http_port = = 1")
    assert "settings.toml" in refused(typed("up"))


def test_given_an_address_of_another_machine_then_up_says_so(typed: Typed) -> None:
    assert "This machine has no address 192.0.2.7" in refused(typed("up", TANGGAP_BIND="192.0.2.7"))


def test_given_one_runs_then_a_second_up_says_so(typed: Typed, home: Path) -> None:
    (home / "run").mkdir()
    lock = pidfile.claim(supervisor_pidfile(home / "run"))
    assert lock is not None
    pidfile.record(lock, os.getpid())
    try:
        assert f"Tanggap runs already (pid {os.getpid()})" in refused(typed("up"))
    finally:
        os.close(lock)


def test_down_and_status_of_what_does_not_run(typed: Typed) -> None:
    assert typed("down").stdout == "Tanggap is not running.\n"
    shown = typed("status")
    assert (shown.returncode, shown.stdout) == (1, "Tanggap is not running. Start it with: ./tanggap up\n")
    assert json.loads(typed("status", "--json").stdout) == {"well": False, "address": "", "processes": []}


def test_backup_of_nothing_and_restore_of_no_file(typed: Typed, home: Path) -> None:
    assert "nothing to back up" in refused(typed("backup", str(home / "b.tar.gz")))
    assert "There is no file" in refused(typed("restore", str(home / "b.tar.gz")))


def test_given_a_home_that_cannot_be_made_then_it_is_said(typed: Typed) -> None:
    assert refused(typed("up", TANGGAP_HOME="/proc/nowhere"))


@pytest.mark.parametrize("number", [0, 70000])
def test_a_port_is_a_number_that_can_be_one(number: int) -> None:
    with pytest.raises(Refusal, match="from 1 to 65535"):
        ports.refuse_taken_ports(Settings(http_port=number), ("http_port",))


def test_two_settings_may_not_share_a_port() -> None:
    with pytest.raises(Refusal, match="both are 8113"):
        ports.refuse_taken_ports(Settings(http_port=8113), ("http_port", "video_port"))


def test_free_ports_are_written_and_a_persons_lines_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# ours\ncenter_name = "Kota"\nhttp_port = 1\n')
    ports.write_settings(file, {"http_port": 20000, "sip_port": 20001})
    assert file.read_text() == '# ours\ncenter_name = "Kota"\nhttp_port = 20000\nsip_port = 20001\n'


def test_settings_of_the_running_system_are_kept_for_other_terminals(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "run").mkdir()
    monkeypatch.setenv("TANGGAP_HTTP_PORT", "9000")
    running.remember(home)
    assert running.environment_file(home).stat().st_mode & 0o777 == 0o600
    monkeypatch.delenv("TANGGAP_HTTP_PORT")
    running.adopt(home)
    assert os.environ["TANGGAP_HTTP_PORT"] == "9000"
    assert "TANGGAP_HOME" not in running.remembered(home)


def test_demo_users_are_shown_with_password_and_role(tmp_path: Path) -> None:
    file = tmp_path / "demo-users.json"
    file.write_text(json.dumps({"dina": {"password": "p", "role": "dispatcher"}}))
    assert users(file) == ["  Log in   dina     p  dispatcher"]
    assert users(tmp_path / "none") == []


def test_why_npm_failed() -> None:
    assert why_npm_failed("npm error code ENOTFOUND", "ci", Path("npm.log")).startswith("The npm registry cannot")
    assert why_npm_failed("ENOSPC: no space", "ci", Path("npm.log")).startswith("The disk filled up")
