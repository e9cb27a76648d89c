"""Asterisk takes what we write, for browsers as for test phones, with and without TLS."""

import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from cad.errors import Invalid
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from telephony.pbx import addresses, configuration
from telephony.pbx.errors import PbxNotRunning
from tests.support.pbx import Pbx, free_port, new_pbx, running_pbx

pytestmark = pytest.mark.timeout(60)


def upgrade(port: int, context: ssl.SSLContext | None = None) -> str:
    """The status line for a SIP WebSocket, as a browser asks for it."""
    request = (
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        link = context.wrap_socket(plain) if context else plain
        link.sendall(request.encode())
        answer = link.recv(200).decode()
        link.close()
        return answer.splitlines()[0]


def test_given_browsers_when_started_then_asterisk_has_nothing_to_complain_of(tmp_path: Path) -> None:
    with running_pbx(tmp_path / "home", desk_transport="webrtc") as pbx:
        assert "desk-08" in pbx.ask("pjsip show endpoints")
        assert pbx.complaints() == []
        assert "101" in upgrade(pbx.installation.settings.pbx_http_port)


def test_given_a_certificate_when_started_then_browsers_come_in_by_tls(tmp_path: Path) -> None:
    certificate, key = tmp_path / "tls.crt", tmp_path / "tls.key"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate with")
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    chosen = {"desk_transport": "webrtc", "tls_certificate": str(certificate), "tls_key": str(key)}
    with running_pbx(tmp_path / "home", **chosen) as pbx:
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        assert pbx.complaints() == []
        assert "101" in upgrade(addresses.websocket_port(pbx.installation.settings), context)
        assert addresses.websocket_url(pbx.installation).startswith("wss://127.0.0.1:")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("queue_strategy", "loudest"), ("area_code", "07x"), ("trunk_addresses", "10.0.0.1;match=0.0.0.0/0")],
)
def test_given_a_wrong_setting_when_written_then_the_sentence_names_it(
    tmp_path: Path, setting: str, value: str
) -> None:
    pbx = new_pbx(tmp_path / "home", **{setting: value})
    with pytest.raises(Invalid, match=setting):
        configuration.write(pbx.installation)


def test_given_a_folder_asterisk_cannot_name_when_written_then_the_sentence_says_so(tmp_path: Path) -> None:
    pbx = new_pbx(tmp_path / "home,1")
    with pytest.raises(Invalid, match="TANGGAP_HOME"):
        configuration.write(pbx.installation)


def test_given_a_long_path_with_spaces_when_started_then_it_runs(tmp_path: Path) -> None:
    with running_pbx(tmp_path / "Ruang Kendali" / ("panjang-" * 12) / "home") as pbx:
        assert "emergency" in pbx.ask("queue show emergency")


def test_given_many_desks_when_written_then_the_longest_idle_rings(tmp_path: Path) -> None:
    for count, strategy in ((8, "ringall"), (9, "leastrecent")):
        pbx = new_pbx(tmp_path / str(count), desks=count)
        configuration.write(pbx.installation)
        assert f"strategy = {strategy}" in (pbx.installation.pbx / "etc" / "queues.conf").read_text()


def test_given_it_runs_when_started_with_another_port_then_the_sentence_says_what_to_do(pbx: Pbx) -> None:
    other = new_pbx(pbx.installation.home, sip_port=free_port())
    with pytest.raises(PbxNotRunning, match="tanggap down"):
        other.start()


async def test_given_nobody_on_duty_when_112_is_dialled_then_the_caller_is_told_so(pbx: Pbx, phone: Phone) -> None:
    await Caller(phone, "081234567890").dial(*pbx.sip)
    await pbx.mark("queued")
    first = await pbx.caller_channel()
    assert pbx.action("Getvar", Channel=first, Variable="CHANNEL(musicclass)")["Value"] == "tanggap-unstaffed"
    pbx.add_desk("desk-01")
    await Caller(phone, "081234567891").dial(*pbx.sip)
    await pbx.mark("queued", 2)
    second = next(name for name in pbx.channels("PJSIP/trunk-") if name != first)
    assert pbx.action("Getvar", Channel=second, Variable="CHANNEL(musicclass)")["Value"] == "tanggap-waiting"
