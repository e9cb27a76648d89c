"""The second place of a recording: a folder (another disk, a network share) or an S3-compatible bucket.

Blocking: called in the upkeep's own process, and by the API in a thread. What is put there is read again and its hash
compared before anybody believes that it lies there.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

CHUNK = 1024 * 1024
PATIENCE = timedelta(seconds=30)  # for one request: 1 MB/s is a slow store


class StoreFailed(Exception):
    """The second place does not take or give the file now; the sentence is for a log."""


class Store(Protocol):
    def put(self, file: Path, name: str, sha256: str) -> None:
        """Copies and reads again. Raises StoreFailed, and then nothing is there under that name."""
        ...

    def fetch(self, name: str, to: Path, sha256: str) -> None:
        """Copies back, whole or not at all. Raises StoreFailed."""
        ...

    def delete(self, name: str) -> None:
        """Also when it is not there any more. Raises StoreFailed."""
        ...


@dataclass(frozen=True)
class Access:
    """What a place needs to be reached; of the S3 fields a folder has none."""

    kind: str
    where: str
    region: str = ""
    key: str = ""
    secret: str = ""


def store_of(access: Access) -> Store:
    return Folder(Path(access.where)) if access.kind == "folder" else Bucket(access)


class Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, file: Path, name: str, sha256: str) -> None:
        there = self._at(name)
        draft = there.with_name(there.name + ".part")
        try:
            if not self._folder.is_dir():  # a share that is not mounted must not fill the disk under it
                raise StoreFailed(f"the folder {self._folder} is not there")
            there.parent.mkdir(parents=True, exist_ok=True)
            _copy(file, draft)
            _check(draft, sha256)
            draft.replace(there)
        except OSError as error:
            raise StoreFailed(f"{type(error).__name__}: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)

    def fetch(self, name: str, to: Path, sha256: str) -> None:
        try:
            _taken_over(lambda draft: _copy(self._at(name), draft), to, sha256)
        except OSError as error:
            raise StoreFailed(f"{type(error).__name__}: {error.strerror}") from error

    def delete(self, name: str) -> None:
        try:
            self._at(name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreFailed(f"{type(error).__name__}: {error.strerror}") from error

    def _at(self, name: str) -> Path:
        return self._folder / _safe(name)


class Bucket:
    """`where` is `<endpoint>/<bucket>`; addressed by path, which every compatible store understands."""

    def __init__(self, access: Access) -> None:
        endpoint, _, bucket = access.where.rpartition("/")
        self._store = S3Store(
            bucket,
            endpoint=endpoint,
            region=access.region or "us-east-1",
            access_key_id=access.key,
            secret_access_key=access.secret,
            virtual_hosted_style_request=False,
            client_options={"allow_http": urlsplit(endpoint).scheme == "http", "timeout": PATIENCE},
            retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        )

    def put(self, file: Path, name: str, sha256: str) -> None:
        try:
            obstore.put(self._store, name, file, chunk_size=8 * CHUNK)
            told = hashlib.sha256()
            for part in self._parts(name):
                told.update(part)
        except (BaseError, OSError) as error:
            raise StoreFailed(_brief(error)) from error
        if told.hexdigest() != sha256:
            self.delete(name)
            raise StoreFailed("what came back was not what was sent")

    def fetch(self, name: str, to: Path, sha256: str) -> None:
        def copy(draft: Path) -> None:
            with draft.open("wb") as out:
                for part in self._parts(name):
                    out.write(part)

        try:
            _taken_over(copy, to, sha256)
        except (BaseError, OSError) as error:
            raise StoreFailed(_brief(error)) from error

    def delete(self, name: str) -> None:
        try:
            obstore.delete(self._store, name)
        except NotFoundError:
            return
        except (BaseError, OSError) as error:
            raise StoreFailed(_brief(error)) from error

    def _parts(self, name: str) -> Iterable[Any]:
        return obstore.get(self._store, name).stream(min_chunk_size=CHUNK)


def _taken_over(copy: Any, to: Path, sha256: str) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f"{to.name}.{os.getpid()}.part")
    try:
        copy(draft)
        _check(draft, sha256)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


def _copy(source: Path, to: Path) -> None:
    with source.open("rb") as read, to.open("wb") as out:
        shutil.copyfileobj(read, out, CHUNK)
        out.flush()
        os.fsync(out.fileno())


def _check(file: Path, sha256: str) -> None:
    if sha256 and sha256_of(file) != sha256:
        raise StoreFailed("what came back was not what was sent")


def sha256_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise StoreFailed("a recording's name leads out of its folder")
    return path


def _brief(error: Exception) -> str:
    """The kind and the first line: what a store answers may be long, and may name its keys."""
    return f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"
