"""Fixtures every room may ask for."""

import signal

import pytest

from tests.support.lanes import keep_to_mine

pytest_plugins = ["tests.support.database"]
keep_to_mine()
_terminated: list[int] = []


def pytest_configure(config: pytest.Config) -> None:
    """The API ends its process when a task of its dies. Inside a lane that would be the lane, and all of its tests with
    it: there the test fails, with what was logged."""
    if hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, lambda number, _: _terminated.append(number))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    if _terminated:
        _terminated.clear()
        pytest.fail("SIGTERM came: a task of the API died (api.task_died in the log)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that no lane ends with the longest while the other has nothing left."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
