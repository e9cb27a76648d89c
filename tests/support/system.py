"""A whole Tanggap of a test's own: real PostgreSQL, Asterisk and our processes, in a temporary home on free ports.

    with whole_system({"desks": 4}) as system:           # not supervised: kill, freeze, leave out any process
        system.signal("telephony", signal.SIGKILL)
        system.spawn("telephony"); system.wait_ready("telephony")

`api.bench.system.System` says the rest. The fixture `system` is one such system for a whole module.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.bench.queue import ready_desks
from api.bench.system import USUAL, System
from tests.support.waiting import wait_until


@contextmanager
def whole_system(settings: Mapping[str, str | float] | None = None, names: Iterable[str] = USUAL) -> Iterator[System]:
    with System.create(settings, names=names) as system:
        yield system


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """Browser desks, as a city has them."""
    with whole_system() as system:
        yield system


def until_ready(system: System, desks: int, within_s: float = 20.0) -> list[str]:
    """Waits for Asterisk's own queue to have so many desks that would ring."""
    found = wait_until(lambda: len(ready_desks(system.installation)) >= desks, within_s, f"{desks} ready desks")
    assert found
    return ready_desks(system.installation)


def pictures(system: System) -> Path:
    """Where a failed browser test leaves what it saw."""
    folder = system.home / "pictures"
    folder.mkdir(exist_ok=True)
    return folder
