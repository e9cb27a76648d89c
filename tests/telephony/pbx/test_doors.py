"""Which doors are open to whom: desks by WebSocket alone, ARI and AMI by loopback alone, trunks by their addresses."""

import base64
import hashlib
import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest
from websockets.sync.client import connect

from telephony.pbx import addresses, certificate, process
from tests.support.pbx import Pbx, new_pbx
from tests.support.waiting import wait_until
from tests.support.wire import Invite, Wire, status

pytestmark = pytest.mark.timeout(60)
DESK = "desk-01"


def outside_address() -> str:
    """This machine's own address on its network, where it has one: no packet leaves it."""
    for found in psutil.net_if_addrs().values():
        for one in found:
            if one.family == socket.AF_INET and not one.address.startswith("127."):
                return one.address
    pytest.skip("this machine has no address but loopback")


@pytest.fixture(scope="module")
def open_pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    """As on the network: bound to every address, with TLS and browsers' desks."""
    home = tmp_path_factory.mktemp("doors") / "home"
    (home / "pbx" / "keys").mkdir(parents=True)
    pem = home / "pbx" / "keys" / "dtls.pem"
    certificate.make(pem)
    tls = {"tls_certificate": str(pem), "tls_key": str(pem)}
    pbx = new_pbx(home, bind="0.0.0.0", desk_transport="webrtc", trunk_addresses="127.0.0.1/32", desks=2, **tls)
    pbx.start()
    yield pbx
    pbx.stop()


def listening(pbx: Pbx) -> set[tuple[str, int]]:
    running = process.find(pbx.installation)
    assert running is not None
    found = psutil.Process(running.pid).net_connections("inet")
    return {(one.laddr.ip, one.laddr.port) for one in found if one.status == psutil.CONN_LISTEN}


def test_given_it_is_bound_to_all_when_looked_at_then_ami_and_plain_ari_listen_on_loopback_alone(open_pbx: Pbx) -> None:
    settings = open_pbx.installation.settings
    ours = {(ip, port) for ip, port in listening(open_pbx) if port in (settings.ami_port, settings.pbx_http_port)}
    assert ours == {("127.0.0.1", settings.ami_port), ("127.0.0.1", settings.pbx_http_port)}
    everywhere = {port for ip, port in listening(open_pbx) if ip != "127.0.0.1"}
    assert everywhere == {settings.sip_port, addresses.websocket_port(settings)}


