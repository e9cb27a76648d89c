"""Passwords that we must be able to say again (an S3 store's): kept sealed under a key of the installation's own."""

import hashlib
import hmac

from cad.store.sealing import seal, unseal


def put_in(text: str, pepper: str, label: str) -> str:
    """What may stand in the database. `label` says what it is for; it opens under the same one only."""
    return seal({"text": text}, _key(pepper, label), label).hex()


def take_out(sealed: str, pepper: str, label: str) -> str:
    """Empty when nothing was put in, or this installation's key does not open it (a restore without its secrets)."""
    try:
        opened = unseal(bytes.fromhex(sealed), _key(pepper, label), label) if sealed else None
    except ValueError:
        return ""
    return str(opened["text"]) if opened else ""


def _key(pepper: str, label: str) -> bytes:
    return hmac.new(pepper.encode(), f"safe:{label}".encode(), hashlib.sha256).digest()
