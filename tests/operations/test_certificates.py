"""The local authority: a browser that trusts ca.pem trusts this machine's address."""

import os
import socket
import ssl
import threading
from pathlib import Path

import pytest

from api.operations.certificates import ensure_certificate
from cad.installation import Settings, load_installation

BEYOND = Settings(bind="0.0.0.0")


def test_a_client_that_trusts_the_authority_trusts_the_server(tmp_path: Path) -> None:
    authority = ensure_certificate(tmp_path / "tls", BEYOND)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(tmp_path / "tls" / "server.pem", tmp_path / "tls" / "server.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with ours.wrap_socket(listening.accept()[0], server_side=True) as link:
                link.sendall(b"112")

        thread = threading.Thread(target=serve)
        thread.start()
        theirs = ssl.create_default_context(cafile=authority)
        with (
            socket.create_connection(listening.getsockname()) as raw,
            theirs.wrap_socket(raw, server_hostname="127.0.0.1") as link,
        ):
            assert link.recv(3) == b"112"
        thread.join()


def test_keys_are_their_owners_alone_and_certificates_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    ensure_certificate(folder, BEYOND)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {name for name in before if (folder / name).stat().st_mode & 0o077} == {"ca.pem", "server.pem"}
    ensure_certificate(folder, BEYOND)
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}


def test_given_a_new_address_then_the_server_gets_a_new_certificate_of_the_same_authority(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    ensure_certificate(folder, BEYOND)
    authority, server = (folder / "ca.pem").read_bytes(), (folder / "server.pem").read_bytes()
    ensure_certificate(folder, Settings(bind="192.0.2.8"))
    assert (folder / "ca.pem").read_bytes() == authority
    assert (folder / "server.pem").read_bytes() != server


def test_beyond_loopback_the_installation_finds_its_own_certificate(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_certificate(home / "tls", BEYOND)
    assert load_installation().settings.tls_certificate == ""
    monkeypatch.setenv("TANGGAP_BIND", "0.0.0.0")
    told = load_installation().settings
    assert Path(told.tls_certificate) == home / "tls" / "server.pem"
    monkeypatch.setenv("TANGGAP_TLS_CERTIFICATE", os.devnull)
    assert load_installation().settings.tls_certificate == os.devnull
