"""One signed file of an incident's story. Written piece by piece: memory does not grow with the recordings."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from api.evidence.keys import SigningKey
from api.evidence.report import report
from api.evidence.story import FORMAT, Story, as_json

PIECE = 1024 * 1024
MANIFEST, SIGNATURE, KEY, SUMS, README = "manifest.json", "manifest.sig", "seal.pub", "SHA256SUMS", "verify-README.txt"
Step = Callable[[int], None]
HOW = """\
Berkas bukti kejadian / evidence of an incident

Tanpa program khusus / with standard tools only, in the folder where this file was unpacked:

1. Apakah semua berkas utuh? / Is every file whole?
       sha256sum -c SHA256SUMS

2. Apakah daftar itu sendiri utuh dan dari pusat 112 ini? / Is the list itself whole, and by this center?
       openssl pkeyutl -verify -pubin -inkey seal.pub -rawin -in manifest.json -sigfile manifest.sig
       sha256sum SHA256SUMS          (must be the value that manifest.json has for it)
   (OpenSSL 3.0 or newer / OpenSSL 3.0 atau lebih baru)

3. Apakah kuncinya benar? / Is it the right key? Compare seal.pub with the copy that the center gave out, or its id:
       openssl pkey -pubin -in seal.pub -outform DER | tail -c 32 | sha256sum | cut -c 1-16
   The id of this file's key is / Nomor kunci berkas ini: {key_id}

4. Semuanya sekaligus, beserta rantai jurnal / all of it at once, and the journal's proofs:
       ./tanggap verify FILE.zip [--key seal.pub]

The journal's proofs, by hand: an entry's hash is SHA-256(previous_hash bytes + canonical text in UTF-8). From it a leaf
SHA-256(0x00 + hash) and the path (L or R: the sibling's side; node = SHA-256(0x01 + left + right)) lead to the root in
the seal's text, which is signed with the same key.

incident.json  everything that is known; report.pdf  the same to read; recordings/, clips/  audio and video.
"""


class BundleFailed(Exception):
    """The sentence has no personal data."""


def write(story: Story, audio: dict[str, Path], file: Path, key: SigningKey, at: datetime, step: Step) -> None:
    """`audio`: recording id -> file. `step` is told how many bytes went in. Blocking; replaces `file` at the end."""
    draft = file.with_suffix(".part")
    draft.parent.mkdir(mode=0o700, exist_ok=True)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        sums: dict[str, dict[str, Any]] = {}
        for recording in story.told["recordings"]:
            _add_recording(archive, recording, audio.get(recording["id"]), sums, step)
        for clip in story.clips:
            sums[f"clips/{clip.name}"] = _copy(archive, f"clips/{clip.name}", clip, step)
        story.told["clips"] = [name for name in sums if name.startswith("clips/")]
        parts = {
            "incident.json": as_json(story.told),
            "report.pdf": report(story.told),
            README: HOW.format(key_id=key.public.id).encode(),
            KEY: key.public.pem,
        }
        for name, data in parts.items():
            sums[name] = _put(archive, name, data)
        listed = "".join(f"{told['sha256']}  {name}\n" for name, told in sums.items())
        sums[SUMS] = _put(archive, SUMS, listed.encode())
        manifest = _manifest(story, sums, key, at)
        archive.writestr(MANIFEST, manifest)
        archive.writestr(SIGNATURE, key.sign(manifest))
    draft.chmod(0o600)
    draft.replace(file)


def _manifest(story: Story, sums: dict[str, dict[str, Any]], key: SigningKey, at: datetime) -> bytes:
    told = {
        "format": FORMAT,
        "center": story.told["center"]["id"],
        "incident_id": story.told["incident"]["id"],
        "incident_number": story.told["incident"]["number"],
        "evidence_id": story.told["evidence_id"],
        "reason": story.told["reason"],
        "made_at": at.isoformat(),
        "key_id": key.public.id,
        "files": sums,
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _add_recording(
    archive: zipfile.ZipFile, recording: dict[str, Any], file: Path | None, sums: dict[str, Any], step: Step
) -> None:
    """The file as it is kept. One that is not what the journal says goes along all the same, and is said to differ."""
    recording["file"] = None
    if file is None:
        return
    name = f"recordings/{recording['id']}{file.suffix}"
    sums[name] = _copy(archive, name, file, step)
    known = (recording["sha256"], recording["wav_sha256"])
    recording |= {"file": name, "file_sha256": sums[name]["sha256"], "as_recorded": sums[name]["sha256"] in known}


def _copy(archive: zipfile.ZipFile, name: str, file: Path, step: Step) -> dict[str, Any]:
    """Stored, not compressed: audio and video do not shrink."""
    told, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(file, name)
    info.compress_type = zipfile.ZIP_STORED
    with archive.open(info, "w", force_zip64=True) as out:
        for piece in pieces(file):
            out.write(piece)
            told.update(piece)
            size += len(piece)
            step(len(piece))
    return {"sha256": told.hexdigest(), "bytes": size}


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> dict[str, Any]:
    archive.writestr(name, data)
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as audio:
        while piece := audio.read(PIECE):
            yield piece
