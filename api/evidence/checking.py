"""Is this evidence file whole, and signed by whom? Needs nothing but the file (and, to trust it, the center's key)."""

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from api.evidence.bundle import KEY, MANIFEST, PIECE, SIGNATURE
from api.evidence.keys import PublicKey, public_key_of
from api.evidence.story import FORMAT
from cad.evidence.chain import EPOCH, MICROSECOND, hash_of
from cad.evidence.seals import climb

MOST = 64 * 1024 * 1024  # bytes of a part that is read whole: manifest, story
BROKEN = (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, AttributeError)


@dataclass
class Checked:
    """`trusted`: the key is the one that was named; without a named one it is only said which key it was."""

    problems: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    key_id: str = ""
    trusted: bool = False
    files: int = 0
    entries: int = 0
    unsealed: int = 0

    @property
    def whole(self) -> bool:
        return not self.problems


def check_bundle(file: Path, trusted: PublicKey | None = None) -> Checked:
    """Never raises for a bad file: whatever is wrong is a sentence in `problems`."""
    checked = Checked()
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive, checked, trusted)
    except BROKEN as error:
        checked.problems.append(f"the file cannot be read as an evidence file ({type(error).__name__}: {error})")
    except Exception as error:  # noqa: BLE001 zlib and zipfile have more ways to fail than they name
        checked.problems.append(f"the file is damaged ({type(error).__name__})")
    return checked


def _check(archive: zipfile.ZipFile, checked: Checked, trusted: PublicKey | None) -> None:
    names = archive.namelist()
    for name in (MANIFEST, SIGNATURE, KEY):
        if name not in names:
            checked.problems.append(f"{name} is missing")
    if checked.problems:
        return
    key = public_key_of(_whole(archive, KEY))
    manifest = _whole(archive, MANIFEST)
    if key is None:
        checked.problems.append(f"{KEY} holds no Ed25519 key")
        return
    checked.key_id = key.id
    if trusted is not None and trusted.id != key.id:
        checked.problems.append(f"it is signed with the key {key.id}, not with {trusted.id}")
    checked.trusted = trusted is not None and trusted.id == key.id
    if not key.signed(manifest, _whole(archive, SIGNATURE)):
        checked.problems.append(f"the signature does not match {MANIFEST}")
        return
    checked.manifest = json.loads(manifest)
    if checked.manifest.get("format") != FORMAT:
        checked.problems.append("this version does not know the format of this file")
        return
    _files(archive, names, checked)
    if not any("incident.json" in problem for problem in checked.problems):
        _story(json.loads(_whole(archive, "incident.json")), key, checked)


def _files(archive: zipfile.ZipFile, names: list[str], checked: Checked) -> None:
    listed = checked.manifest["files"]
    for name, told in listed.items():
        if names.count(name) != 1:
            checked.problems.append(f"{name} is missing" if name not in names else f"{name} is there twice")
            continue
        try:
            digest = _digest(archive, name)
        except Exception as error:  # noqa: BLE001 a damaged part is told by its name; others are looked at all the same
            checked.problems.append(f"{name} is damaged ({type(error).__name__})")
            continue
        checked.files += 1
        if digest != told["sha256"]:
            checked.problems.append(f"{name} was changed")
    for name in sorted({*names} - {*listed, MANIFEST, SIGNATURE}):
        checked.problems.append(f"{name} was put in: the manifest does not know it")


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    told = hashlib.sha256()
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            told.update(piece)
    return told.hexdigest()


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MOST + 1)
    if len(data) > MOST:
        raise ValueError(f"{name} is too large")
    return data


def _story(told: dict[str, Any], key: PublicKey, checked: Checked) -> None:
    """Each entry follows from its proof, and its proof from a seal."""
    seals = {number: seal for number, seal in told["seals"].items() if _seal_holds(number, seal, key, checked)}
    for entry in told["journal"]:
        checked.entries += 1
        if problem := _entry_problem(entry, seals):
            checked.problems.append(f"journal entry {entry['position']} {problem}")
        if entry["proof"]["seal"] is None:
            checked.unsealed += 1


def _seal_holds(number: str, seal: dict[str, Any], key: PublicKey, checked: Checked) -> bool:
    holds = key.signed(seal["text"].encode(), bytes.fromhex(seal["signature"]))
    if not holds:
        checked.problems.append(f"seal {number} is not signed with this key")
    return holds


def _entry_problem(entry: dict[str, Any], seals: dict[str, Any]) -> str:
    proof = entry["proof"]
    canonical = json.loads(proof["canonical"])
    shown = [entry["position"], *(_micros(entry[name]) for name in ("occurred_at", "recorded_at"))]
    # The story shows thousandths of a second, the chain has millionths.
    if [canonical[0], canonical[1] // 1000, canonical[2] // 1000] != [shown[0], shown[1] // 1000, shown[2] // 1000]:
        return "is not what was hashed"
    rest = [entry["source"], entry["kind"], entry["actor"], entry["desk_id"], *entry["subject"].values()]
    if canonical[3:9] != rest or not _same_data(entry["data"], canonical[9]):
        return "is not what was hashed"
    digest = hash_of(bytes.fromhex(proof["previous_hash"]), proof["canonical"])
    if digest.hex() != proof["hash"]:
        return "does not follow from the one before it"
    if proof["seal"] is None:
        return ""
    seal = seals.get(str(proof["seal"]))
    if seal is None or climb(digest, proof["path"]).hex() != seal["text"].split()[7]:
        return "is not under its seal"
    return ""


def _same_data(shown: dict[str, Any], hashed: dict[str, Any]) -> bool:
    """A number that whoever asked may not see is masked in the story."""
    return shown.keys() == hashed.keys() and all(
        value == hashed[name] or "****" in str(value) for name, value in shown.items()
    )


def _micros(iso: str) -> int:
    return (datetime.fromisoformat(iso) - EPOCH) // MICROSECOND