def test_given_the_right_password_when_ari_is_asked_from_outside_then_it_refuses(open_pbx: Pbx) -> None:
    installation = open_pbx.installation
    token = base64.b64encode(f"{addresses.USER}:{installation.secrets.ari_password}".encode()).decode()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    port = addresses.websocket_port(installation.settings)

    def ask(host: str) -> int:
        request = urllib.request.Request(f"https://{host}:{port}/ari/asterisk/ping")
        request.add_header("Authorization", f"Basic {token}")
        try:
            with opener.open(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    assert ask("127.0.0.1") == 200
    assert ask(outside_address()) in (401, 403)


def digest(challenge: str, method: str, uri: str, user: str, password: str) -> str:
    """RFC 2617 with qop=auth."""
    told = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    one = hashlib.md5(f"{user}:{told['realm']}:{password}".encode()).hexdigest()
    two = hashlib.md5(f"{method}:{uri}".encode()).hexdigest()
    answer = hashlib.md5(f"{one}:{told['nonce']}:00000001:x:auth:{two}".encode()).hexdigest()
    return (
        f'Digest username="{user}",realm="{told["realm"]}",nonce="{told["nonce"]}",uri="{uri}",response="{answer}",'
        f'qop=auth,nc=00000001,cnonce="x",opaque="{told.get("opaque", "")}",algorithm=MD5'
    )


def try_over_udp(pbx: Pbx, host: str, method: str, password: str, domain: str = "tanggap") -> int:
    """The final status with the desk's own password, as a SIP phone would go about it."""
    uri = f"sip:{domain}" if method == "REGISTER" else "sip:*43@tanggap"
    with Wire((host, pbx.sip[1]), host) as wire:
        to = ("to", f"<sip:{DESK}@{domain}>" if method == "REGISTER" else f"<{uri}>")
        first = Invite(method=method, uri=uri, sender=f"<sip:{DESK}@{domain}>", body=b"", without=("To",), headers=[to])
        answer = wire.ask(first)
        challenge = re.search(r"^WWW-Authenticate: (.*)$", answer, re.MULTILINE | re.IGNORECASE)
        if not challenge:
            return status(answer)
        account = ("Authorization", digest(challenge.group(1), method, uri, DESK, password))
        return status(wire.ask(replace(first, cseq="2", branch="z9hG4bKagain", headers=[to, account])))


@pytest.mark.parametrize("domain", ["tanggap", "127.0.0.1", addresses.PLAIN_DOMAIN])
@pytest.mark.parametrize("method", ["REGISTER", "INVITE"])
def test_given_a_desks_true_password_when_used_over_udp_then_it_opens_nothing(
    open_pbx: Pbx, method: str, domain: str
) -> None:
    password = open_pbx.installation.secrets.desk_password(DESK)
    for host in ("127.0.0.1", "127.0.0.7"):
        assert try_over_udp(open_pbx, host, method, password, domain) in (401, 403)
    assert f"{DESK}/sip" not in open_pbx.ask("pjsip show contacts")


def test_given_the_same_password_when_used_over_a_websocket_then_the_desk_is_registered(open_pbx: Pbx) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    port = addresses.websocket_port(open_pbx.installation.settings)
    uri = "sip:tanggap"
    with connect(f"wss://127.0.0.1:{port}/ws", ssl=context, subprotocols=["sip"], proxy=None) as socket_:
        first = Invite(method="REGISTER", uri=uri, sender=f"<sip:{DESK}@tanggap>", body=b"", without=("To",))
        first.headers = [("to", f"<sip:{DESK}@tanggap>")]
        socket_.send(first.encode("browser.invalid", 1, "WSS").decode())
        challenge = re.search(r"^WWW-Authenticate: (.*)$", str(socket_.recv()), re.MULTILINE)
        assert challenge
        password = open_pbx.installation.secrets.desk_password(DESK)
        first.headers.append(("Authorization", digest(challenge.group(1), "REGISTER", uri, DESK, password)))
        first.cseq, first.branch = "2", "z9hG4bKsecond"
        socket_.send(first.encode("browser.invalid", 1, "WSS").decode())
        assert status(str(socket_.recv())) == 200
        wait_until(lambda: f"{DESK}/sip" in open_pbx.ask("pjsip show contacts"))


def test_given_each_desk_when_written_then_its_password_is_its_own_and_strong(open_pbx: Pbx) -> None:
    written = (open_pbx.installation.pbx / "etc" / "pjsip.conf").read_text()
    passwords = re.findall(r"^password = (\S+)$", written, re.MULTILINE)
    assert len(set(passwords)) == len(passwords) == 4  # two desks, and what stands in their place over UDP
    assert all(len(password) == 32 for password in passwords)


def test_given_a_stranger_when_it_sends_what_would_be_bad_sdp_then_it_is_not_even_read(open_pbx: Pbx) -> None:
    """Bodies are parsed for known peers alone."""
    before = process.find(open_pbx.installation)
    with Wire((open_pbx.sip), "127.0.0.9") as wire:
        for body in (b"\r\n\r\n", b"\x00\xff garbage", b""):
            assert wire.dial(Invite(body=body)) == 401
    with Wire(open_pbx.sip) as wire:
        assert wire.dial(Invite()) == 200
    assert process.find(open_pbx.installation) == before


def test_given_secrets_when_it_has_run_then_none_of_them_is_in_a_log(open_pbx: Pbx) -> None:
    secrets = open_pbx.installation.secrets
    logs = open_pbx.log() + (open_pbx.installation.logs / "asterisk.log").read_text(errors="replace")
    for secret in (secrets.ami_password, secrets.ari_password, secrets.desk_password(DESK)):
        assert secret not in logs
    for file in ("pjsip.conf", "pjsip_trunks.conf", "ari.conf", "manager.conf"):
        assert (open_pbx.installation.pbx / "etc" / file).stat().st_mode & 0o077 == 0, file
