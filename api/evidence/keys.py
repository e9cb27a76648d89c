"""The installation's own key (Ed25519, RFC 8032) under `<home>/seal/`: it signs the seals and the bundles.

`seal.pub` is what a court, an auditor or the next administrator needs to check them; give it away at the start, on
paper too: its id (the first 16 hex digits of the raw public key's SHA-256) is enough to recognise it by.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

FOLDER, PRIVATE, PUBLIC, SEALS = "seal", "seal.key", "seal.pub", "seals.txt"


@dataclass(frozen=True)
class PublicKey:
    key: Ed25519PublicKey

    @property
    def id(self) -> str:
        return hashlib.sha256(self.key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]

    @property
    def pem(self) -> bytes:
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def signed(self, data: bytes, signature: bytes) -> bool:
        try:
            self.key.verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    key: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.key.public_key())

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


def signing_key(home: Path) -> SigningKey:
    """The installation's key; made the first time, readable by its owner alone."""
    file = home / FOLDER / PRIVATE
    if not file.exists():
        _make(home / FOLDER)
    key = load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    if not (home / FOLDER / PUBLIC).exists():
        (home / FOLDER / PUBLIC).write_bytes(PublicKey(key.public_key()).pem)
    return SigningKey(key)


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = folder / f"{PRIVATE}.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
    try:
        os.link(draft, folder / PRIVATE)  # whoever comes second takes the key that is there
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_key(file: Path) -> PublicKey | None:
    """A public key out of a PEM file; None when there is none or it is no Ed25519 key."""
    try:
        return public_key_of(file.read_bytes())
    except OSError:
        return None


def public_key_of(pem: bytes) -> PublicKey | None:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        return None
    return PublicKey(key) if isinstance(key, Ed25519PublicKey) else None
