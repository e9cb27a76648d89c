"""Asterisk outlives who started it, is found again, and says in one sentence what keeps it from starting."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from telephony.pbx import addresses, process, runtime
from telephony.pbx.errors import PbxNotRunning
from tests.support.pbx import Pbx, new_pbx
from tests.support.waiting import eventually, wait_until

pytestmark = pytest.mark.timeout(60)

LAUNCHER = """
from cad.installation import load_installation
from telephony.pbx import runtime
runtime.start(load_installation())
print("up", flush=True)
input()
"""


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Pbx]:
    """A PBX that is not started yet; ended afterwards in any case."""
    pbx = new_pbx(tmp_path / "home", desks=2)
    runtime.ensure_installed(pbx.installation, print)
    yield pbx
    pbx.stop()


def test_given_a_launcher_when_it_is_killed_with_its_group_then_asterisk_goes_on_and_is_adopted(stopped: Pbx) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER],
        env=os.environ | stopped.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert launcher.stdin is not None
    assert launcher.stdout is not None
    assert launcher.stdout.readline() == b"up\n"
    before = process.find(stopped.installation)
    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait()
    launcher.stdin.close()
    launcher.stdout.close()
    assert runtime.is_running(stopped.installation)
    stopped.start()
    assert process.find(stopped.installation) == before


async def test_given_a_call_is_up_when_started_again_with_other_settings_then_it_goes_on(
    pbx: Pbx, phone: Phone
) -> None:
    dialog = await Caller(phone, "081234567890").dial(*pbx.sip)
    await pbx.mark("queued")
    assert runtime.active_calls(pbx.installation) == 1
    settings = pbx.installation.settings
    other = type(pbx.installation)(
        pbx.installation.home,
        pbx.installation.tools,
        type(settings)(**(vars(settings) | {"ring_seconds": 5, "desks": 5})),
        pbx.installation.secrets,
    )
    before = process.find(pbx.installation)
    runtime.start(other)
    assert process.find(other) == before
    assert not dialog.ended.is_set()
    assert runtime.active_calls(other) == 1
    await eventually(lambda: "desk-05" in pbx.ask("pjsip show endpoints"))


def test_given_asterisk_was_killed_when_started_then_a_new_one_comes_and_members_are_kept(pbx: Pbx) -> None:
    pbx.add_desk("desk-01")
    first = process.find(pbx.installation)
    assert first is not None
    astdb = addresses.astdb_file(pbx.installation)
    wait_until(lambda: b"PJSIP/desk-01" in astdb.read_bytes(), what="the member on disk")
    os.kill(first.pid, signal.SIGKILL)
    pbx.start()  # at once: the killed one is still letting go of its doors
    second = process.find(pbx.installation)
    assert second is not None
    assert second != first
    assert "desk-01" in pbx.ask("queue show emergency")


def test_given_another_process_has_the_old_pid_when_looked_for_then_it_is_not_ours(stopped: Pbx) -> None:
    stranger = process.Running(pid=os.getpid(), started=1.0)
    assert not stranger.is_alive()


def test_given_nothing_runs_when_asked_or_stopped_then_that_is_no_error(stopped: Pbx) -> None:
    assert not runtime.is_running(stopped.installation)
    assert runtime.active_calls(stopped.installation) == 0
    runtime.stop(stopped.installation)


@pytest.mark.parametrize(
    ("setting", "kind"),
    [("sip_port", socket.SOCK_DGRAM), ("ami_port", socket.SOCK_STREAM), ("pbx_http_port", socket.SOCK_STREAM)],
)
def test_given_a_port_is_taken_when_started_then_the_sentence_names_it(
    stopped: Pbx, setting: str, kind: socket.SocketKind
) -> None:
    port = getattr(stopped.installation.settings, setting)
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", port))
        if kind == socket.SOCK_STREAM:
            taken.listen()
        with pytest.raises(PbxNotRunning, match=f"Port {port} .{setting}."):
            stopped.start()


def test_given_a_password_when_started_then_nobody_else_can_read_it_and_no_log_has_it(pbx: Pbx) -> None:
    secrets = pbx.installation.secrets
    told = [secrets.ari_password, secrets.ami_password, secrets.desk_password("desk-01")]
    logs = [*pbx.installation.logs.glob("*"), *(pbx.installation.pbx / "log").glob("*.log")]
    assert not [file for file in logs for word in told if word in file.read_text(errors="replace")]
    assert {file.stat().st_mode & 0o077 for file in (pbx.installation.pbx / "etc").glob("*.conf")} == {0}
