"""One module a noun, each with a `router`. They are found here by name; nobody keeps a list."""

import importlib
import pkgutil
from collections.abc import Iterator

from fastapi import APIRouter


def all_routers() -> Iterator[APIRouter]:
    """The `router` of every module in this folder, by name. A module without one, or broken, fails the start."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        yield importlib.import_module(f"{__name__}.{module.name}").router
