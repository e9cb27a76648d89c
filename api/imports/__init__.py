"""Readers of files: one module a kind, each with `read(path, known) -> Draft`. A reader tells every problem it finds,
with its line and a sentence; it raises nothing about what the file says."""

import importlib
from collections.abc import Callable
from pathlib import Path

from cad.imports.model import KINDS, Draft, Known

Reader = Callable[[Path, Known], Draft]


def reader_of(kind: str) -> Reader:
    """The reader of one of KINDS."""
    assert kind in KINDS
    read: Reader = importlib.import_module(f"{__name__}.{kind}").read
    return read
