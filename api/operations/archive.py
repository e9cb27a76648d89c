"""The backup file: a gzipped tar of plain files, and last a manifest with the SHA-256 of each.

The manifest comes last because a running system's files are hashed while they are read; a file that was cut
off anywhere has no manifest and is refused.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from api.operations.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
FAST = 3  # gzip level: audio compresses little, and a backup must not slow a running system down


class Hashed(io.RawIOBase):
    """Reads exactly `size` bytes: a file that grows meanwhile ends there, one that shrank is filled with zeros."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left, self.digest = source, size, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted)
        data += b"\0" * (wanted - len(data))
        self._left -= len(data)
        self.digest.update(data)
        return data


class Writer:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.files: dict[str, dict[str, object]] = {}

    def add(self, name: str, file: Path) -> bool:
        """False when the file is gone meanwhile."""
        try:
            with open(file, "rb") as source:
                self._put(name, source, os.fstat(source.fileno()).st_size)
        except FileNotFoundError:
            return False
        return True

    def _put(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = Hashed(source, size)
        self._archive.addfile(info, hashed)
        self.files[name] = {"sha256": hashed.digest.hexdigest(), "bytes": size}

    def finish(self, about: dict[str, object]) -> None:
        told = json.dumps({"format": FORMAT, **about, "files": self.files}, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(told), 0o600
        self._archive.addfile(info, io.BytesIO(told))


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """The file appears only when it is whole, readable by its owner alone."""
    draft = file.with_name(file.name + ".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=FAST, filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|") as archive,
            ):
                yield Writer(archive)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def unpack(file: Path, folder: Path) -> dict[str, object]:
    """Unpacks into `folder`, verifies every hash, gives the manifest. Raises Refusal for anything not whole."""
    hashes: dict[str, str] = {}
    try:
        with tarfile.open(file, "r|gz") as archive:
            for info in archive:
                hashes[info.name] = take_out(archive, info, folder)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile):
        raise damaged(file, "it is cut off or is no backup") from None
    return verified(file, folder, hashes)


def take_out(archive: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> str:
    name = PurePosixPath(info.name)
    source = archive.extractfile(info)
    if not info.isreg() or source is None or name.is_absolute() or ".." in name.parts:
        raise tarfile.TarError(info.name)
    target, digest = folder / name, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data := source.read(CHUNK):
            digest.update(data)
            out.write(data)
    return digest.hexdigest()


def verified(file: Path, folder: Path, hashes: dict[str, str]) -> dict[str, object]:
    try:
        told = json.loads((folder / MANIFEST).read_text())
        wanted = {name: str(about["sha256"]) for name, about in told["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise damaged(file, "its manifest is missing") from None
    if told.get("format") != FORMAT:
        raise Refusal(f"{file} was made by another version of Tanggap (format {told.get('format')}). Use that version.")
    hashes.pop(MANIFEST, None)
    if wrong := sorted(name for name in wanted.keys() | hashes.keys() if wanted.get(name) != hashes.get(name)):
        raise damaged(file, f"{wrong[0]} differs from what was saved")
    return dict(told)


def damaged(file: Path, why: str) -> Refusal:
    return Refusal(f"{file} is damaged ({why}). Nothing was restored. Take another copy of the backup.")
