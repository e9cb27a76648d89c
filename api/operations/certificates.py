"""HTTPS and WSS when bound beyond loopback: browsers give no microphone otherwise.

Without a certificate of the city's own, a local authority is made once in `<home>/tls/` and signs one for
this machine's names and addresses. Its `ca.pem` goes into the dispatchers' browsers.
"""

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cad.clock import utc_now
from cad.installation import Settings

AUTHORITY_YEARS = 10
SERVER_DAYS = 397  # browsers refuse more from a public authority; the same limit keeps us used to renewing
RENEW_BEFORE_DAYS = 30


def ensure_certificate(folder: Path, settings: Settings) -> Path:
    """`ca.pem`; beside it `server.pem` and `server.key`, signed for what this machine is called now."""
    folder.mkdir(mode=0o700, exist_ok=True)
    names = alternative_names(settings)
    if not (folder / "ca.pem").exists() or not (folder / "ca.key").exists():
        make_authority(folder)
    if not still_good(folder, names):
        make_server(folder, names)
    return folder / "ca.pem"


def alternative_names(settings: Settings) -> list[x509.GeneralName]:
    names = {"localhost", socket.gethostname(), socket.getfqdn()}
    addresses = {ipaddress.ip_address("127.0.0.1"), *own_addresses()}
    try:
        addresses.add(ipaddress.ip_address(settings.bind))
    except ValueError:
        names.add(settings.bind)
    addresses = {address for address in addresses if not address.is_unspecified}
    return [
        *(x509.DNSName(name) for name in sorted(names) if name.isascii()),
        *(x509.IPAddress(address) for address in sorted(addresses, key=str)),
    ]


def own_addresses() -> set[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    import psutil

    found = set()
    for addresses in psutil.net_if_addrs().values():
        for address in addresses:
            if address.family in (socket.AF_INET, socket.AF_INET6) and "%" not in address.address:
                found.add(ipaddress.ip_address(address.address))
    return found


def still_good(folder: Path, names: list[x509.GeneralName]) -> bool:
    try:
        server = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
        serialization.load_pem_private_key((folder / "server.key").read_bytes(), None)
    except (OSError, ValueError):
        return False
    known = set(server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    return set(names) <= known and server.not_valid_after_utc > utc_now() + timedelta(days=RENEW_BEFORE_DAYS)


def make_authority(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Tanggap local authority ({socket.gethostname()})")])
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        builder(name, name, key.public_key(), utc_now() + timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_key(folder / "ca.key", key)
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def make_server(folder: Path, names: list[x509.GeneralName]) -> None:
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    authority_key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tanggap")])
    certificate = (
        builder(subject, authority.subject, key.public_key(), utc_now() + timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    write_key(folder / "server.key", key)
    chain = (certificate, authority)  # with the authority, so that a client may also trust this one file
    (folder / "server.pem").write_bytes(b"".join(c.public_bytes(serialization.Encoding.PEM) for c in chain))


def builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, until: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    serial = x509.random_serial_number()
    return made.serial_number(serial).not_valid_before(utc_now() - timedelta(days=1)).not_valid_after(until)


def write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
