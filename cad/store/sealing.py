"""Personal data under a key for each person (AES-256-GCM). Without the key nobody reads it again."""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, NIST SP 800-38D


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def seal(personal: dict[str, Any], key: bytes, person_id: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(personal, sort_keys=True).encode(), person_id.encode())


def unseal(ciphertext: bytes, key: bytes, person_id: str) -> dict[str, Any] | None:
    """What was sealed; None when this key does not open it."""
    try:
        opened = AESGCM(key).decrypt(ciphertext[:NONCE], ciphertext[NONCE:], person_id.encode())
    except InvalidTag:
        return None
    told: dict[str, Any] = json.loads(opened)
    return told
